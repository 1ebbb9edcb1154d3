"""A `Say` in words: the wording of its key in her language, numbers from the one table."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from babel import Locale

from bot.engine.content import Catalogue, HelpLine, Language, Wording
from bot.messages import UNTICK, Choice, Param, Rendered, Say, Urgency

EMERGENCY = "emergency"
"""The help line that stands for `{emergency}` inside a sentence; it is always shown."""
SITE = "{site}"
"""Stands in a wording for our public address."""
_ISOLATE, _POP = (
    "\u2066",
    "\u2069",
)  # left-to-right isolate: a number in right-to-left text keeps its order


def render(catalogue: Catalogue, say: Say, language: str, today: date, site: str = "") -> Rendered:
    """The message in words. Falls back to the default language where this one has no wording.

    Advice that is overdue for review rests: an honest word stands in its place, its numbers and
    choices stay. `site` is our public address; without one, lines that name it are left out.
    Errors raised: KeyError when no language has the key (`hearthline check` refuses).
    """
    if say.urgency is Urgency.ADVISER:
        return _as_written(say, language)
    spoken, wording = _wording(catalogue, say.key, language)
    text = _text(wording, say, spoken.code)
    rests = _rests(catalogue, say, today)
    if rests:
        text = _resting(spoken, say)
    if "{" in text:
        text = _fill(_for_site(text, site), _values(catalogue, spoken, say, today, site))
    return Rendered(
        text=text,
        language=spoken.code,
        direction=spoken.direction,
        choices=_choices(catalogue, say, language),
        multiple=say.multiple,
        replaces=say.replaces,
        recording="" if rests else _recording(spoken, wording, say),
    )


def _as_written(say: Say, language: str) -> Rendered:
    """An adviser's words: nothing in them is filled in or read as anything else."""
    text = str(say.params["text"])
    return Rendered(text, language, direction_of(text))


def direction_of(text: str) -> str:
    """As its first letter runs."""
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong in {"L", "R", "AL"}:
            return "ltr" if strong == "L" else "rtl"
    return "ltr"


def _rests(catalogue: Catalogue, say: Say, today: date) -> bool:
    tip = catalogue.tips.get(say.key)
    return tip is not None and tip.rests(today) and say.urgency is not Urgency.SAFETY


def _recording(spoken: Language, wording: Wording, say: Say) -> str:
    """Of the text itself: the question in other words is not read out."""
    return f"{spoken.code}/{wording.recording}" if wording.recording and not say.again else ""


def _for_site(text: str, site: str) -> str:
    """Without an address of our own, a line that names it is left out, and so is one before it that
    only leads to it (it ends in a colon)."""
    if site or SITE not in text:
        return text
    kept: list[str] = []
    for line in text.split("\n"):
        if SITE not in line:
            kept.append(line)
        elif kept and kept[-1].endswith(":"):
            kept.pop()
    return "\n".join(kept)


def _wording(catalogue: Catalogue, key: str, language: str) -> tuple[Language, Wording]:
    spoken = catalogue.language(language)
    wording = spoken.wordings.get(key)
    if wording is None:
        spoken = catalogue.default
        wording = spoken.wordings[key]
    return spoken, wording


def _resting(spoken: Language, say: Say) -> str:
    notice = spoken.wordings["guide.resting"].text
    return f"{notice}\n\n{{lines}}" if say.lines else notice


def _text(wording: Wording, say: Say, language: str) -> str:
    if say.again and wording.again:
        return wording.again
    if not wording.plurals:
        return wording.text
    number = next((value for value in say.params.values() if isinstance(value, int)), 0)
    category = Locale.parse(language, sep="-").plural_form(number)
    return wording.plurals.get(category, wording.text)


def _choices(catalogue: Catalogue, say: Say, language: str) -> tuple[Choice, ...]:
    if not say.choices:
        return ()
    key = say.at or say.key
    _, wording = _wording(catalogue, key, language)
    return tuple(_choice(wording, key, choice, say.ticked) for choice in say.choices)


def _choice(wording: Wording, key: str, choice: str, ticked: tuple[str, ...]) -> Choice:
    label = wording.choices[choice]
    is_ticked = choice in ticked
    token = f"{key}:{UNTICK if is_ticked else ''}{choice}"
    return Choice(token, label.label, label.hint, is_ticked)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return text.format_map(values).strip()


def _values(
    catalogue: Catalogue, spoken: Language, say: Say, today: date, site: str
) -> Mapping[str, str]:
    values = {name: _value(spoken, value) for name, value in say.params.items()}
    values["emergency"] = isolated(catalogue.lines[EMERGENCY].number, spoken)
    values["site"] = site
    if say.lines:
        values["lines"] = help_lines(catalogue, spoken, say.lines, today)
    return values


def _value(spoken: Language, value: Param) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"• {spoken.phrases[key]}" for key in value)
    return str(value)


def help_lines(catalogue: Catalogue, spoken: Language, lines: tuple[str, ...], today: date) -> str:
    """Each number on a line of its own, its name and use below. One checked too long ago is left
    out, and said so."""
    shown = [catalogue.lines[line] for line in lines if catalogue.lines[line].may_be_shown(today)]
    blocks = [_block(line, spoken) for line in shown]
    if len(shown) < len(lines):
        blocks.append(_no_lines(catalogue, spoken))
    return "\n\n".join(blocks)


def _block(line: HelpLine, spoken: Language) -> str:
    words = spoken.lines[line.id]
    about = f"{words.name}. {words.note}" if words.note else words.name
    return f"{isolated(line.number, spoken)}\n{about}"


def _no_lines(catalogue: Catalogue, spoken: Language) -> str:
    text = spoken.wordings["guide.no_lines"].text
    return _fill(text, {"emergency": isolated(catalogue.lines[EMERGENCY].number, spoken)})


def isolated(digits: str, spoken: Language) -> str:
    """A number or a time, so that it keeps its order inside a text from right to left."""
    return f"{_ISOLATE}{digits}{_POP}" if spoken.direction == "rtl" else digits
