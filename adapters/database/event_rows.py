"""Between values of events and the columns of a row."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from adapters.database.arrays import Value
from adapters.database.desk_rows import optional_micros, optional_moment
from adapters.database.sealing import DataKey, Keys, Tampered
from adapters.database.times import from_micros, to_micros
from bot.events.model import (
    AddressFor,
    Alert,
    Event,
    EventStatus,
    EventText,
    Feed,
    HostRequest,
    Known,
    Registration,
    Standing,
)
from bot.places.model import Coordinates

MILLION = 1_000_000
HASH_BYTES = 16


def event_row(event: Event, change: int) -> tuple[Value, ...]:
    """Every column, in the table's order; what is known of it stays as it was."""
    north, east = (None, None) if event.at is None else _millionths(event.at)
    return (
        event.id,
        to_micros(event.starts_at),
        to_micros(event.ends_at),
        event.zone,
        _dump_texts(event.texts),
        event.organiser,
        event.host,
        event.town,
        event.address,
        event.address_for.value,
        north,
        east,
        event.is_online,
        event.link,
        json.dumps(event.languages),
        event.audience,
        event.step_free,
        event.childcare,
        event.cost,
        event.capacity,
        event.status.value,
        event.feed,
        event.uid,
        event.version,
        change,
        True,
        "",
    )


def load_event(row: RowMapping) -> Event:
    return Event(
        row["id"],
        from_micros(row["starts_at"]),
        from_micros(row["ends_at"]),
        row["zone"],
        _load_texts(row["texts"]),
        row["organiser"],
        row["host"],
        row["town"],
        row["address"],
        AddressFor(row["address_for"]),
        _coordinates(row["latitude"], row["longitude"]),
        bool(row["is_online"]),
        row["link"],
        tuple(json.loads(row["languages"])),
        row["audience"],
        _perhaps(row["step_free"]),
        _perhaps(row["childcare"]),
        row["cost"],
        row["capacity"],
        EventStatus(row["status"]),
        row["feed"],
        row["uid"],
        row["version"],
    )


def _dump_texts(texts: Mapping[str, EventText]) -> str:
    return json.dumps({code: [text.title, text.about] for code, text in texts.items()})


def _load_texts(stored: str) -> dict[str, EventText]:
    return {code: EventText(*text) for code, text in json.loads(stored).items()}


def _millionths(at: Coordinates) -> tuple[int, int]:
    return round(at.latitude * MILLION), round(at.longitude * MILLION)


def _coordinates(north: int | None, east: int | None) -> Coordinates | None:
    if north is None or east is None:
        return None
    return Coordinates(north / MILLION, east / MILLION)


def _perhaps(stored: object) -> bool | None:
    return None if stored is None else bool(stored)


def dump_known(known: Known | None) -> str:
    if known is None:
        return ""
    return json.dumps([known.status.value, to_micros(known.starts_at), *known.where])


def load_known(stored: str) -> Known | None:
    if not stored:
        return None
    status, starts_at, *where = json.loads(stored)
    return Known(EventStatus(status), from_micros(starts_at), tuple(where))


def seal_name(one: Registration, key: DataKey) -> bytes:
    return key.seal(one.name, _name_place(one.event_id))


def load_registration(row: RowMapping, key: DataKey | None) -> Registration:
    """A name that does not open counts as none: she has registered all the same."""
    return Registration(
        row["event_id"],
        row["conversation_id"],
        Standing(row["standing"]),
        _opened(key, row["name"], _name_place(row["event_id"])),
        from_micros(row["at"]),
    )


def _name_place(event_id: int) -> str:
    return f"event_registrations.name:{event_id}"


def district_hash(keys: Keys, district: str) -> bytes:
    return keys.hash(f"district\0{district}", HASH_BYTES)


def seal_district(alert: Alert, keys: Keys) -> bytes:
    return keys.seal(alert.district, _district_place(alert.conversation_id))


def load_alert(row: Mapping[Any, Any], keys: Keys) -> Alert:
    """Errors raised: Tampered."""
    district = keys.open(row["district"], _district_place(row["conversation_id"]))
    return Alert(row["conversation_id"], district, from_micros(row["at"]))


def _district_place(conversation_id: int) -> str:
    return f"event_alerts.district:{conversation_id}"


def seal_wish(request: HostRequest, key: DataKey) -> bytes:
    return key.seal(json.dumps([request.town, request.text]), _wish_place(request.id))


def load_host_request(row: RowMapping, key: DataKey | None) -> HostRequest:
    opened = _opened(key, row["wish"], _wish_place(row["id"]))
    town, text = json.loads(opened) if opened else ("", "")
    at = from_micros(row["at"])
    return HostRequest(row["id"], row["conversation_id"], town, text, at, bool(row["is_done"]))


def _wish_place(request_id: int) -> str:
    return f"host_requests.wish:{request_id}"


def _opened(key: DataKey | None, sealed: bytes, place: str) -> str:
    try:
        return "" if key is None else key.open(sealed, place)
    except Tampered:
        return ""


def feed_values(feed: Feed, keys: Keys) -> dict[str, Value]:
    return {
        "id": feed.id,
        "url": keys.seal(feed.url, _url_place(feed.id)),
        "name": feed.name,
        "zone": feed.zone,
        "etag": feed.etag,
        "state": feed.state,
        "looked_at": optional_micros(feed.looked_at),
        "good_at": optional_micros(feed.good_at),
    }


def load_feed(row: RowMapping, keys: Keys) -> Feed:
    """Errors raised: Tampered."""
    return Feed(
        row["id"],
        keys.open(row["url"], _url_place(row["id"])),
        row["name"],
        row["zone"],
        row["etag"],
        row["state"],
        optional_moment(row["looked_at"]),
        optional_moment(row["good_at"]),
    )


def _url_place(feed_id: int) -> str:
    return f"event_feeds.url:{feed_id}"
