"""One message for every channel, by rule: up to so many short choices as buttons, else a list, else
numbered text; long text split at paragraphs. Nothing is ever cut off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.messages import Choice, Limits, Part, Rendered, Style

_TICKED, _OPEN = "☑", "☐"


@dataclass(frozen=True, slots=True)
class ShapeWords:
    """The few words a shape needs, in her language: what opens a list, what is said under numbered
    choices, and how ticks are read back where a message cannot be edited (`{list}`)."""

    choose: str
    number_hint: str
    ticked: str


def units(text: str) -> int:
    """Length as Telegram and WhatsApp count it: UTF-16 code units."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def shape(message: Rendered, limits: Limits, words: ShapeWords) -> list[Part]:
    """The message as one or more parts, each within the channel's limits. The choices are on the
    last ones."""
    if message.multiple and not limits.can_edit:
        message = _read_back(message, words)
    style = _style(message.choices, limits)
    if message.multiple and not limits.shows_hints and style is not Style.NUMBERED:
        message = replace(message, text=_with_hints(message))
    if style is Style.NUMBERED:
        return _with_recording(_numbered_parts(message, limits, words), message, limits)
    if not message.choices:
        texts, choices_text = split_paragraphs(message.text, limits.text), None
    else:
        *texts, choices_text = split_paragraphs(message.text, limits.body)
    parts = [Part(text, message.language, message.direction) for text in texts]
    if choices_text is not None:
        parts += _choice_parts(message, choices_text, style, limits, words)
    return _with_recording(_with_replacement(parts, message), message, limits)


def _with_recording(parts: list[Part], message: Rendered, limits: Limits) -> list[Part]:
    """The recording comes after the text, on its own: a text that has arrived is not sent again for
    its sake. A changed tick list does not play it once more."""
    if not (message.recording and limits.plays) or message.replaces:
        return parts
    played = Part("", message.language, message.direction, silent=True, recording=message.recording)
    return [*parts, played]


def _with_replacement(parts: list[Part], message: Rendered) -> list[Part]:
    if message.replaces and len(parts) == 1:
        return [replace(parts[0], replaces=message.replaces)]
    return parts


def _read_back(message: Rendered, words: ShapeWords) -> Rendered:
    """Where a sent list cannot show ticks, say what was noted and offer the rest."""
    ticked = [choice for choice in message.choices if choice.ticked]
    if not ticked:
        return message
    noted = words.ticked.format(list="\n".join(f"• {choice.label}" for choice in ticked))
    return replace(message, text=noted)


def _with_hints(message: Rendered) -> str:
    """Where buttons hold only a label, the full sentences of a tick list stand in the text."""
    hints = [f"• {choice.label}: {choice.hint}" for choice in message.choices if choice.hint]
    return f"{message.text}\n\n" + "\n".join(hints) if hints else message.text


def _style(choices: Sequence[Choice], limits: Limits) -> Style:
    if not choices:
        return Style.PLAIN
    longest = max(units(choice.label) for choice in choices)
    if len(choices) <= limits.buttons and longest <= limits.button_label:
        return Style.BUTTONS
    if limits.rows and longest <= limits.row_label:
        return Style.LIST
    return Style.NUMBERED


def _choice_parts(
    message: Rendered, text: str, style: Style, limits: Limits, words: ShapeWords
) -> Iterator[Part]:
    per_page = limits.rows if style is Style.LIST else len(message.choices)
    for first in range(0, len(message.choices), per_page):
        yield Part(
            text=text if first == 0 else words.choose,
            language=message.language,
            direction=message.direction,
            style=style,
            choices=message.choices[first : first + per_page],
            multiple=message.multiple,
            list_button=words.choose if style is Style.LIST else "",
            number_hint=words.number_hint,
            first_number=first + 1,
        )


def _numbered_parts(message: Rendered, limits: Limits, words: ShapeWords) -> list[Part]:
    whole = Part(
        text=message.text,
        language=message.language,
        direction=message.direction,
        style=Style.NUMBERED,
        choices=message.choices,
        multiple=message.multiple,
        number_hint=words.number_hint,
    )
    texts = split_paragraphs(numbered(whole).text, limits.text)
    plain = [Part(text, message.language, message.direction) for text in texts[:-1]]
    return [*plain, replace(whole, text=texts[-1])]


def numbered(part: Part) -> Part:
    """The same part with its choices written into the text, for where nothing can be pressed."""
    rows = [
        _row(number, choice, multiple=part.multiple)
        for number, choice in enumerate(part.choices, start=part.first_number)
    ]
    pieces = [part.text, "\n".join(rows), part.number_hint]
    return replace(
        part, text="\n\n".join(p for p in pieces if p), style=Style.NUMBERED, list_button=""
    )


def _row(number: int, choice: Choice, *, multiple: bool) -> str:
    has_box = multiple and not choice.ends_a_list
    box = f"{_TICKED if choice.ticked else _OPEN} " if has_box else ""
    hint = f" – {choice.hint}" if choice.hint else ""
    return f"{number}. {box}{choice.label}{hint}"


def split_paragraphs(text: str, at_most: int) -> list[str]:
    """The text in pieces of at most `at_most` units: between paragraphs, else lines, else words,
    else anywhere."""
    pieces: list[str] = []
    rest = text
    while units(rest) > at_most:
        head = _head(rest, at_most)
        cut = max(1, _best_cut(head))
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    pieces.append(rest)
    return [piece for piece in pieces if piece] or [text]


def _head(text: str, at_most: int) -> str:
    """The longest beginning within `at_most` units."""
    head = text[:at_most]
    while units(head) > at_most:
        head = head[: len(head) - (units(head) - at_most + 1) // 2]
    return head


def _best_cut(head: str) -> int:
    for separator in ("\n\n", "\n", " "):
        at = head.rfind(separator)
        if at > 0:
            return at
    return len(head)
