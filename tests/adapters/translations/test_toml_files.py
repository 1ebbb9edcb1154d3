"""What we write as TOML is read back as it was, and reads well."""

import tomllib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from adapters.translations.toml_files import WIDTH, toml_of

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)
TRICKY = st.lists(st.sampled_from(['"', '""', "\\", "\n", "\t", "{", "a", "ب", "\u2028"])).map(
    "".join
)
WORD = TEXT | TRICKY
CHOICE = st.fixed_dictionaries({"label": WORD}, optional={"also": st.lists(WORD, max_size=12)})
TABLE = st.dictionaries(WORD, WORD | st.lists(WORD) | st.dictionaries(WORD, CHOICE), max_size=4)


@given(st.dictionaries(WORD, TABLE | WORD, max_size=4))
def test_what_is_written_is_read(tables: dict[str, object]) -> None:
    assert tomllib.loads(toml_of(tables, "A note.")) == tables


def test_a_table_reads_like_ours() -> None:
    tables = {
        "reviewed_on": date(2026, 11, 20),
        "begin": {
            "text": 'One.\nTwo "2".',
            "choices": {"next": {"label": "Next", "also": ["on", "go on"]}},
        },
        "phrases": {"could_be.A-1": "tea"},
    }
    assert toml_of(tables, "A note.\nOf two lines.") == (
        "# A note.\n# Of two lines.\nreviewed_on = 2026-11-20\n\n"
        '[begin]\ntext = """\nOne.\nTwo "2"."""\n\n'
        '[begin.choices]\nnext = { label = "Next", also = ["on", "go on"] }\n\n'
        '[phrases]\n"could_be.A-1" = "tea"\n'
    )


def test_long_lists_are_wrapped() -> None:
    words = [f"word number {number}" for number in range(30)]
    written = toml_of({"danger": {"phrases": words}})
    assert max(map(len, written.splitlines())) <= WIDTH
    assert tomllib.loads(written)["danger"]["phrases"] == words
