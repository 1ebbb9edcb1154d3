"""Danger is answered from memory: at once, once, in her language, and nothing of it ever raises."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from bot.first_words import FirstWords, answered_in, with_meaning
from bot.messages import Failure, Inbound, Kind, Part, SendFailed
from bot.ports import Outgoing
from bot.understanding.needs import Danger, Need, Understood
from tests.parts import FakeChannel

pytestmark = pytest.mark.anyio
CALM = Understood("en", "Latn", Need.NONE, 0.9, is_sure=True, danger=Danger.NO, knows_language=True)
CRY = CALM._replace(need=Need.EMERGENCY, danger=Danger.YES)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


class Words:
    """First words over a channel that takes notes; every text is understood as `meant`."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.channel = FakeChannel()
        self.faults: list[str] = []
        self.meant: Callable[[], Understood] = lambda: CRY
        self.first = FirstWords(
            engine,
            catalogue,
            lambda _text, _known: self.meant(),
            {"telegram": self.channel},
            shape=self._shape,
            clock=lambda: NOW,
            on_fault=self.faults.append,
        )

    def _shape(self, message: Outgoing) -> list[Part]:
        return [Part(f"{message.language} {message.say.key}", message.language, "ltr")]

    @property
    def said(self) -> list[str]:
        return [text for _, text in self.channel.sent]

    def comes(
        self, text: str = "words of hers", external_id: str = "1", language: str = ""
    ) -> Inbound:
        return self.first.read(Inbound("telegram", "7", external_id, text=text, language=language))


@pytest.fixture
def words(engine: Engine, catalogue: Catalogue) -> Words:
    return Words(engine, catalogue)


async def test_the_same_message_again_has_what_was_begun_for_it(words: Words) -> None:
    first = words.first.begin(words.comes())
    again = words.first.begin(words.comes())

    assert first is not None
    assert again is first
    assert await first.sent()
    assert words.said == ["en urgent.now"]


async def test_what_failed_is_tried_when_the_message_comes_again(words: Words) -> None:
    words.channel.failures.append(SendFailed(Failure.CONNECTION))
    first = words.first.begin(words.comes())
    assert first is not None
    assert await first.sent() == ""

    again = words.first.begin(words.comes())
    assert again is not None
    assert await again.sent()
    assert words.said == ["en urgent.now"]
    assert words.faults == ["SendFailed"]


async def test_a_defect_in_understanding_takes_nothing_else_with_it(words: Words) -> None:
    def breaks() -> Understood:
        raise ZeroDivisionError

    words.meant = breaks
    inbound = words.comes("my secret words")
    assert inbound.meant is None
    assert words.first.begin(inbound) is None
    assert words.faults == ["ZeroDivisionError"]


async def test_she_is_answered_in_the_language_she_cries_in(words: Words) -> None:
    words.first.heard(words.comes(), "en")
    words.meant = lambda: CRY._replace(language="pl")
    first = words.first.begin(words.comes(external_id="2"))
    assert first is not None
    await first.sent()
    assert words.said == ["pl urgent.now"]


def test_the_language_of_a_calm_text_is_taken_only_where_none_is_known(
    catalogue: Catalogue,
) -> None:
    polish = CALM._replace(language="pl")
    inbound = Inbound("telegram", "7", "1", text="...", language="ru-RU", meant=polish)
    assert answered_in(inbound, "", catalogue) == "pl"
    assert answered_in(inbound, "ur", catalogue) == "ur"
    short = Inbound("telegram", "7", "1", text="...", language="ru-RU")
    assert answered_in(short, "", catalogue) == "ru"


async def test_the_button_for_urgent_help_is_first_too(words: Words) -> None:
    press = Inbound("telegram", "7", "1", Kind.CHOICE, choice="menu.choose:urgent")
    first = words.first.begin(words.first.read(press))
    assert first is not None
    await first.sent()
    assert words.said == ["en urgent.now"]


@pytest.mark.parametrize("text", ["help", "urgent", "he has a bomb", "s.o.s"])
def test_words_of_ours_for_danger_are_danger(engine: Engine, text: str) -> None:
    read = with_meaning(Inbound("t", "1", "1", text=text), engine, lambda _t, _k: CALM)
    assert read.meant is not None
    assert read.meant.danger is Danger.YES


@pytest.mark.parametrize("text", ["Mothers' course", "Life online", "7"])
def test_words_that_we_offer_calmly_are_not_guessed_at(engine: Engine, text: str) -> None:
    read = with_meaning(Inbound("t", "1", "1", text=text), engine, lambda _t, _k: CRY)
    assert read.meant is None or read.meant.danger is Danger.NO


@pytest.mark.parametrize(("text", "danger"), [("Luton", Danger.NO), ("Gaza", Danger.YES)])
def test_the_name_of_a_town_at_home_is_no_danger(engine: Engine, text: str, danger: Danger) -> None:
    """Whatever the model takes it for; one abroad may be where somebody has gone."""
    read = with_meaning(Inbound("t", "1", "1", text=text), engine, lambda _t, _k: CRY)
    assert read.meant is not None
    assert read.meant.danger is danger


async def test_where_nothing_can_be_stored_fear_is_enough_for_the_number(words: Words) -> None:
    words.meant = lambda: CALM._replace(danger=Danger.UNSURE)
    inbound = words.comes()
    assert words.first.begin(inbound) is None
    words.first.send_numbers(inbound)
    await words.first.close(5.0)
    assert words.said == ["en urgent.now"]
    known = words.first.from_memory(inbound)
    assert known is not None
    assert [reply.say.key for reply in known.replies] == ["urgent.now"]


def test_no_address_is_kept(words: Words) -> None:
    words.first.heard(Inbound("whatsapp", "+447700900123", "1"), "ur")
    assert "447700900123" not in repr(vars(words.first))
