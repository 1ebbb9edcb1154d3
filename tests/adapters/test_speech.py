"""Messages in the words that are right when they are sent."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.speech import Speech
from bot.desk.back_on import opening_at
from bot.engine.content import Catalogue
from bot.messages import Say
from bot.ports import Outgoing
from tests.contracts.conftest import FixedClock


def test_a_day_is_named_as_it_is_called_when_the_message_goes_out(catalogue: Catalogue) -> None:
    clock = FixedClock()
    clock.now = datetime(2026, 11, 20, 23, 50, tzinfo=UTC)
    opening = opening_at(clock.now + timedelta(hours=10), ZoneInfo("Europe/London"))
    say = Say("desk.back_on", lines=("emergency",), params={"when": opening})
    message = Outgoing(1, 1, "telegram", "7", 0, "en", say, clock.now)
    speech = Speech(catalogue, clock)

    assert "tomorrow at 09:50" in speech.render(message).text
    clock.go_on(minutes=20)
    assert "today at 09:50" in speech.render(message).text
