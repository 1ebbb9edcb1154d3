"""What a process remembers of each contact's messages, and forgets again."""

from datetime import timedelta

from bot.lines import AWAY_BEYOND, Lines
from bot.messages import Say
from bot.ports import Outgoing
from tests.contracts.conftest import FixedClock


def message(conversation_id: int, clock: FixedClock) -> Outgoing:
    return Outgoing(conversation_id, 1, "telegram", "7", 0, "en", Say("a.b"), clock())


def test_a_line_is_blocked_until_a_while_after_its_message_was_due() -> None:
    clock = FixedClock()
    lines = Lines(clock)
    due = clock() + timedelta(seconds=30)
    lines.block(message(1, clock), due)
    line = lines.of(message(1, clock))

    assert line.is_blocked(due + AWAY_BEYOND - timedelta(seconds=1))
    assert not line.is_blocked(due + AWAY_BEYOND)


def test_lines_that_another_process_served_do_not_pile_up() -> None:
    clock = FixedClock()
    lines = Lines(clock)
    for number in range(10_000):
        lines.block(message(number, clock), clock())
        clock.go_on(seconds=1)

    assert len(lines) < 200
