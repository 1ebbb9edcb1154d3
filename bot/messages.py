"""The words shared by the engine, the use cases and the channels: what comes in, what goes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from bot.understanding.needs import Understood

TEXT_READ_AT_MOST = 4096
"""Characters of one inbound text that are looked at; the rest is dropped."""

UNTICK = "-"
"""Stands before the choice in the token of a ticked one: pressing it takes the tick back.

So a button says what it wants and not "the other way round": pressed twice by an unsure finger, or
in an old message, it still means the same.
"""

POLE, ANTIMERIDIAN = 90, 180

Param = str | int | tuple[str, ...]
"""A value for a placeholder: a plain value, or content keys whose texts become lines of a list."""

NO_PARAMS: Mapping[str, Param] = MappingProxyType({})


class Kind(StrEnum):
    """What an inbound message is. A channel reads everything it knows into one of these."""

    START = "start"  # the conversation was opened: /start, or the web page asked for a greeting
    TEXT = "text"
    CHOICE = "choice"  # a button or list row was pressed; it carries the token we gave it
    EDIT = "edit"  # an earlier text was changed
    VOICE = "voice"
    PHOTO = "photo"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    MEDIA = "media"  # anything else that is not words: video, document, poll, ...
    LEFT = "left"  # she blocked us, or the channel says that she cannot be reached any more


class SharedPlace(NamedTuple):
    """Where she says she is: degrees north and east (WGS 84). Used for the turn, never stored."""

    latitude: float
    longitude: float

    @property
    def about(self) -> str:
        """As the argument of a look-up."""
        return f"@{self.latitude:.4f},{self.longitude:.4f}"


def read_place(latitude: object, longitude: object) -> SharedPlace | None:
    """None when these are no degrees."""
    try:
        place = SharedPlace(float(str(latitude)), float(str(longitude)))
    except ValueError:
        return None
    is_on_earth = abs(place.latitude) <= POLE and abs(place.longitude) <= ANTIMERIDIAN
    return place if is_on_earth else None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a contact, as a channel read it.

    `external_id` is the channel's own id of the message and the key that stops a repeat.
    `choice` is the token of a pressed button, `pressed` the channel's id of the message that
    carried it. `language` is a hint (BCP 47), often the language of the phone. The text of a START
    may name the flow to begin in (from a link); anything else there counts as nothing. `meant` is
    what its words were understood as, where they are no choice or command of ours. `at`: a
    place that she shared.
    """

    channel: str
    address: str
    external_id: str
    kind: Kind = Kind.TEXT
    text: str = ""
    choice: str = ""
    pressed: str = ""
    language: str = ""
    meant: Understood | None = None
    at: SharedPlace | None = None

    @property
    def urn(self) -> str:
        return f"{self.channel}:{self.address}"


class Urgency(StrEnum):
    """The class of an outbound message: what to do when nobody knows whether it arrived.

    `safety`, `status` and `prompt` are sent again (a duplicate is better than silence);
    `adviser` is not (a person's words are never doubled) and is shown as "may not have arrived".
    """

    SAFETY = "safety"
    STATUS = "status"
    PROMPT = "prompt"
    ADVISER = "adviser"


@dataclass(frozen=True, slots=True)
class Say:
    """Something to tell the contact, as content keys: words are found when it is sent.

    `key` is `flow.state`. `again` asks for the state's other wording. `choices` are choice ids of
    that state, or of the state `at` where the words are the guide's own; a pressed one comes back
    as the token `flow.state:choice`. `lines` are ids of help
    lines that stand where the wording has `{lines}`. `ticked` marks chosen ones among several;
    `multiple` says that this is such a list. `replaces` names an earlier message (the channel's
    id) that this one may be edited into, where the channel can.
    """

    key: str
    choices: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=lambda: NO_PARAMS)
    ticked: tuple[str, ...] = ()
    multiple: bool = False
    again: bool = False
    replaces: str = ""
    urgency: Urgency = Urgency.PROMPT
    at: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice in her language: `token` comes back when it is pressed; `hint` is a longer second
    line."""

    token: str
    label: str
    hint: str = ""
    ticked: bool = False

    @property
    def ends_a_list(self) -> bool:
        """Whether it closes a tick list and is no tick itself."""
        return self.token.endswith((":done", ":none"))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A `Say` in words, not yet cut to a channel's limits."""

    text: str
    language: str
    direction: str  # "ltr" or "rtl"
    choices: tuple[Choice, ...] = ()
    multiple: bool = False
    replaces: str = ""
    recording: str = ""  # `<language>/<file>`: the text read out, for those who rather listen


