"""Texts out as PO and back in: nothing is lost, nothing is half done."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.translations.files import read_files, read_status
from adapters.translations.toml_files import toml_of
from adapters.translations.translations import export, import_po, stamp, standings
from bot.engine.content import Canned
from bot.engine.loading import load_catalogue
from bot.errors import BadContent
from tests.adapters.translations.conftest import NOW, edit, everything


def opened(content: Path, language: str = "ar") -> Catalog:
    return read_po(io.BytesIO(export(content, language, NOW)))


def said(catalog: Catalog, context: str, text: str, base: str = "") -> bytes:
    """The file with this text at this place."""
    [message] = [m for m in catalog if m.context == context]
    message.string = text
    message.flags.discard("fuzzy")
    if base:
        message.id = base
    return written(catalog)


def written(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalog)
    return file.getvalue()


def refusals(content: Path, file: bytes, language: str = "ar") -> list[str]:
    before = everything(content)
    with pytest.raises(BadContent) as refused:
        import_po(content, language, file)
    assert everything(content) == before
    return refused.value.faults


def test_the_file_says_what_translators_tools_ask(content: Path) -> None:
    catalog = opened(content)
    assert str(catalog.locale) == "ar"
    assert catalog.charset == "utf-8"
    assert catalog.num_plurals == 6
    assert not catalog.fuzzy
    by_context = {message.context: message for message in catalog if message.id}
    also = by_context["tea.drinks choices.yes also"]
    assert also.id == "yeah\ny"
    assert "Not a translation" in also.auto_comments[0]
    assert by_context["tea.drinks choices.no also"].id == "No"
    assert by_context["lines.helper name"].id == "Helper"
    assert by_context["words.danger phrases"].id == "has a knife\ngoing to kill"
    assert {f"tea.voices {form}" for form in ("zero", "one", "two", "few", "many")} <= set(
        by_context
    )


def test_out_in_and_out_again_is_the_same(content: Path) -> None:
    first = export(content, "ar", NOW)
    before = load_catalogue(content).languages["ar"]
    done = import_po(content, "ar", first)
    assert export(content, "ar", NOW) == first
    after = load_catalogue(content).languages["ar"]
    assert replace(after, index=before.index) == before
    assert (done.left_out, done.behind, done.is_draft_again) == (0, 0, False)


def test_a_new_language_begins_empty_and_comes_back_whole(content: Path) -> None:
    edit(content, "languages.toml", "[ar]", '[ru]\nname = "Русский"\ndirection = "ltr"\n\n[ar]')
    catalog = opened(content, "ru")
    for message in catalog:
        if message.id:
            message.string = message.id
    done = import_po(content, "ru", written(catalog))
    russian = load_catalogue(content).languages["ru"]
    assert (done.left_out, russian.stale, russian.is_reviewed) == (0, (), False)
    assert set(russian.wordings["tea.voices"].plurals) == {"one", "few", "many"}


PIECES = [
    "«",
    "»",
    '"',
    '"""',
    "\\",
    "\\n",
    "\n",
    "{{",
    "}}",
    "%s",
    "ا",
    "ق",
    "\u200f",
    "é",
    "a b",
    "#",
]
ANY_TEXT = st.lists(st.sampled_from(PIECES), min_size=1).map("".join) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="{}"), min_size=1
)
ANY_WORDS = st.lists(
    st.text(st.characters(categories=["L", "N", "P", "M"]), min_size=1), unique=True
)


def clean(text: str) -> str:
    return text.strip()


