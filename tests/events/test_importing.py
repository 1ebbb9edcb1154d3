"""Another calendar is taken over again and again; an editor's own words stay."""

from dataclasses import replace
from typing import Any

import pytest

from bot.events.importing import Imported, import_entries
from bot.events.model import AddressFor, Entry, Event, EventStatus, EventText
from bot.places.model import Coordinates
from tests.events.scenes import DAY, HOUR, LUTON, NOW, Scene

START = NOW + 2 * DAY


def entry(uid: str = "a", **fields: Any) -> Entry:
    return replace(Entry(uid, START, START + HOUR, "Europe/London", "Tea", town="Luton"), **fields)


def take(scene: Scene, *entries: Entry, source: str = "x") -> Imported:
    return import_entries(scene.transaction, source, entries, NOW)


def only(scene: Scene) -> Event:
    [event] = scene.events.kept.values()
    return event


def edit(scene: Scene, **fields: Any) -> None:
    scene.events.save(replace(only(scene), **fields))


def test_what_is_new_is_published_and_its_address_kept_back() -> None:
    scene = Scene()
    assert take(scene, entry(address="1 Sample Street")) == Imported(added=1)
    assert only(scene).status is EventStatus.PUBLISHED
    assert only(scene).address_for is AddressFor.REGISTERED


def test_the_same_again_changes_nothing() -> None:
    scene = Scene()
    take(scene, entry())
    scene.events.unsettled.clear()
    assert take(scene, entry()) == Imported()
    assert scene.events.unsettled == set()


def test_the_same_uid_is_the_same_event() -> None:
    scene = Scene()
    take(scene, entry())
    before = only(scene)
    assert take(scene, entry(title="Talk", starts_at=START - HOUR)) == Imported(changed=1)
    after = only(scene)
    assert (after.id, after.version) == (before.id, before.version + 1)
    assert (after.text("en")[1].title, after.starts_at) == ("Talk", START - HOUR)


def test_what_is_gone_is_withdrawn_and_may_come_back() -> None:
    scene = Scene()
    take(scene, entry())
    assert take(scene) == Imported(withdrawn=1)
    assert only(scene).status is EventStatus.WITHDRAWN
    assert take(scene) == Imported()
    assert take(scene, entry()) == Imported(changed=1)
    assert only(scene).is_shown


def test_another_calendar_withdraws_nothing_of_this_one() -> None:
    scene = Scene()
    take(scene, entry())
    assert take(scene, source="y") == Imported()
    assert only(scene).is_shown


def test_what_does_not_take_place_is_called_off() -> None:
    scene = Scene()
    take(scene, entry())
    assert take(scene, entry(is_cancelled=True)) == Imported(cancelled=1)
    assert only(scene).status is EventStatus.CANCELLED


def test_what_is_over_is_left_alone() -> None:
    scene = Scene()
    assert take(scene, entry(starts_at=NOW - DAY, ends_at=NOW - HOUR)) == Imported()
    assert scene.events.kept == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": "women"},
        {"languages": ("ur",)},
        {"step_free": False},
        {"capacity": 12},
        {"address_for": AddressFor.ALL},
        {"at": LUTON},
        {"is_online": True},
        {"texts": {"en": EventText("Tea", "More about it"), "ur": EventText("چائے")}},
        {"status": EventStatus.DRAFT},
        {"status": EventStatus.CANCELLED},
    ],
)
def test_what_the_calendar_does_not_say_stays_as_an_editor_wrote_it(fields: Any) -> None:
    scene = Scene()
    take(scene, entry())
    edit(scene, **fields)
    edited = only(scene)
    assert take(scene, entry()) == Imported()
    assert only(scene) == edited


def test_what_it_does_say_counts() -> None:
    scene = Scene()
    take(scene, entry(capacity=5, audience="all"))
    edit(scene, capacity=12, audience="women")
    assert take(scene, entry(capacity=5, audience="all")) == Imported(changed=1)
    assert (only(scene).capacity, only(scene).audience) == (5, "all")


def test_a_place_that_moved_is_not_where_it_was() -> None:
    scene = Scene()
    take(scene, entry(address="1 Sample Street", at=LUTON))
    take(scene, entry(address="2 Sample Street"))
    assert only(scene).at is None
    there = Coordinates(51.0, 0.0)
    take(scene, entry(address="3 Sample Street", at=there))
    assert only(scene).at == there


def test_what_was_called_off_and_moved_is_on_again() -> None:
    scene = Scene()
    take(scene, entry())
    edit(scene, status=EventStatus.CANCELLED)
    take(scene, entry(starts_at=START + DAY, ends_at=START + DAY + HOUR))
    assert only(scene).is_shown
