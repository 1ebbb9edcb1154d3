"""What everybody may read: what is coming, what is on, and what was said; and nobody who asked."""

from datetime import timedelta

import pytest

from bot.errors import StoreUnavailable
from bot.panels.model import PanelStatus, PanelText, Picture
from tests.adapters.console.payloads import SHELLS
from tests.adapters.live.conftest import Live
from tests.contracts.conftest import do
from tests.panels.studio import ABOUT, ANSWER, LENA, MIRA, SLUG, THEME, TITLE

PAGE = f"/live/{SLUG}"
CANARY = "canary-55cd is what she wrote"


def test_nothing_is_planned(live: Live) -> None:
    assert "No live chat is planned just now." in live.get()


def test_a_draft_is_shown_to_nobody(live: Live) -> None:
    live.studio.saves()
    assert TITLE not in live.get()
    for path in (PAGE, f"{PAGE}/stream", "/live/no-such", "/live/no-such/stream"):
        assert live.browser.get(path).status_code == 404


def test_what_is_coming_on_and_over(live: Live) -> None:
    live.studio.opens()
    page = live.get()
    assert page.index("Coming") < page.index(TITLE)
    assert "Monday 23 November 2026, 12:00 to 13:00 (London time)" in page
    live.studio.clock.now = live.studio.panel.starts_at
    assert "On now" in live.get()
    live.studio.clock.now = live.studio.panel.ends_at + timedelta(hours=2)
    page = live.get()
    assert page.index("Earlier ones, to read") < page.index(TITLE)


def test_a_panel_with_who_is_in_it_and_what_it_said(live: Live) -> None:
    studio = live.studio
    studio.opens()
    page = live.get(PAGE)
    for shown in (TITLE, ABOUT, "Rosa", "Teacher", "She listens.", "There are no answers yet."):
        assert shown in page
    studio.asks(CANARY)
    studio.says()
    live.later()
    page = live.get(PAGE)
    for shown in (THEME, ANSWER, "Rosa (Teacher) says:"):
        assert shown in page
    assert CANARY not in page


def test_what_is_not_published_is_not_shown(live: Live) -> None:
    studio = live.studio
    studio.opens()
    studio.asks(CANARY)
    studio.answers(studio.merges(*studio.waiting))
    page = live.get(PAGE)
    assert THEME not in page
    assert ANSWER not in page


def test_the_frame_is_neutral_and_has_a_way_out(live: Live) -> None:
    live.studio.opens()
    for path in ("/live", PAGE):
        page = live.get(path)
        title = page[page.index("<title>") : page.index("</title>")]
        assert "live" not in title.lower()
        assert TITLE not in title
        assert "data-exit" in page
        assert "<style" not in page
        assert "<script>" not in page


def test_languages_by_header_and_by_address(live: Live) -> None:
    texts = {"en": PanelText(TITLE, ABOUT), "ar": PanelText("حديث بين النساء")}
    live.studio.opens(texts=texts, languages=("en", "ar"))
    asked = (
        live.get(PAGE, "ar"),
        live.get(f"{PAGE}?lang=ar"),
        live.get(f"{PAGE}?language=ar"),
    )
    for page in asked:
        assert '<html lang="ar" dir="rtl">' in page
        assert '<h1 lang="ar" dir="rtl">حديث بين النساء</h1>' in page
    pl = live.get(PAGE, "pl")
    assert '<html lang="pl" dir="ltr">' in pl
    assert f'<h1 lang="en" dir="ltr">{TITLE}</h1>' in pl


def test_without_javascript_a_reload_shows_what_is_new(live: Live) -> None:
    studio = live.studio
    studio.opens()
    live.get(PAGE)
    studio.asks(CANARY)
    studio.says()
    live.later()
    assert ANSWER in live.get(PAGE)


def test_a_reviewed_transcript_says_so(live: Live) -> None:
    studio = live.studio
    studio.opens()
    studio.asks(CANARY)
    theme = studio.says()
    studio.moves(PanelStatus.OVER)
    studio.moves(PanelStatus.PUBLISHED, by=MIRA)
    live.later()
    assert "Two people have checked this text." not in live.get(PAGE)
    studio.moves(PanelStatus.PUBLISHED, by=LENA)
    live.later()
    page = live.get(PAGE)
    assert "Two people have checked this text." in page
    assert "live.js" not in page
    studio.answers(studio.theme(theme.id), "Mended.", by=MIRA)
    assert studio.panel.status is PanelStatus.OVER


def test_pictures_are_served_for_ever_and_as_what_they_are(live: Live) -> None:
    live.studio.opens()
    picture = Picture("ab", "image/png", b"x")
    do(live.studio.database, lambda transaction: transaction.panels.keep_picture(picture))
    answer = live.browser.get("/live/pictures/ab")
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert live.browser.get("/live/pictures/cd").status_code == 404


@pytest.mark.parametrize("shell", [one for one in SHELLS[::4] if "<" in one])
def test_what_is_said_cannot_act(live: Live, shell: str) -> None:
    payload = " ".join(shell.format("alert(1)").split())
    studio = live.studio
    studio.opens()
    studio.asks(CANARY)
    studio.publishes(studio.answers(studio.merges(*studio.waiting), payload))
    page = live.get(PAGE)
    assert "alert(1)" in page
    assert payload not in page


def test_while_the_store_is_away_what_was_seen_stays(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.studio.opens()
    live.get(PAGE)

    def away(*_: object) -> None:
        raise StoreUnavailable

    for name in ("_by_slug", "_published"):
        monkeypatch.setattr(getattr(live.pages, name), "_read", away)
    monkeypatch.setattr(live.pages, "_picture", away)
    live.later()
    assert TITLE in live.get(PAGE)
    answer = live.browser.get("/live/another")
    assert (answer.status_code, "try again in a moment" in answer.text) == (503, True)
    assert live.browser.get("/live/pictures/ab").status_code == 503
