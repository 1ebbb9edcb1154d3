"""Whoever changes an event: those who must know are told, once, and nobody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.events.model import Alert, Event, EventStatus, Standing
from bot.events.registering import register
from bot.events.reminding import NEAR, NEAR_AFTER
from bot.events.tending import Tending
from bot.reminders.model import Consent
from tests.events.scenes import (
    BEA,
    CARO,
    DAY,
    DERBY,
    HOUR,
    LUTON,
    NOW,
    ZARA,
    Scene,
    Towns,
    event,
)


def tend(scene: Scene) -> int:
    [done] = Tending(Towns()).tend(scene.transaction, [NOW])
    return done


def scene_with(first: Event, *who: int) -> Scene:
    scene = Scene(first, agreed=who)
    for minutes, one in enumerate(who):
        register(scene.transaction, first.id, one, "", NOW + timedelta(minutes=minutes))
    return scene


def change(scene: Scene, **fields: Any) -> None:
    scene.events.save(replace(scene.events.kept[5], **fields))


def test_a_new_time_is_told_and_reminders_move() -> None:
    scene = scene_with(event(), ZARA)
    later = event().starts_at + DAY
    change(scene, starts_at=later, ends_at=later + HOUR)
    assert tend(scene) == 1
    assert scene.put() == [
        (ZARA, "event.5.day", later - DAY),
        (ZARA, "event.5.hour", later - HOUR),
        (ZARA, "event.5.moved", NOW),
    ]
    assert tend(scene) == 0


def test_another_place_is_told_too() -> None:
    scene = scene_with(event(), ZARA)
    change(scene, address="2 Sample Street")
    tend(scene)
    assert scene.told() == {(ZARA, "event.5.moved")}


def test_a_new_wording_is_told_to_nobody() -> None:
    scene = scene_with(event(), ZARA)
    before = scene.put()
    change(scene, organiser="Somebody", cost="£1")
    tend(scene)
    assert scene.put() == before


def test_it_is_called_off_for_all_who_agreed_to_hear_of_it() -> None:
    for status in (EventStatus.CANCELLED, EventStatus.WITHDRAWN, EventStatus.DRAFT):
        scene = scene_with(event(), ZARA, BEA)
        register(scene.transaction, 5, CARO, "", NOW)
        change(scene, status=status)
        tend(scene)
        gone = "event.5.called_off"
        assert {key for _, key, _ in scene.put()} == {gone}
        assert scene.told() == {(ZARA, gone), (BEA, gone)}


def test_what_is_over_is_told_to_nobody() -> None:
    scene = scene_with(event(), ZARA)
    change(scene, starts_at=NOW - HOUR, status=EventStatus.CANCELLED)
    before = scene.put()
    tend(scene)
    assert scene.put() == before


def wanting(*districts: str) -> Scene:
    scene = Scene()
    for who, district in zip((ZARA, BEA, CARO), districts, strict=False):
        scene.reminders.agree(who, Consent.NEAR, NOW)
        scene.events.set_alert(Alert(who, district, NOW))
    return scene


def hears(scene: Scene) -> list[int]:
    """Who is to be told that there is something new."""
    return [id_ for id_, key, due_at in scene.put() if key == NEAR and due_at == NOW + NEAR_AFTER]


def test_something_new_is_told_to_those_near_it_once() -> None:
    scene = wanting("luton", "derby", "")
    scene.events.save(event())
    tend(scene)
    assert hears(scene) == [ZARA]
    scene.reminders.waiting.clear()
    change(scene, starts_at=NOW + 5 * DAY)
    tend(scene)
    assert hears(scene) == []


def test_many_new_ones_are_one_word() -> None:
    scene = wanting("luton")
    scene.events.save_all([event(id_) for id_ in range(5, 250)])
    while tend(scene):
        pass
    assert len(scene.put()) == 1


def test_a_new_time_of_it_leaves_the_word_that_is_on_its_way() -> None:
    scene = wanting("luton")
    scene.events.save(event())
    tend(scene)
    change(scene, starts_at=NOW + 5 * DAY)
    tend(scene)
    assert hears(scene) == [ZARA]


def test_a_draft_is_told_on_the_day_it_is_published() -> None:
    scene = wanting("luton")
    scene.events.save(event(status=EventStatus.DRAFT))
    tend(scene)
    assert hears(scene) == []
    change(scene, status=EventStatus.PUBLISHED)
    tend(scene)
    assert hears(scene) == [ZARA]


def test_online_ones_are_told_to_those_who_asked_for_them() -> None:
    scene = wanting("luton", "derby", "")
    scene.events.save(event(at=None, is_online=True))
    tend(scene)
    assert hears(scene) == [CARO]


def test_forty_kilometres_are_near_and_derby_is_not() -> None:
    assert LUTON.km_to(DERBY) > 40
    scene = wanting("derby")
    scene.events.save(event(at=DERBY._replace(latitude=DERBY.latitude + 0.3)))
    tend(scene)
    assert hears(scene) == [ZARA]


def test_a_seat_left_by_erasing_goes_to_who_waits() -> None:
    scene = scene_with(event(), ZARA, BEA)
    del scene.events.rows[5, ZARA]
    assert tend(scene) == 1
    assert [one.standing for one in scene.events.registrations(5)] == [Standing.SEAT]
    assert (BEA, "event.5.seat_free") in scene.told()
    assert tend(scene) == 0


def test_more_room_is_given_at_once() -> None:
    scene = scene_with(event(), ZARA, BEA, CARO)
    change(scene, capacity=2)
    tend(scene)
    standings = [one.standing for one in scene.events.registrations(5)]
    assert standings == [Standing.SEAT, Standing.SEAT, Standing.WAITING]
