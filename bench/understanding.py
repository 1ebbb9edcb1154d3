"""How well free text is understood, on the batches that were never learnt from; how fast.

python -m bench.understanding            the tables
python -m bench.understanding --write    the same into docs/understanding-figures.md
"""

import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.understanding.needs import DANGERS, NEEDS, Danger, Need, Understood
from bot.understanding.phrases import Phrase, Use, load
from bot.understanding.understanding import CONTENT, Understanding, load_understanding

FIGURES = Path("docs/understanding-figures.md")
REPEATED = 5
LONGEST = 4_096


class Tried(NamedTuple):
    """A phrase, and what it was understood as."""

    phrase: Phrase
    found: Understood


def main() -> dict[str, float]:
    """Print the tables; how much danger was found, and what was taken for it."""
    lines = list(report())
    if "--write" in sys.argv:
        FIGURES.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))
    phrases = [one for one in load(CONTENT) if one.use is Use.TESTING]
    understand = load_understanding().understand
    danger = [understand(one.text).is_danger for one in phrases if one.is_danger]
    calm = [understand(one.text).is_danger for one in phrases if not (one.is_danger or one.near)]
    return {"danger_found": statistics.mean(danger), "false_alarms": statistics.mean(calm)}


def report() -> Iterable[str]:
    before, began = _megabytes(), time.perf_counter()
    understanding = load_understanding()
    loaded, grown = time.perf_counter() - began, _megabytes() - before
    phrases = [one for one in load(CONTENT) if one.use is Use.TESTING]
    tried = [Tried(one, understanding.understand(one.text)) for one in phrases]
    yield "# Figures of the understanding of free text"
    yield ""
    yield f"By `python -m bench.understanding --write`, on {len(tried)} phrases for testing only."
    yield ""
    yield from _by_variant(tried)
    yield from _by_danger(tried)
    yield from _calibration(tried)
    yield from _confusions(tried)
    yield from _speed(understanding, phrases)
    yield f"Loading takes {loaded:.2f} s and {grown:.0f} MB."


def _by_variant(tried: Sequence[Tried]) -> Iterable[str]:
    yield "## By language and script"
    yield ""
    yield "Danger found; ordinary phrases and those that only look like danger taken for it; needs"
    yield "and languages right; share of the needs that is acted on without asking, and right then."
    yield ""
    heads = "danger found | false alarms | of look-alikes | need | language | acted on | right then"
    yield f"| | {heads} |"
    yield "|---|---|---|---|---|---|---|---|"
    groups: dict[str, list[Tried]] = {"all": list(tried)}
    for one in tried:
        groups.setdefault(one.phrase.variant.key, []).append(one)
    for name, group in groups.items():
        danger = [one for one in group if one.phrase.is_danger]
        near = [one for one in group if one.phrase.near]
        plain = [one for one in group if not one.phrase.is_danger and not one.phrase.near]
        acted = [one for one in group if one.found.is_sure]
        cells = [
            _share(danger, lambda one: one.found.is_danger),
            _share(plain, lambda one: one.found.is_danger),
            _share(near, lambda one: one.found.is_danger),
            _share(group, lambda one: one.found.need == one.phrase.need),
            _share(group, lambda one: one.found.language == one.phrase.variant.language),
            _share(group, lambda one: one.found.is_sure),
            _share(acted, lambda one: one.found.need == one.phrase.need),
        ]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def _by_danger(tried: Sequence[Tried]) -> Iterable[str]:
    yield "## By danger"
    yield ""
    yield "| | found | at once | asked about | kind right |"
    yield "|---|---|---|---|---|"
    for danger in DANGERS:
        group = [one for one in tried if one.phrase.need is danger]
        cells = [
            _share(group, lambda one: one.found.is_danger),
            _share(group, lambda one: one.found.danger is Danger.YES),
            _share(group, lambda one: one.found.danger is Danger.UNSURE),
            _share(group, lambda one: one.found.need is one.phrase.need),
        ]
        yield f"| {danger} | {' | '.join(cells)} |"
    yield ""


def _calibration(tried: Sequence[Tried]) -> Iterable[str]:
    yield "## Confidence and truth"
    yield ""
    yield "| confidence | phrases | right |"
    yield "|---|---|---|"
    for tenth in range(10):
        group = [one for one in tried if tenth == min(9, int(one.found.confidence * 10))]
        if group:
            right = _share(group, lambda one: one.found.need == one.phrase.need)
            yield f"| {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} | {len(group)} | {right} |"
    yield ""


def _confusions(tried: Sequence[Tried]) -> Iterable[str]:
    yield "## What was taken for what"
    yield ""
    yield "Rows are true, columns found; what is right stands on the diagonal."
    yield ""
    counts = Counter((one.phrase.need, one.found.need) for one in tried)
    yield f"| | {' | '.join(NEEDS)} |"
    yield f"|---|{'---|' * len(NEEDS)}"
    for true in NEEDS:
        yield f"| {true} | {' | '.join(_count(counts, true, found) for found in NEEDS)} |"
    yield ""


def _count(counts: Counter[tuple[Need, Need]], true: Need, found: Need) -> str:
    return str(counts[true, found] or "")


def _speed(understanding: Understanding, phrases: Sequence[Phrase]) -> Iterable[str]:
    short = [_milliseconds(understanding, one.text) for one in phrases[::7]]
    words = " ".join(one.text for one in phrases)
    worst = max(
        _milliseconds(understanding, text)
        for text in (
            words[:LONGEST],
            "ab " * LONGEST,
            "i cut " * LONGEST,
            "a" * LONGEST,
            "." * LONGEST,
        )
    )
    yield "## Speed"
    yield ""
    yield f"A phrase takes {statistics.median(short):.2f} ms (median), {max(short):.2f} ms at most;"
    yield f"the worst text of {LONGEST} characters {worst:.2f} ms. Medians of {REPEATED}."
    yield ""


def _milliseconds(understanding: Understanding, text: str) -> float:
    taken = []
    for _ in range(REPEATED):
        began = time.perf_counter()
        understanding.understand(text)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _share(group: Sequence[Tried], holds: Callable[[Tried], bool]) -> str:
    if not group:
        return "-"
    held = sum(holds(one) for one in group)
    return f"{100 * held / len(group):.1f} % ({held}/{len(group)})"


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
