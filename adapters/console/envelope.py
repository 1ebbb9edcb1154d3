"""What was written in a form of a case when its session was over. It waits in the page that asks to
log in, sealed: the browser and its history never hold it in clear, nor does an address (threat
T13). Only the adviser who wrote it opens it again."""

import base64
import json
from datetime import datetime, timedelta

from adapters.console.forms import Form
from adapters.console.kept import NOTHING, Kept, case_id_of, kept_of
from adapters.console.sessions import Sessions
from bot.desk.accounts import AccountStore
from bot.ports import Clock

OPENS_FOR = timedelta(hours=8)
PADDED_TO = 1024
"""How long a text is tells what it may be."""


class Envelope:
    def __init__(self, store: AccountStore, sessions: Sessions, clock: Clock) -> None:
        self._store = store
        self._sessions = sessions
        self._clock = clock

    def seal(self, path: str, form: Form) -> str:
        """ "" where nothing was written, or it is not known by whom."""
        kept, adviser_id = kept_of(path, form), self._sessions.whose(form["csrf"])
        if adviser_id is None or case_id_of(path) is None or not kept.has_words:
            return ""
        text = json.dumps([self._clock().isoformat(), path, kept.key, kept.fields])
        padded = text + " " * (-len(text) % PADDED_TO)
        sealed = self._store.seal(padded, _place(adviser_id))
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, adviser_id: int) -> Kept | None:
        """None for what is too old, of another adviser, or not of our making."""
        try:
            text = self._store.unseal(base64.urlsafe_b64decode(sealed), _place(adviser_id))
        except ValueError:
            return None
        if text is None:
            return None
        at, path, key, fields = json.loads(text)
        is_old = self._clock() - datetime.fromisoformat(at) > OPENS_FOR
        return None if is_old else Kept({**NOTHING.fields, **fields}, key=key, path=path)


def _place(adviser_id: int) -> str:
    return f"console.unsent:{adviser_id}"
