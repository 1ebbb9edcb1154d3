"""For every check of help lines and sources, tables that are broken so that it must speak up."""

from bot.engine.checks import numbers, tips, words
from bot.engine.checks.subject import Check
from bot.engine.flow import say
from tests.engine.broken import AR_TEA, EN_TEA, Broken, with_states
from tests.engine.broken_words import EXPLAIN

NUMBERS: tuple[Broken, ...] = (
    Broken(
        numbers.lines_are_complete,
        edits=(("lines.toml", 'source = "its own page"', 'source = ""'),),
        says="no source",
    ),
    Broken(
        numbers.lines_are_complete,
        edits=(
            (
                "lines.toml",
                'source = "its own page"\nlast_checked = 2026-01-02\nchecked_by = "a test"\n'
                'status = "service page"',
                'source = "x"\nlast_checked = 2026-01-02\nchecked_by = "x"\nstatus = "hearsay"',
            ),
        ),
        says="an unknown status",
    ),
    Broken(
        numbers.lines_are_complete,
        edits=(("lines.toml", 'nation = "uk"', 'nation = "moon"'),),
        says="an unknown nation",
    ),
    Broken(
        numbers.lines_are_complete,
        edits=(("lines.toml", 'number = "999"', 'number = " 999"'),),
        says="a number with a space",
    ),
    Broken(
        numbers.checks_are_not_in_the_future,
        edits=(("lines.toml", "last_checked = 2026-01-02", "last_checked = 2027-01-02"),),
        says="next year",
    ),
    Broken(
        numbers.emergency_numbers_are_always_shown,
        edits=(("lines.toml", "always = true", ""),),
        says="it could be hidden",
    ),
    Broken(
        numbers.lines_named_by_flows_exist,
        with_states(say("explain", then="drinks", lines=("nobody",))),
        also=(words.placeholders_are_filled,),
        says="an unknown line",
    ),
    Broken(
        numbers.some_line_can_be_shown,
        edits=(
            (
                "lines.toml",
                'number = "0800 000 0000"\nnation = "uk"\nsource = "its own page"\n'
                'last_checked = 2026-01-02\nchecked_by = "a test"\nstatus = "service page"',
                'number = "0800 000 0000"\nnation = "uk"\nsource = "its own page"\n'
                'last_checked = 2026-01-02\nchecked_by = "a test"\nstatus = "old"',
            ),
        ),
        says="an old line",
    ),
)


EXPLAINED = '["tea.explain"]\nreview_by = 2027-01-01\nsources = ["a book about tea"]'


def _source(check: Check, fields: str, says: str, key: str = "tea.explain") -> Broken:
    """One tip, told in sources.toml."""
    return Broken(check, edits=(("sources.toml", EXPLAINED, f'["{key}"]\n{fields}'),), says=says)


DUE = "review_by = 2027-01-01\n"
TIPS: tuple[Broken, ...] = (
    _source(tips.tips_are_things_said, f'{DUE}sources = ["x"]', "no such state", "tea.coffee"),
    _source(tips.tips_have_sources, f"{DUE}sources = []", "no source"),
    _source(
        tips.reviews_have_a_name_and_a_day,
        f'{DUE}sources = ["x"]\nreviewed_on = 2026-01-01',
        "nobody's review",
    ),
    _source(
        tips.reviews_have_a_name_and_a_day,
        f'{DUE}sources = ["x"]\nreviewed_by = "x"\nreviewed_on = 2026-12-01',
        "read tomorrow",
    ),
    _source(
        tips.reviews_have_a_name_and_a_day,
        'review_by = 2026-01-01\nsources = ["x"]\nreviewed_by = "x"\nreviewed_on = 2026-01-05',
        "due before it was read",
    ),
    Broken(
        tips.plurals_follow_the_language,
        edits=((AR_TEA, 'few = "{pledges} أصوات."', ""),),
        says="few",
    ),
    Broken(
        tips.plurals_follow_the_language,
        edits=((EN_TEA, EXPLAIN, f'{EXPLAIN}\none = "One tea."'),),
        says="without a number",
    ),
)