class Style(StrEnum):
    """How the choices of a part are offered."""

    PLAIN = "plain"  # none
    BUTTONS = "buttons"
    LIST = "list"
    NUMBERED = "numbered"  # written into the text as 1. 2. 3.; nothing to press


@dataclass(frozen=True, slots=True)
class Part:
    """One message as a channel's provider takes it: within every limit of that channel.

    `list_button` is the label that opens a list, `number_hint` the line under numbered choices,
    both in her language. `first_number` is the number of the first choice (a second page of a list
    goes on counting). A part with a `recording` holds nothing else: its text came before.
    `template` names a message of these words that the provider has approved.
    """

    text: str
    language: str
    direction: str
    style: Style = Style.PLAIN
    choices: tuple[Choice, ...] = ()
    multiple: bool = False
    replaces: str = ""
    list_button: str = ""
    number_hint: str = ""
    first_number: int = 1
    silent: bool = False
    recording: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can carry. Lengths in characters (UTF-16 units are what Telegram and WhatsApp
    count,
    so `bot.shaping` counts those)."""

    text: int  # a message without choices
    body: int  # the text above buttons or a list
    buttons: int  # how many buttons at most; 0: the channel has none
    button_label: int
    rows: int  # how many list rows at most; 0: the channel has no lists
    row_label: int = 0
    row_hint: int = 0
    list_button: int = 0  # the label that opens a list
    can_edit: bool = False  # a sent message can be changed: ticks appear where she pressed
    shows_hints: bool = False  # hints have a place of their own beside the label
    plays: bool = False  # a recording can be sent, as a message of its own


class Failure(StrEnum):
    """Why a channel did not take a message: the closed vocabulary every channel classifies into."""

    CONNECTION = "connection"  # never reached the provider: nothing was sent
    THROTTLED = "throttled"  # 429: wait exactly as told
    PROVIDER_DOWN = "provider_down"  # 5xx
    OUTCOME_UNKNOWN = "outcome_unknown"  # the call went out, no answer came: it may have arrived
    CONTACT_GONE = "contact_gone"  # blocked us, deleted the account, no such chat
    WINDOW_SHUT = "window_shut"  # WhatsApp: more than 24 h since her last message
    CREDENTIALS = "credentials"  # the token or key was refused
    REFUSED = "refused"  # the provider says the message itself is wrong


RETRIED = frozenset(
    {
        Failure.CONNECTION,
        Failure.THROTTLED,
        Failure.PROVIDER_DOWN,
        Failure.OUTCOME_UNKNOWN,
        Failure.CREDENTIALS,
    }
)
"""Failures worth another try. `outcome_unknown` is not retried for an adviser's words (see
`Urgency`)."""


class SendFailed(Exception):
    """A channel could not send one part.

    `retry_after` is in seconds and binding where the provider gave it. `detail` is the provider's
    own code or short reason; it never holds message text, names, numbers, addresses or tokens.
    """

    def __init__(self, failure: Failure, *, retry_after: float = 0.0, detail: str = "") -> None:
        super().__init__(f"{failure}: {detail}" if detail else str(failure))
        self.failure = failure
        self.retry_after = retry_after
        self.detail = detail
