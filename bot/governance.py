"""What still stands between the words and going live: numbers nobody has called, tips nobody has
read, languages nobody has passed. Each is one sentence: what, and what to do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from bot.engine.content import CHECK_LASTS_DAYS, Catalogue, HelpLine, Language, Tip

CONFIRMED = "confirmed"
"""The status of a help line that somebody has called."""


def words_to_settle(catalogue: Catalogue, today: date) -> list[str]:
    """One line for each help line and each language, one for all tips of a flow."""
    return [
        *_help_lines(catalogue.lines, today),
        *_tips(catalogue.tips, today),
        *_languages(catalogue),
    ]


def _help_lines(lines: Mapping[str, HelpLine], today: date) -> Iterator[str]:
    """Facts 7.1: every number is called before launch, and written down again in time (rule 1).
    Emergency numbers are not to be called for a test: their page is looked at instead."""
    for line in lines.values():
        if line.status != CONFIRMED and not line.always:
            yield (
                f"lines.toml {line.id}: not confirmed by a call ({line.status}); "
                "call it, then write the day and your name"
            )
        elif (today - line.last_checked).days > CHECK_LASTS_DAYS:
            yield (
                f"lines.toml {line.id}: last checked on {line.last_checked}, more than "
                f"{CHECK_LASTS_DAYS} days ago; check it again"
            )


def _tips(tips: Mapping[str, Tip], today: date) -> Iterator[str]:
    by_flow: defaultdict[str, list[Tip]] = defaultdict(list)
    for tip in tips.values():
        by_flow[tip.key.partition(".")[0]].append(tip)
    for flow, of_flow in by_flow.items():
        unread = sum(not tip.reviewed_by for tip in of_flow)
        overdue = sum(tip.rests(today) for tip in of_flow)
        if unread or overdue:
            yield (
                f"sources.toml {flow}: of {len(of_flow)} tips {unread} have no named reviewer and "
                f"{overdue} are overdue; let somebody who knows the subject read them"
            )


def _languages(catalogue: Catalogue) -> Iterator[str]:
    for language in catalogue.languages.values():
        if not language.is_reviewed:
            yield (
                f"{language.code}: a draft, no named reader has passed it; "
                "let one read all of it, then write the name in its status.toml"
            )
        if language.stale:
            yield _stale(language, catalogue.default)


def _stale(language: Language, base: Language) -> str:
    return (
        f"{language.code}: {len(language.stale)} texts are behind {base.code} and shown in it; "
        "have them translated again"
    )
