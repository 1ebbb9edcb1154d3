"""Phrases that editors accepted, as files like those of the content."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.translations.toml_files import toml_of
from bot.desk.suggestions import Suggestion
from bot.understanding.languages import SCRIPTS, Variant
from bot.understanding.needs import NEEDS
from bot.understanding.phrases import Use

BATCH = "local"
MADE_BY = "Written by `hearthline phrases local`: what advisers proposed and editors accepted."


def write_phrases(folder: Path, accepted: Sequence[Suggestion]) -> list[Path]:
    """`<language>/phrases/local.toml`, and `latn-local.toml` where a language is written in other
    letters than its own."""
    found: defaultdict[Variant, list[Suggestion]] = defaultdict(list)
    for one in accepted:
        if one.text:
            found[one.variant].append(one)
    return [_write(folder, variant, found[variant]) for variant in sorted(found)]


def _write(folder: Path, variant: Variant, accepted: Sequence[Suggestion]) -> Path:
    is_own = variant.script == SCRIPTS[variant.language]
    name = f"{BATCH}.toml" if is_own else f"{variant.script.lower()}-{BATCH}.toml"
    path = folder / variant.language / "phrases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toml_of(_tables(variant, accepted), MADE_BY), "utf-8")
    return path


def _tables(variant: Variant, accepted: Sequence[Suggestion]) -> dict[str, Any]:
    head = {"batch": BATCH, "use": Use.TRAINING.value, "script": variant.script}
    near = {
        danger: _by_need([one for one in accepted if one.near == danger])
        for danger in sorted({one.near for one in accepted if one.near})
    }
    plain = _by_need([one for one in accepted if one.near is None])
    return {**head, "status": "reviewed", **plain, **({"near": near} if near else {})}


def _by_need(accepted: Sequence[Suggestion]) -> dict[str, list[str]]:
    """Each text once."""
    texts = {need: sorted({one.text for one in accepted if one.need is need}) for need in NEEDS}
    return {need.value: found for need, found in texts.items() if found}
