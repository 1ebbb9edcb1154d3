"""Translations are of the texts as they are now, and whole."""

from collections.abc import Iterator

from bot.engine.checks.subject import Check, Subject

NAMED_AT_MOST = 5


def translations_are_fresh(subject: Subject) -> Iterator[str]:
    """Every translation notes the base text it was made from, and that text has not changed.

    What has changed is not served; here it is one fault for each language, for it is one errand.
    """
    base = subject.catalogue.default.code
    for language in subject.languages[1:]:
        if language.stale:
            named = ", ".join(language.stale[:NAMED_AT_MOST])
            more = ", ..." if len(language.stale) > NAMED_AT_MOST else ""
            yield (
                f"{language.code}/status.toml: {len(language.stale)} texts are not known to be "
                f"made from the present {base} ({named}{more}); look at them and stamp them"
            )


def pages_are_worded(subject: Subject) -> Iterator[str]:
    """The web pages say the same things in every language."""
    base = _page_keys(subject, subject.catalogue.default.code)
    for language in subject.languages[1:]:
        mine = _page_keys(subject, language.code)
        for key in sorted(base ^ mine):
            what = "is not translated" if key in base else "is on no page"
            yield f"{language.code}/web.toml: {key} {what}; keep it like the first language's"


def _page_keys(subject: Subject, code: str) -> frozenset[str]:
    pages = subject.catalogue.languages[code].pages
    return frozenset(f"{table}.{key}" for table, entries in pages.items() for key in entries)


WHOLE: tuple[Check, ...] = (pages_are_worded,)
FRESH: tuple[Check, ...] = (translations_are_fresh,)
