"""An event for search engines (schema.org), as data within the page: no browser runs it."""

import json

from markupsafe import Markup

from adapters.events.shown import address_of, link_of, path_of
from bot.events.model import Event, EventStatus

SCHEMA = "https://schema.org"
ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""No word of it ends the element that it stands in."""


def linked_data(event: Event, language: str, site: str) -> Markup:
    code, text = event.text(language)
    is_off = event.status is EventStatus.CANCELLED
    mode = "Online" if event.is_online else "Offline"
    told: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": text.title,
        "description": text.about,
        "startDate": event.local_start.isoformat(),
        "endDate": event.ends_at.astimezone(event.local_start.tzinfo).isoformat(),
        "eventStatus": f"{SCHEMA}/Event{'Cancelled' if is_off else 'Scheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{mode}EventAttendanceMode",
        "location": _location(event, site),
        "inLanguage": list(event.languages) or [code],
    }
    if event.cost or event.is_free:
        told["isAccessibleForFree"] = event.is_free
    if event.organiser:
        told["organizer"] = {"@type": "Organization", "name": event.organiser}
    return Markup(json.dumps(told, ensure_ascii=False).translate(ESCAPED))  # noqa: S704 - escaped


def _location(event: Event, site: str) -> dict[str, object]:
    if event.is_online:
        return {"@type": "VirtualLocation", "url": link_of(event) or f"{site}{path_of(event)}"}
    address = {"@type": "PostalAddress", "addressLocality": event.town}
    if street := address_of(event):
        address["streetAddress"] = street
    return {"@type": "Place", "name": event.town, "address": address}
