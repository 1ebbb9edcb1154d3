"""When the desk is open again, said from one source, in her language, by the clocks of the desk."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.back_on import OPENS, back_on, opening_at, opening_in_words
from bot.engine.loading import load_catalogue
from bot.messages import Say, Urgency
from bot.worded import Telling, in_words

LONDON, DUSHANBE = ZoneInfo("Europe/London"), ZoneInfo("Asia/Dushanbe")
SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
CATALOGUE = load_catalogue()


def said(opening: str, code: str = "en", zone: ZoneInfo = LONDON, now: datetime = SATURDAY) -> str:
    moment = datetime.fromisoformat(opening).replace(tzinfo=zone)
    return back_on(moment.astimezone(UTC), now, CATALOGUE.languages[code], zone)


def test_today_tomorrow_and_any_other_day() -> None:
    assert said("2026-11-21 14:00") == "today at 14:00 (London time)"
    assert said("2026-11-22 09:00") == "tomorrow at 09:00 (London time)"
    assert said("2026-11-23 09:00") == "on Monday 23 November at 09:00 (London time)"
    assert said("2027-11-21 14:00") == "on Sunday 21 November at 14:00 (London time)"


def test_the_day_is_that_of_the_desk() -> None:
    late = datetime(2026, 11, 21, 20, tzinfo=UTC)  # past midnight in Dushanbe
    assert said("2026-11-22 09:00", zone=DUSHANBE, now=late) == "today at 09:00 (Dushanbe time)"
    assert said("2026-11-22 09:00", now=late) == "tomorrow at 09:00 (London time)"


def test_tomorrow_is_tomorrow_when_the_clocks_change() -> None:
    eve = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert said("2026-10-25 23:30", now=eve).startswith("tomorrow")
    assert said("2026-10-26 00:00", now=eve).startswith("on Monday 26 October")


@pytest.mark.parametrize("code", CATALOGUE.languages)
def test_every_language_says_it_in_its_own_words_with_european_digits(code: str) -> None:
    for opening in ("2026-11-21 14:00", "2026-11-22 14:00", "2026-11-25 14:00"):
        text = said(opening, code)
        assert "14:00" in text
        assert "{" not in text
        assert not any(c.isdecimal() and not c.isascii() for c in text)
        if code != "en":
            assert text != said(opening)
    assert "25" in said("2026-11-25 14:00", code)
    assert said("2026-11-25 14:00", code) != said("2026-11-26 14:00", code)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("ru", "среда 25 ноября, 14:00 (время: Лондон)"),
        ("pl", "środa 25 listopada, godz. 14:00 (czas: Londyn)"),
        ("ar", "الأربعاء 25 نوفمبر، الساعة \u206614:00\u2069 (بتوقيت لندن)"),
        ("ur", "بدھ 25 نومبر، \u206614:00\u2069 بجے (لندن کا وقت)"),
    ],
)
def test_the_calendar_is_hers(code: str, says: str) -> None:
    assert said("2026-11-25 14:00", code) == says


def test_a_time_keeps_its_order_only_where_text_runs_from_right_to_left() -> None:
    for code, language in CATALOGUE.languages.items():
        isolated = "\u206614:00\u2069" in said("2026-11-21 14:00", code)
        assert isolated == (language.direction == "rtl")


def test_without_words_the_day_and_the_hour_are_still_said() -> None:
    waiting_for_a_reader = replace(CATALOGUE.languages["ar"], wordings={})
    opening = datetime(2026, 11, 23, 9, tzinfo=UTC)
    text = back_on(opening, SATURDAY, waiting_for_a_reader, LONDON)
    assert text == "الاثنين 23 نوفمبر, \u206609:00\u2069 (لندن)"


def worded(say: Say, now: datetime) -> Say:
    telling = Telling(now, CATALOGUE.languages["en"], CATALOGUE)
    return in_words(say, telling, {OPENS: opening_in_words})


def test_what_was_queued_before_midnight_is_right_after_it() -> None:
    opening = datetime(2026, 11, 22, 9, tzinfo=UTC)
    queued = Say("desk.back_on", params={"when": opening_at(opening, LONDON)})
    for sent_at, says in (
        (SATURDAY, "tomorrow at 09:00 (London time)"),
        (datetime(2026, 11, 22, 0, 30, tzinfo=UTC), "today at 09:00 (London time)"),
        (datetime(2026, 11, 23, 0, 30, tzinfo=UTC), "on Sunday 22 November at 09:00 (London time)"),
    ):
        assert worded(queued, sent_at).params["when"] == says


def test_nothing_that_somebody_wrote_is_read_as_an_opening() -> None:
    text = opening_at(SATURDAY, LONDON)
    reply = Say("desk.reply", params={"name": text, "text": text}, urgency=Urgency.ADVISER)
    assert worded(reply, SATURDAY) == reply


def test_words_that_were_queued_as_words_stay() -> None:
    old = Say("desk.back_on", params={"when": "today at 14:00 (London time)"})
    assert worded(old, SATURDAY).params == old.params
