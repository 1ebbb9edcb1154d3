"""What the flows of events have done beyond her conversation."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.doing import Do, Doing
from bot.engine.effects import Deed
from bot.events.listed import read_listed
from bot.events.model import Alert, HostRequest, Standing
from bot.events.registering import leave, register
from bot.events.reminding import remind
from bot.reminders.model import Consent

TOWN_AT_MOST, WORDS_AT_MOST = 100, 2000
"""Characters of a request to host."""


def _event_id(deed: Deed) -> int:
    wanted = read_listed(deed.about[0]) if deed.about else None
    return wanted.event_id if wanted else 0


def _join(doing: Doing, deed: Deed) -> None:
    register(doing.transaction, _event_id(deed), doing.conversation.id, deed.text, doing.now)


def _leave(doing: Doing, deed: Deed) -> None:
    leave(doing.transaction, _event_id(deed), doing.conversation.id, doing.now)


def _remind(doing: Doing, _deed: Deed) -> None:
    """Of all that she has registered for, from now on."""
    transaction, her = doing.transaction, doing.conversation.id
    transaction.reminders.agree(her, Consent.EVENTS, doing.now)
    for one in transaction.events.registered_by(her):
        event = transaction.events.event(one.event_id)
        if event is not None and one.standing is Standing.SEAT:
            remind(transaction, event, [one], doing.now)


def _hush(doing: Doing, _deed: Deed) -> None:
    doing.transaction.reminders.withdraw(doing.conversation.id, Consent.EVENTS)


def _alert(doing: Doing, deed: Deed) -> None:
    """Without a place: for those online."""
    her = doing.conversation.id
    doing.transaction.reminders.agree(her, Consent.NEAR, doing.now)
    doing.transaction.events.set_alert(Alert(her, "".join(deed.about[:1]), doing.now))


def _no_alerts(doing: Doing, _deed: Deed) -> None:
    doing.transaction.events.drop_alerts(doing.conversation.id)
    doing.transaction.reminders.withdraw(doing.conversation.id, Consent.NEAR)


def _host_where(doing: Doing, deed: Deed) -> None:
    _change_wish(doing, town=deed.text[:TOWN_AT_MOST])


def _host_what(doing: Doing, deed: Deed) -> None:
    _change_wish(doing, text=deed.text[:WORDS_AT_MOST])


def _change_wish(doing: Doing, **told: str) -> None:
    """Her request is one, however often she begins again, until somebody has looked at it."""
    store, her = doing.transaction.events, doing.conversation.id
    wish = store.host_request_of(her) or HostRequest(store.new_id(), her, "", "", doing.now)
    store.add_host_request(replace(wish, **told))  # type: ignore[arg-type]


DEEDS: Mapping[str, Do] = MappingProxyType(
    {
        "event_join": _join,
        "event_leave": _leave,
        "event_remind": _remind,
        "event_hush": _hush,
        "event_alert": _alert,
        "event_no_alerts": _no_alerts,
        "host_where": _host_where,
        "host_what": _host_what,
    }
)
