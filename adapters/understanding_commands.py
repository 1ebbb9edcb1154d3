"""The command `hearthline understand`."""

import json
import sys

import click
import orjson

from bot.understanding.model import BadModel
from bot.understanding.understanding import Understanding, load_understanding


@click.command()
def understand() -> None:
    """What texts ask for: JSON lines {"id", "text", "language"?} in, one JSON line each out."""
    try:
        understanding = load_understanding()
    except BadModel as fault:
        raise click.ClickException(str(fault)) from None
    has_faults = False
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
            answer = _answered(understanding, line, number)
            has_faults |= "error" in answer
            click.echo(orjson.dumps(answer))
    sys.exit(has_faults)


def _answered(understanding: Understanding, line: bytes, number: int) -> dict[str, object]:
    """The answer to a line; one sentence in its place where the line holds no text."""
    try:
        asked = json.loads(line.decode("utf-8-sig", "replace"))
    except ValueError:
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        name = asked.get("id", number) if isinstance(asked, dict) else number
        return {"id": name, "error": f'Line {number} is not JSON with a "text".'}
    language = asked.get("language")
    hint = language.partition("-")[0] if isinstance(language, str) else ""
    found = understanding.understand(asked["text"], hint)
    return {
        "id": asked.get("id", number),
        "language": _named(found.language, found.script),
        "script": found.script,
        "need": found.need,
        "danger": found.is_danger,
        "sure": found.is_sure,
        "confidence": found.confidence,
    }


def _named(language: str, script: str) -> str:
    """Urdu in Latin letters has a name of its own in the list that others rely on."""
    return "ur-Latn" if (language, script) == ("ur", "Latn") else language
