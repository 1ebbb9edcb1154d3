"""What a translator is told beside a text, and which plural forms a language has."""

from collections.abc import Sequence

from babel import Locale

from bot.engine.checks.texts import placeholders

WORDS_NOTE = (
    "Words people type, one a line. Not a translation: write what your readers really type, with "
    "and without accents and in other scripts. No word may clash with another choice or command."
)
LIST_NOTE = (
    "A list of words and phrases, one a line, that texts and messages are searched for. Not a "
    "translation: it needs somebody who speaks the language every day."
)
HINT_NOTE = "At most 72 characters."
TITLE_NOTE = "For advisers, who look for it in a list. At most 60 characters."
_FEW = 3
_SAMPLES, _LOOKED_AT = 5, 1001


def label_note(offered: int) -> str:
    """WhatsApp's limits: 20 on a button, 24 in a list (https://www.twilio.com/docs/content)."""
    return f"A choice: at most {20 if offered <= _FEW else 24} characters."


def text_note(text: str) -> str:
    names = sorted(placeholders(text) or ())
    if not names:
        return ""
    shown = ", ".join(f"{{{name}}}" for name in names)
    return f"Keep {shown} as it is: a name, a number, a list or an address goes there."


def plural_note(category: str, samples: Sequence[int]) -> str:
    shown = ", ".join(map(str, samples)) or "fractions"
    return f"The whole text for numbers such as {shown} (plural form {category!r})."


def plural_forms(language: str) -> dict[str, list[int]]:
    """The plural forms of a language beside "other" (CLDR), each with its first numbers."""
    form = Locale.parse(language, sep="-").plural_form
    samples: dict[str, list[int]] = {}
    for number in range(_LOOKED_AT):
        samples.setdefault(form(number), []).append(number)
    tags = [*samples, *sorted(set(form.tags) - set(samples))]
    return {tag: samples.get(tag, [])[:_SAMPLES] for tag in tags if tag != "other"}
