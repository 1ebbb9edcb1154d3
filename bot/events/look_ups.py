"""What the flow of events looks up."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.asked import Asked, LookUp
from bot.events.listed import AT_MOST, AT_ONCE, listed, read_listed
from bot.events.model import Event, Standing
from bot.events.nearby import STEPS_KM, Nearby
from bot.events.places import Places
from bot.events.registering import standing_now, standing_of, to_come
from bot.places.model import Coordinates, Place
from bot.reminders.model import Consent

FOUND, WIDER, ONLY_ONLINE = "found", "wider", "only_online"
SEVERAL, NONE = "several", "none"
UNREAD = ""
ID_DIGITS = 19  # of 63 bits
READ_AT_MOST = 80
"""Characters of what may be the name of a place."""


def _result(result: str, ids: Sequence[str]) -> str:
    return " ".join((result, *ids)) if ids else NONE


def _meant(asked: Asked) -> Sequence[Place]:
    """The places that her words, or the place that she shared, may mean: one when it is clear."""
    places = asked.around.places
    if asked.about.startswith("@"):
        shared = _shared(asked.about, places)
        return [shared] if shared else []
    if len(asked.about) > READ_AT_MOST:
        return []
    found = places.find(asked.about)
    return found.places[:1] if found.is_certain else found.places[:AT_ONCE]


def _shared(about: str, places: Places) -> Place | None:
    north, _, east = about.removeprefix("@").partition(",")
    try:
        return places.nearest(Coordinates(float(north), float(east)))
    except ValueError:
        return None


def _near(asked: Asked) -> str:
    if linked := _linked(asked):
        return linked
    meant = _meant(asked)
    if len(meant) > 1:
        return _result(SEVERAL, [one.id for one in meant])
    return _around(asked, meant[0]) if meant else UNREAD


def _linked(asked: Asked) -> str:
    """A link on an event's page gives its number; "" for anything else."""
    number = asked.about
    if not (number.isascii() and number.isdecimal() and len(number) <= ID_DIGITS):
        return ""
    event = asked.around.events.event(int(number))
    is_to_come = event is not None and event.is_shown and event.starts_at > asked.now
    return _result(FOUND, [number]) if is_to_come else ""


def _district(asked: Asked) -> str:
    meant = _meant(asked)
    if not meant:
        return UNREAD
    return _result(SEVERAL if len(meant) > 1 else FOUND, [one.id for one in meant])


def _at_place(asked: Asked) -> str:
    place = asked.around.places.place(asked.about)
    return _around(asked, place) if place else NONE


def _around(asked: Asked, place: Place) -> str:
    """From the middle of the place: where she is does not come into it."""
    near = asked.around.events.find(asked.now, place.at, at_most=AT_MOST)
    if near.events:
        ids = [listed(one, place.country) for one in near.events]
        return _result(FOUND if near.within_km == STEPS_KM[0] else WIDER, ids)
    return _result(ONLY_ONLINE, _ids(_online(asked)))


def _online(asked: Asked) -> Nearby:
    return asked.around.events.find(asked.now, online=True, at_most=AT_MOST)


def _ids(found: Nearby) -> list[str]:
    return [listed(one) for one in found.events]


def _all(asked: Asked) -> str:
    return _result(FOUND, _ids(asked.around.events.find(asked.now, at_most=AT_MOST)))


def _mine(asked: Asked) -> str:
    hers = asked.transaction.events.registered_by(asked.conversation.id)
    return _result(FOUND, [str(one.event_id) for one in hers[:AT_MOST]])


def _newly_near(asked: Asked) -> str:
    """Near the first of the districts that she named which has something."""
    for alert in asked.transaction.events.alerts_of(asked.conversation.id):
        place = asked.around.places.place(alert.district)
        result = _around(asked, place) if place else _result(FOUND, _ids(_online(asked)))
        if result != NONE:
            return _result(FOUND, result.split()[1:])
    return NONE


def _one(asked: Asked) -> str:
    """With her standing, or with what she would get."""
    event = _event(asked)
    if event is None:
        return NONE
    hers = standing_of(asked.transaction, event.id, asked.conversation.id)
    if hers is not None:
        return f"{FOUND} {event.id} {hers}"
    would = standing_now(asked.transaction, event, asked.conversation.id)
    return f"{FOUND} {event.id} {'full' if would is Standing.WAITING else 'free'}"


def _event(asked: Asked) -> Event | None:
    wanted = read_listed(asked.about)
    return to_come(asked.transaction, wanted.event_id, asked.now) if wanted else None


def _seat(asked: Asked) -> str:
    """What she gets in this very turn: the event is locked until its end."""
    event = _event(asked)
    if event is None:
        return NONE
    return standing_now(asked.transaction, event, asked.conversation.id).value


def _may_remind(asked: Asked) -> str:
    agreed = asked.transaction.reminders.agreed(asked.conversation.id)
    return "yes" if Consent.EVENTS in agreed else NONE


LOOK_UPS: Mapping[str, LookUp] = MappingProxyType(
    {
        "events_near": _near,
        "events_at": _at_place,
        "events_online": lambda asked: _result(FOUND, _ids(_online(asked))),
        "events_all": _all,
        "events_more": lambda asked: _result(FOUND, asked.about.split()),
        "events_mine": _mine,
        "events_new": _newly_near,
        "event": _one,
        "event_seat": _seat,
        "event_reminders": _may_remind,
        "district": _district,
    }
)
