"""A question goes from the chat to the panel, and what the panel says comes back, once."""

from datetime import timedelta

import pytest

from bot.panels.model import Decline, PanelStatus
from bot.ports import Transaction
from bot.reminders.model import Consent
from tests.contracts.conftest import do
from tests.contracts.test_store_faults import everything_on_disk
from tests.panels.studio import ABOUT, ANSWER, PANEL, THEME, TITLE, Studio
from tests.parts import keys

CANARY = "canary-7b21 will not speak to me"


def test_nothing_is_planned(studio: Studio) -> None:
    assert "No live chat is planned" in studio.told(studio.presses("menu.more:webchat"))


def test_a_draft_is_nobodys_to_see(studio: Studio) -> None:
    studio.saves()
    assert "No live chat is planned" in studio.told(studio.presses("menu.more:webchat"))


def test_what_is_coming_is_told_with_its_time(studio: Studio) -> None:
    studio.opens()
    told = studio.told(studio.presses("menu.more:webchat"))
    for shown in (TITLE, ABOUT, "You hear from Rosa.", "on Monday 23 November at 12:00"):
        assert shown in told
    studio.clock.now = studio.panel.starts_at
    assert "It is on now." in studio.told(studio.presses("menu.more:webchat"))


def test_a_question_comes_back_as_an_answer(studio: Studio) -> None:
    studio.opens()
    assert "I passed it on." in studio.told(studio.asks(CANARY))
    [question] = studio.waiting
    assert question.text == CANARY
    studio.says()

    [post] = studio.posts()
    for shown in ("7: There is an answer for you.", THEME, "Rosa (Teacher) says:", ANSWER):
        assert shown in post
    assert CANARY not in post
    assert studio.posts() == []


def test_who_follows_hears_it_too_and_who_does_neither_does_not(studio: Studio) -> None:
    studio.opens()
    studio.asks("what helps", address="1")
    studio.follows(address="2")
    studio.presses("menu.more:webchat", address="3")
    studio.says()
    assert sorted(post.partition(":")[0] for post in studio.posts()) == ["1", "2"]


def test_whoever_asked_and_follows_hears_it_once(studio: Studio) -> None:
    studio.opens()
    studio.asks("what helps")
    studio.asks("what else helps")
    studio.follows()
    studio.says()
    assert len(studio.posts()) == 1


def test_what_is_merged_later_gets_the_answer_that_is_there(studio: Studio) -> None:
    studio.opens()
    studio.asks("what helps", address="1")
    theme = studio.says()
    studio.posts()
    studio.asks("what helps, then", address="1")
    studio.asks("does anything help", address="2")
    studio.merges(*studio.waiting, theme=theme.id)
    assert [post.partition(":")[0] for post in studio.posts()] == ["2"]


def test_a_declined_question_gets_a_kind_word(studio: Studio) -> None:
    studio.opens()
    studio.asks("what helps")
    studio.declines(studio.waiting[0], Decline.PERSON)
    [post] = studio.posts()
    assert "deserves one person with time for it" in post
    assert studio.waiting == []


def test_stop_is_honoured(studio: Studio) -> None:
    studio.opens()
    studio.asks("what helps")
    studio.follows()
    studio.presses("stop.sure:yes")
    studio.says()
    assert studio.posts() == []
    studio.guide.write("hi")
    assert studio.posts() == []


@pytest.mark.parametrize("way", ["stop.sure:yes", "reminders.which:panels"])
def test_a_later_question_brings_back_nothing_that_she_took_back(studio: Studio, way: str) -> None:
    studio.opens()
    studio.follows()
    studio.presses(way)
    studio.asks("what helps")
    [mine] = studio.waiting
    studio.asks("what else helps", address="2")
    studio.declines(mine, Decline.TIME)
    studio.says()
    assert sorted(post.partition(":")[0] for post in studio.posts()) == ["2", "7"]


def test_whoever_stops_following_hears_nothing_of_it(studio: Studio) -> None:
    studio.opens()
    studio.follows()
    studio.presses("menu.more:webchat")
    studio.presses("webchat.here:unfollow")
    studio.asks("what helps", address="2")
    studio.says()
    assert [post.partition(":")[0] for post in studio.posts()] == ["2"]


def test_danger_never_reaches_the_panel(studio: Studio) -> None:
    studio.opens()
    studio.presses("menu.more:webchat")
    studio.presses("webchat.here:ask")
    told = studio.guide.write("i want to kill myself")
    assert keys(told)[0] != "webchat.taken"
    assert studio.waiting == []


def test_five_questions_may_wait(studio: Studio) -> None:
    studio.opens()
    for number in range(5):
        assert "I passed it on." in studio.told(studio.asks(f"question {number}"))
    studio.presses("menu.more:webchat")
    assert "You have five questions waiting." in studio.told(studio.presses("webchat.here:ask"))
    studio.presses("webchat.taken:ask")
    assert len(studio.waiting) == 5
    studio.merges(studio.waiting[0])
    assert "What would you like to ask?" in studio.told(studio.presses("webchat.taken:ask"))


def test_after_its_end_nothing_is_taken(studio: Studio) -> None:
    studio.opens()
    studio.presses("menu.more:webchat")
    studio.presses("webchat.here:ask")
    studio.moves(PanelStatus.OVER)
    assert "That chat is over now." in studio.told(studio.guide.write("too late"))
    assert studio.waiting == []


