"""What a topic shows. Until a case is claimed: how it stands, and nothing that was written."""

from datetime import datetime
from hashlib import blake2b

from babel import Locale, UnknownLocaleError

from adapters.telegram.staff.topics import Button
from adapters.telegram.staff.words import say, say_or
from bot.desk import timing
from bot.desk.desk import Desk
from bot.desk.model import Author, Case, CaseMessage, CaseStatus, CaseView, Note
from bot.engine.content import Catalogue

CHOICES_SHOWN = 12
FROM_GROUP = "tg:"
"""Begins the key of what was written in the group. The message's number follows."""


def key_of(message: int) -> str:
    return f"{FROM_GROUP}{message}"


def key_of_tap(query: str) -> str:
    return f"tap:{query}"


def said_for(key: str) -> str:
    """Of what the desk says when it is asked to: unlike what is written there, it is shown."""
    return f"said:{key}"


def message_of(key: str) -> int:
    """0 for what was not written in the group."""
    number = key.removeprefix(FROM_GROUP)
    return int(number) if key.startswith(FROM_GROUP) and number.isdecimal() else 0


class Cards:
    def __init__(self, desk: Desk, catalogue: Catalogue) -> None:
        self._desk = desk
        self._catalogue = catalogue

    def title(self, case: Case) -> str:
        is_urgent = case.is_urgent and case.status is CaseStatus.WAITING
        mark = say("mark.urgent" if is_urgent else f"mark.{case.status}")
        language = language_name(case.language)
        return say("title.text", mark=mark, name=case.name, queue=case.queue, language=language)

    def text(self, view: CaseView, *, was_lost: bool) -> str:
        case = view.case
        lines = [self.title(case), self._where(case)]
        lines += [say("card.urgent")] if case.is_urgent and not case.is_closed else []
        lines += [self._standing(view)]
        lines += [say("card.unsafe")] if case.is_unsafe_phone else []
        if not case.is_closed:
            lines += self._chosen(case)
        lines += [say("card.lost")] if was_lost else []
        return "\n".join(lines)

    def moment(self, case: Case, at: datetime) -> str:
        return f"{at.astimezone(timing.plan_of(case, self._desk.plan).zone):%d.%m. %H:%M}"

    def _where(self, case: Case) -> str:
        language = language_name(case.language)
        return say("card.queue", queue=case.queue, language=language, channel=case.channel)

    def _standing(self, view: CaseView) -> str:
        case = view.case
        values = {
            "owner": view.owner.name if view.owner else "",
            "since": self.moment(case, case.waiting_since),
            "outcome": say_or(f"outcome.{case.outcome}", str(case.outcome)),
        }
        return say(f"card.{case.status}", **values)

    def _chosen(self, case: Case) -> list[str]:
        labels = [self._label(token) for token in case.choices[-CHOICES_SHOWN:]]
        agreed = [say_or(f"consent.{consent}", consent) for consent in case.consents]
        chosen = [say("card.choices", choices=" · ".join(labels))] if labels else []
        if not agreed:
            return [*chosen, say("card.no_consents")]
        return [*chosen, say("card.consents", consents=", ".join(agreed))]

    def _label(self, token: str) -> str:
        key, _, choice = token.partition(":")
        wording = self._catalogue.default.wordings.get(key)
        label = wording.choices.get(choice) if wording else None
        return label.label if label else choice


def language_name(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def face_of(text: str, buttons: list[Button]) -> str:
    """Tells whether a card looks as it did."""
    return blake2b(repr((text, buttons)).encode(), digest_size=8).hexdigest()


def buttons_of(case: Case) -> list[Button]:
    if case.is_closed:
        return []
    if not case.is_held:
        return [button("claim", case.id), button("look", case.id)]
    pause = "resume" if case.status is CaseStatus.CONTACT else "pause"
    return [button(name, case.id) for name in ("numbers", pause, "giveback", "look")]


def button(name: str, case_id: int) -> Button:
    return say(f"button.{name}"), f"staff:{name}:{case_id}"


def post_of(message: CaseMessage, names: dict[int, str]) -> str:
    if message.author is Author.CONTACT:
        kind = "danger" if message.is_danger else "edited" if message.is_edited else "contact"
        return say(f"post.{kind}", text=message.text)
    if message.author is Author.ADVISER:
        name = names.get(message.adviser_id or 0, "")
        return say("post.adviser", name=name, text=message.text)
    return say("post.guide", what=say_or(f"sent.{message.text}", say("sent.other")))


def note_of(note: Note, names: dict[int, str]) -> str:
    return say("post.note", name=names.get(note.adviser_id, ""), text=note.text)
