"""Events in words: by the clocks of the place, in her language; addresses for those alone who may
know them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.content import Catalogue
from bot.events.listed import LIST, ONE, PLACES, WHEN
from bot.events.model import (
    AddressFor,
    Event,
    EventStatus,
    EventText,
    Registration,
    Standing,
)
from bot.events.nearby import EventIndex
from bot.events.places import Around
from bot.events.reminding import say_near, say_now
from bot.events.wording import event_worders
from bot.rendering import render
from bot.worded import Telling, in_words
from tests.events.scenes import DAY, NOW, ZARA, Scene, Towns, event

HIDDEN = AddressFor.REGISTERED


def say(
    catalogue: Catalogue,
    name: str,
    about: str,
    *events: Event,
    language: str = "en",
    now: datetime = NOW,
) -> str:
    index = EventIndex()
    index.take(events, 1, NOW)
    telling = Telling(now, catalogue.language(language), catalogue)
    return event_worders(Around(Towns(), index))[name](about, telling)


@pytest.mark.parametrize("standing", ["free", "full", "waiting", ""])
def test_an_address_is_kept_from_who_has_no_seat(catalogue: Catalogue, standing: str) -> None:
    said = say(catalogue, ONE, f"5 {standing}".strip(), event(address_for=HIDDEN))
    assert "Sample Street" not in said
    assert "openstreetmap" not in said
    assert "51.87" not in said
    assert "Luton" in said


def test_who_has_a_seat_is_told_where_it_is(catalogue: Catalogue) -> None:
    said = say(catalogue, ONE, "5 seat", event(address_for=HIDDEN))
    assert "1 Sample Street, Luton" in said
    assert "https://www.openstreetmap.org/?mlat=51.87970&mlon=-0.41750#" in said


def test_an_open_address_is_told_to_all(catalogue: Catalogue) -> None:
    assert "1 Sample Street" in say(catalogue, ONE, "5 free", event(address_for=AddressFor.ALL))


def test_the_link_is_kept_like_an_address(catalogue: Catalogue) -> None:
    online = event(is_online=True, at=None, link="https://example.org/room", address_for=HIDDEN)
    assert "example.org" not in say(catalogue, ONE, "5 free", online)
    assert "https://example.org/room" in say(catalogue, ONE, "5 seat", online)


def test_only_what_is_known_of_the_price_is_said(catalogue: Catalogue) -> None:
    assert "It costs nothing" in say(catalogue, ONE, "5", event())
    assert "It costs: £2" in say(catalogue, ONE, "5", event(cost="£2", feed="a calendar"))
    assert "It costs" not in say(catalogue, ONE, "5", event(feed="a calendar"))


def test_a_list_never_tells_an_address(catalogue: Catalogue) -> None:
    said = say(catalogue, LIST, "5:2mi", event(address_for=AddressFor.ALL))
    assert "Sample Street" not in said
    assert "about 2 miles away" in said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOW, "Tuesday 24 November at 10:00"),
        (NOW + 2 * DAY, "tomorrow at 10:00"),
        (NOW + 3 * DAY - timedelta(hours=1), "today at 10:00"),
    ],
)
def test_days_are_told_as_of_the_moment_it_is_sent(
    catalogue: Catalogue, now: datetime, said: str
) -> None:
    assert say(catalogue, WHEN, "5", event(starts_at=NOW + 3 * DAY), now=now) == said


@pytest.mark.parametrize("month", [3, 10])
def test_the_hour_is_that_of_the_place_after_clocks_change(
    catalogue: Catalogue, month: int
) -> None:
    """The last Sundays of March and October 2027, 18:00 in London."""
    sunday = {3: datetime(2027, 3, 28, 17, tzinfo=UTC), 10: datetime(2027, 10, 31, 18, tzinfo=UTC)}
    said = say(catalogue, WHEN, "5", event(starts_at=sunday[month]))
    assert said.endswith("at 18:00")


def test_online_the_clocks_are_named(catalogue: Catalogue) -> None:
    online = event(is_online=True, at=None, zone="Asia/Dushanbe")
    assert say(catalogue, WHEN, "5", online).endswith("at 15:00 (Dushanbe time)")


def test_it_speaks_her_language_where_somebody_wrote_it(catalogue: Catalogue) -> None:
    texts = {"en": EventText("Tea"), "ur": EventText("چائے")}
    assert "چائے" in say(catalogue, LIST, "5", event(texts=texts), language="ur")
    assert "Tea" in say(catalogue, LIST, "5", event(texts=texts), language="pl")
    assert say(catalogue, PLACES, "luton derby", language="ur") == (
        "1. Luton (ur), England\n2. Derby (ur), England"
    )


def test_of_what_is_not_on_nothing_is_told(catalogue: Catalogue) -> None:
    for status in (EventStatus.CANCELLED, EventStatus.DRAFT, EventStatus.WITHDRAWN):
        for name in (ONE, LIST):
            said = say(catalogue, name, "5", event(status=status, address_for=AddressFor.ALL))
            assert "not on any more" in said
            assert "Tea" not in said


@pytest.mark.parametrize("name", [ONE, LIST, PLACES, WHEN])
@pytest.mark.parametrize("about", ["", "x", "99", "5x 5 5"])
def test_what_was_never_listed_breaks_nothing(catalogue: Catalogue, name: str, about: str) -> None:
    assert isinstance(say(catalogue, name, about, event()), str)


@pytest.mark.parametrize("about", ["soon", "moved", "called_off", "seat_free", "near"])
def test_what_goes_out_by_itself_tells_a_time_and_nothing_else(
    catalogue: Catalogue, about: str
) -> None:
    scene = Scene(agreed=[ZARA])
    one = Registration(5, ZARA, Standing.SEAT, "Zara", NOW)
    if about == "near":
        say_near(scene.transaction, [ZARA], NOW)
    else:
        say_now(scene.transaction, event(), [one], f"occasions.{about}", NOW)
    [reminder] = scene.reminders.waiting.values()
    index = EventIndex()
    index.take([event()], 1, NOW)
    telling = Telling(NOW, catalogue.default, catalogue)
    worded = in_words(reminder.as_say(), telling, event_worders(Around(Towns(), index)))
    said = render(catalogue, worded, "en", NOW.date())
    assert len(said.choices) == 3
    for private in ("Tea", "Luton", "Sample", "Zara", "event"):
        assert private not in said.text
    assert ("Tuesday 24 November at 10:00" in said.text) == (about != "near")
