"""A language's texts as a PO file (Babel), and what a PO file that came back says."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from adapters.translations.entries import Entry
from bot.errors import BadContent

PROJECT = "Hearthline"
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Translated:
    """One text of a PO file. `base` is the text it was made from; `is_done`: it is not fuzzy."""

    base: str
    text: str
    is_done: bool


def write(entries: Iterable[Entry], stale: frozenset[str], language: str, now: datetime) -> bytes:
    """The PO file. Texts whose base has changed since are marked fuzzy: look again."""
    catalog = Catalog(
        locale=language,
        project=PROJECT,
        copyright_holder=PROJECT,
        charset="utf-8",
        creation_date=now,
        revision_date=now,
        fuzzy=False,
        version="",
        msgid_bugs_address="",
        last_translator="",
        language_team=language,
        header_comment=f"# {PROJECT}, {language}: made by `hearthline translation export`.",
    )
    for entry in entries:
        message = catalog.add(
            entry.base,
            entry.theirs,
            auto_comments=[entry.note] if entry.note else (),
            context=entry.context,
        )
        message.flags.discard("python-format")  # a % is a % here
        if entry.theirs and entry.fingerprint in stale:
            message.flags.add("fuzzy")
    file = io.BytesIO()
    write_po(file, catalog, width=WIDTH)
    return file.getvalue()


def read(content: bytes, language: str) -> Mapping[str, Translated]:
    """What it says, by context. Errors raised: BadContent when this is no PO file of ours, or of
    another language."""
    try:
        catalog = read_po(io.BytesIO(content), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, UnicodeError, ValueError, LookupError) as error:
        fault = (
            f"{language}: the file cannot be read as PO ({type(error).__name__}); export it anew"
        )
        raise BadContent([fault]) from None
    named = (catalog.locale_identifier or "").replace("_", "-")
    if named != language:
        fault = f"{language}: the header says Language: {named or 'nothing'}; take the right file"
        raise BadContent([fault])
    messages = [message for message in catalog if message.id]
    if faults := list(_doubled(messages, language)):
        raise BadContent(faults)
    return {str(message.context or ""): _translated(message) for message in messages}


def _doubled(messages: Iterable[Message], language: str) -> Iterable[str]:
    seen: set[str] = set()
    for message in messages:
        context = str(message.context or "")
        if context in seen:
            yield f"{language} {context}: stands twice in the file; keep one"
        seen.add(context)


def _translated(message: Message) -> Translated:
    text = message.string if isinstance(message.string, str) else "".join(message.string or ())
    return Translated(str(message.id), text.strip(), not message.fuzzy)
