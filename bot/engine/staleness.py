"""Which translations are behind their base text.

A translation notes a fingerprint of each base text it was made from. Where the base has changed
since, the translation is not served: the base language is shown until somebody has looked again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from bot.engine.content import Language, Wording

LENGTH = 8
"""Hexadecimal digits of a fingerprint: it tells versions of one text apart, nothing more."""


def fingerprints(language: Language) -> dict[str, str]:
    """The fingerprint of every text, by its key (`flow.state`, `phrase:...`, `line:...`,
    `canned:...`, `page:...`)."""
    texts: dict[str, object] = {key: _said(wording) for key, wording in language.wordings.items()}
    texts |= {f"phrase:{key}": text for key, text in language.phrases.items()}
    texts |= {f"line:{key}": asdict(words) for key, words in language.lines.items()}
    texts |= {f"canned:{key}": (one.title, one.text) for key, one in language.canned.items()}
    texts |= {
        f"page:{table}.{key}": text
        for table, entries in language.pages.items()
        for key, text in entries.items()
    }
    return {key: _fingerprint(text) for key, text in texts.items()}


def _said(wording: Wording) -> object:
    """What she reads; the words she may type differ by language and do not follow the base."""
    choices = {choice: (label.label, label.hint) for choice, label in wording.choices.items()}
    return (wording.text, wording.again, choices, dict(wording.plurals))


def _fingerprint(text: object) -> str:
    canonical = json.dumps(text, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:LENGTH]


def without_stale(language: Language, base: Language, made_from: Mapping[str, str]) -> Language:
    """The translation with stale texts taken out, or shown in the base language, and named in
    `stale`."""
    now = fingerprints(base)
    mine = fingerprints(language)
    stale = tuple(key for key in mine if key in now and made_from.get(key) != now[key])
    if not stale:
        return language
    behind = frozenset(stale)
    return replace(
        language,
        stale=stale,
        wordings={k: w for k, w in language.wordings.items() if k not in behind},
        phrases={
            k: base.phrases[k] if f"phrase:{k}" in behind else t
            for k, t in language.phrases.items()
        },
        lines={k: base.lines[k] if f"line:{k}" in behind else w for k, w in language.lines.items()},
        canned={k: c for k, c in language.canned.items() if f"canned:{k}" not in behind},
        pages={
            table: {
                k: base.pages[table][k] if f"page:{table}.{k}" in behind else t
                for k, t in entries.items()
            }
            for table, entries in language.pages.items()
        },
    )
