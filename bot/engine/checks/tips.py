"""Advice says where it comes from and who has read it; numbers bend words as the language does."""

from collections.abc import Iterator

from babel import Locale

from bot.engine.checks.subject import Check, Subject
from bot.engine.content import Tip


def tips_are_things_said(subject: Subject) -> Iterator[str]:
    for key in subject.catalogue.tips:
        if key not in subject.states or not subject.states[key][1].speaks:
            yield f"sources.toml {key}: no state says this; remove it or mend its name"


def tips_have_sources(subject: Subject) -> Iterator[str]:
    for tip in subject.catalogue.tips.values():
        if not tip.sources or not all(source.strip() for source in tip.sources):
            yield f"sources.toml {tip.key}: has no source; name where it comes from"


def reviews_have_a_name_and_a_day(subject: Subject) -> Iterator[str]:
    for tip in subject.catalogue.tips.values():
        if bool(tip.reviewed_by) != bool(tip.reviewed_on):
            yield f"sources.toml {tip.key}: a review needs a name and a day; give both or neither"
        if tip.reviewed_on and tip.reviewed_on > subject.today:
            yield f"sources.toml {tip.key}: reviewed_on lies ahead; write the day it was read"
        if _is_due_before_read(tip):
            yield f"sources.toml {tip.key}: is due before it was read; set review_by anew"


def _is_due_before_read(tip: Tip) -> bool:
    return tip.reviewed_on is not None and tip.review_by <= tip.reviewed_on


def plurals_follow_the_language(subject: Subject) -> Iterator[str]:
    """Where a text has plural forms it has all that its language needs (CLDR), and a number."""
    for language in subject.languages:
        needed = set(Locale.parse(language.code, sep="-").plural_form.tags)
        for key, wording in language.wordings.items():
            if not wording.plurals:
                continue
            for category in sorted(needed ^ set(wording.plurals)):
                what = "is missing" if category in needed else f"is not used in {language.code}"
                yield f"{language.code} {key}: the plural {category} {what}; keep to CLDR"
            if key not in subject.states or not subject.states[key][1].shows:
                yield f"{language.code} {key}: has plurals and shows no number; drop them"


CHECKS: tuple[Check, ...] = (
    tips_are_things_said,
    tips_have_sources,
    reviews_have_a_name_and_a_day,
    plurals_follow_the_language,
)