def test_how_her_questions_stand(studio: Studio) -> None:
    studio.opens()
    for text in ("one", "two", "three", "four"):
        studio.asks(text)
    first, second, third, _ = studio.waiting
    studio.publishes(studio.answers(studio.merges(first)))
    studio.merges(second, text="And what else?")
    studio.declines(third, Decline.OTHER)
    studio.presses("menu.more:webchat")
    told = studio.told(studio.presses("webchat.here:mine"))
    for line in ("Not read yet: 1", "With the panel: 1", "Answered: 1", "Not taken: 1"):
        assert line in told


def test_answers_are_read_one_at_a_time(studio: Studio) -> None:
    studio.opens()
    for number in (1, 2):
        studio.asks(f"question {number}")
        studio.publishes(
            studio.answers(studio.merges(*studio.waiting, text=f"Point {number}?"), f"So {number}")
        )
    studio.presses("menu.more:webchat")
    assert "So 1" in studio.told(studio.presses("webchat.here:answers"))
    assert "So 2" in studio.told(studio.presses("webchat.read:next"))
    assert "There are no more answers yet." in studio.told(studio.presses("webchat.read:next"))
    assert "So 1" in studio.told(studio.presses("webchat.here:answers"))


def test_a_reviewed_transcript_is_offered_later(studio: Studio) -> None:
    studio.opens()
    studio.asks("what helps")
    studio.says()
    studio.clock.now = studio.panel.ends_at + timedelta(hours=2)
    studio.moves(PanelStatus.PUBLISHED)
    assert "No live chat is planned" in studio.told(studio.presses("menu.more:webchat"))
    assert studio.panel.status is PanelStatus.OVER
    studio.moves(PanelStatus.PUBLISHED, by=802)
    assert "You can read what was asked" in studio.told(studio.presses("menu.more:webchat"))
    assert ANSWER in studio.told(studio.presses("webchat.only_past:answers"))


@pytest.mark.parametrize("follows", [True, False])
def test_an_erasure_takes_all_of_it(studio: Studio, *, follows: bool) -> None:
    studio.opens()
    studio.asks(CANARY)
    if follows:
        studio.follows()
    studio.says()

    def work(transaction: Transaction) -> None:
        one = studio.guide.inbound(address="7")
        transaction.erase(transaction.conversations([one])[one.urn].id)

    do(studio.database, work)
    for table in ("panel_questions", "panel_followers", "panel_posts"):
        assert studio.world.rows(f"SELECT * FROM {table}") == []  # noqa: S608 (our own words)
    assert studio.posts() == []


def test_what_was_asked_lies_sealed(studio: Studio) -> None:
    studio.opens()
    studio.asks(CANARY)
    stored = str(studio.world.rows("SELECT * FROM panel_questions"))
    if studio.world.is_sqlite:
        stored += everything_on_disk(studio.world).decode("latin-1")
    assert CANARY not in stored
    assert CANARY.encode().hex() not in stored


def test_the_record_holds_no_word(studio: Studio) -> None:
    studio.opens()
    studio.asks(CANARY)
    studio.says("an answer in words")
    lines = studio.database.desk_reader.audit_page(2**62, 99)
    written = str([line.entry for line in lines])
    for word in (CANARY, "an answer in words", THEME, TITLE, "Rosa"):
        assert word not in written
    assert written.count(f"panel:{PANEL}") == len(lines) >= 6


def test_reminders_are_due_a_day_and_a_quarter_of_an_hour_before(studio: Studio) -> None:
    studio.opens()
    studio.follows()

    def due(transaction: Transaction) -> list[tuple[str, Consent]]:
        found = transaction.reminders.due(studio.panel.starts_at - timedelta(minutes=1), 9)
        return [(one.reminder.key, one.reminder.consent) for one in found]

    assert do(studio.database, due) == [
        (f"panel.{PANEL}.day", Consent.PANELS),
        (f"panel.{PANEL}.soon", Consent.PANELS),
    ]


def test_fifty_ask_and_everybody_gets_the_answer_once(studio: Studio) -> None:
    studio.opens()
    for number in range(50):
        studio.clock.go_on(seconds=1)
        studio.asks(f"my own words, number {number}", address=str(100 + number))
    studio.presses("stop.sure:yes", "149")
    waiting = studio.waiting
    assert len(waiting) == 50
    one, two = studio.merges(*waiting[:30]), studio.merges(*waiting[30:], text="Whom can we ask?")
    studio.publishes(studio.answers(one, "First."))
    studio.publishes(studio.answers(two, "Second."))
    got = sorted((*studio.posts(), *studio.posts()))
    assert len(got) == len({post.partition(":")[0] for post in got}) == 49
    assert sum("First." in post for post in got) == 30
    assert not any("my own words" in post for post in got)


def test_questions_go_thirty_days_after_and_answers_stay(studio: Studio) -> None:
    studio.opens()
    studio.asks(CANARY)
    studio.follows()
    theme = studio.says()
    over = studio.panel.over_at

    def forget(transaction: Transaction) -> list[int]:
        return [transaction.panels.forget_before(one) for one in (over, over + timedelta(1))]

    assert do(studio.database, forget) == [0, 1]
    for table in ("panel_questions", "panel_followers", "panel_posts"):
        assert studio.world.rows(f"SELECT * FROM {table}") == []  # noqa: S608 (our own words)
    assert studio.theme(theme.id).answers == {"en": ANSWER}
