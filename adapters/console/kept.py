"""What somebody has written in a form of a case: it is not lost, whatever became of the form."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from adapters.console.forms import Form, read_number

FIELDS = ("text", "canned", "note", "passing", "reason", "phrase")
"""What was written."""
CHOSEN = ("kind", "need", "near", "variant")
"""What was chosen beside it."""
OF_A_CASE = re.compile(r"/console/cases/([0-9]+)(?:\.json|/[a-z_]+)?", re.ASCII)


class Kept(NamedTuple):
    """What the page of a case shows beside it. `fields`: what was written and chosen; `why`: what
    stood in the way; `address`: who she is, for once; `key`, `path`: of the form, as it was sent.
    """

    fields: Mapping[str, str]
    why: str = ""
    address: str = ""
    key: str = ""
    path: str = ""

    @property
    def has_words(self) -> bool:
        return any(self.fields[name] for name in FIELDS)


NOTHING = Kept(dict.fromkeys((*FIELDS, *CHOSEN), ""))


def kept_of(path: str, form: Form) -> Kept:
    return Kept({name: form[name] for name in NOTHING.fields}, key=form["key"], path=path)


def case_id_of(path: str) -> int | None:
    """Of which case this is the page, its news or one of its forms."""
    found = OF_A_CASE.fullmatch(path)
    return read_number(found[1]) if found else None