@given(ANY_TEXT.map(clean).filter(bool), ANY_TEXT.map(clean).filter(bool), ANY_WORDS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_text_is_bent_on_the_way(content: Path, text: str, label: str, words: list[str]) -> None:
    tea = read_files(content / "ar")["tea"]
    tea["explain"]["text"] = text
    tea["drinks"]["choices"]["no"] = {"label": label, "also": [w for w in words if w.strip() == w]}
    (content / "ar/tea.toml").write_text(toml_of(tea), encoding="utf-8", newline="\n")

    first = export(content, "ar", NOW)
    import_po(content, "ar", first)

    came_back = read_files(content / "ar")["tea"]
    assert came_back["explain"]["text"] == text
    assert came_back["drinks"]["choices"]["no"]["label"] == label
    assert came_back["drinks"]["choices"]["no"].get("also", []) == [
        w for w in words if w.strip() == w
    ]
    assert export(content, "ar", NOW) == first


def test_canned_replies_travel_with_the_rest(content: Path) -> None:
    (content / "ar/canned.toml").unlink()
    assert "canned.soon text" in {message.context for message in opened(content)}
    catalog = opened(content)
    said(catalog, "canned.soon title", "قريبا")
    done = import_po(content, "ar", said(catalog, "canned.soon text", "بعد {minutes} دقائق."))
    arabic = load_catalogue(content).languages["ar"]
    assert arabic.canned == {"soon": Canned("ar", "قريبا", "بعد {minutes} دقائق.")}
    assert (done.left_out, arabic.stale) == (2, ())


def test_half_a_canned_reply_is_refused(content: Path) -> None:
    [fault] = refusals(content, said(opened(content), "canned.soon title", ""))
    assert fault.startswith("ar/canned.toml canned.soon (title): is empty while the rest")


def test_a_canned_reply_keeps_its_placeholders(content: Path) -> None:
    [fault] = refusals(content, said(opened(content), "canned.soon text", "أعود قريبا."))
    assert fault.startswith("ar/canned.toml canned.soon (text): {minutes} is missing")


def test_a_recording_stays_where_it_is(content: Path) -> None:
    (content / "ar/recordings").mkdir()
    (content / "ar/recordings/tea.ogg").write_bytes(b"OggS")
    edit(content, "ar/tea.toml", "[explain]\n", '[explain]\nrecording = "tea.ogg"\n')
    import_po(content, "ar", export(content, "ar", NOW))
    assert load_catalogue(content).languages["ar"].wordings["tea.explain"].recording == "tea.ogg"
    assert (content / "ar/recordings/tea.ogg").read_bytes() == b"OggS"


def test_what_reads_differently_is_a_draft_again(content: Path) -> None:
    done = import_po(content, "ar", said(opened(content), "tea.explain text", "شاي."))
    assert done.is_draft_again
    arabic = load_catalogue(content).languages["ar"]
    assert arabic.wordings["tea.explain"].text == "شاي."
    assert not arabic.is_reviewed


def test_what_its_base_left_behind_is_fuzzy_until_somebody_looks(content: Path) -> None:
    edit(content, "en/tea.toml", "Tea is a drink.", "Tea is a hot drink.")
    catalog = opened(content)
    assert [m.context for m in catalog if m.id and m.fuzzy] == ["tea.explain text"]
    assert import_po(content, "ar", written(catalog)).behind == 1
    assert load_catalogue(content).languages["ar"].stale == ("tea.explain",)

    import_po(content, "ar", said(opened(content), "tea.explain text", "الشاي مشروب ساخن."))
    assert load_catalogue(content).languages["ar"].stale == ()


def test_a_text_made_from_an_older_base_is_taken_and_not_called_fresh(content: Path) -> None:
    file = said(opened(content), "tea.explain text", "شاي.", base="Tea was a drink.")
    assert import_po(content, "ar", file).behind == 1
    assert load_catalogue(content).languages["ar"].stale == ("tea.explain",)
    assert read_files(content / "ar")["tea"]["explain"]["text"] == "شاي."


def test_what_is_not_translated_is_left_out(content: Path) -> None:
    assert import_po(content, "ar", said(opened(content), "tea.explain text", "")).left_out == 1
    assert "tea.explain" not in load_catalogue(content).languages["ar"].wordings


@pytest.mark.parametrize(
    ("context", "text", "says"),
    [
        ("tea.which text", "أي نوع؟", "{emergency} is missing"),
        ("tea.explain text", "شاي {name}", "nothing fills {name}"),
        ("tea.explain text", "شاي {", "braces are not in order"),
        ("tea.voices few", "{voices} أصوات", "nothing fills {voices}"),
        ("tea.drinks choices.no label", "", "is empty while the rest"),
        ("tea.drinks text", "", "is empty while the rest"),
    ],
)
def test_a_text_that_cannot_be_right_is_refused_by_name(
    content: Path, context: str, text: str, says: str
) -> None:
    [fault] = refusals(content, said(opened(content), context, text))
    key, _, part = context.partition(" ")
    assert fault.startswith(f"ar/tea.toml {key} ({part}): ")
    assert says in fault


def test_a_text_that_nothing_says_is_refused(content: Path) -> None:
    catalog = opened(content)
    catalog.add("Coffee.", "قهوة", context="tea.coffee text")
    [fault] = refusals(content, written(catalog))
    assert fault.startswith("ar tea.coffee (text): nothing says this")


def test_a_text_that_stands_twice_is_refused(content: Path) -> None:
    catalog = opened(content)
    catalog.add("Tea was a drink.", "شاي", context="tea.explain text")
    [fault] = refusals(content, written(catalog))
    assert fault.startswith("ar tea.explain text: stands twice")


def test_all_faults_come_at_once(content: Path) -> None:
    catalog = opened(content)
    said(catalog, "tea.explain text", "{")
    assert len(refusals(content, said(catalog, "tea.bye text", "}"))) == 2


@pytest.mark.parametrize("file", [b"", b"no po at all", b'msgid "a\nmsgstr "b"', b"\xff\xfe\x00"])
def test_what_is_no_po_file_is_refused(content: Path, file: bytes) -> None:
    [fault] = refusals(content, file)
    assert fault.startswith("ar: ")


def test_the_file_of_another_language_is_refused(content: Path) -> None:
    edit(content, "languages.toml", "[ar]", '[ru]\nname = "Русский"\ndirection = "ltr"\n\n[ar]')
    [fault] = refusals(content, export(content, "ru", NOW))
    assert "the header says Language: ru" in fault


@pytest.mark.parametrize("language", ["en", "xx"])
def test_only_a_translation_can_be_exported_or_imported(content: Path, language: str) -> None:
    [fault] = refusals(content, export(content, "ar", NOW), language)
    assert fault.startswith(f"{language}: not a translation")


def test_stamping_says_that_texts_follow_the_present_base(content: Path) -> None:
    (content / "ar/status.toml").unlink()
    assert stamp(content, "ar", ["tea.explain"]) == 1
    assert "tea.explain" not in load_catalogue(content).languages["ar"].stale
    assert "tea.bye" in load_catalogue(content).languages["ar"].stale
    stamp(content, "ar")
    assert load_catalogue(content).languages["ar"].stale == ()


def test_stamping_keeps_who_has_read_it_and_drops_what_is_gone(content: Path) -> None:
    edit(content, "ar/status.toml", '"tea.explain" =', '"tea.gone" =')
    stamp(content, "ar")
    status = read_status(content / "ar")
    assert status["reviewed_by"] == "a test"
    assert "tea.gone" not in status["base"]


def test_only_texts_that_are_there_can_be_stamped(content: Path) -> None:
    with pytest.raises(BadContent, match=r"ar tea\.coffee: there is no such text"):
        stamp(content, "ar", ["tea.coffee"])


def test_the_standing_of_a_language_is_counted(content: Path) -> None:
    edit(content, "languages.toml", "[ar]", '[ru]\nname = "Русский"\ndirection = "ltr"\n\n[ar]')
    edit(content, "en/tea.toml", "Tea is a drink.", "Tea is a hot drink.")
    edit(content, "ar/tea.toml", "[bye]", "[by]")
    russian, arabic = standings(content)
    assert (russian.code, russian.texts, russian.reviewed_by) == ("ru", 0, "")
    assert (arabic.missing, arabic.stale, arabic.reviewed_by) == (1, 1, "a test")
    assert arabic.texts + arabic.missing == russian.missing
