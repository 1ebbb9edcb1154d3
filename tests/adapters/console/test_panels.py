"""The pages of live webchats: planned, asked, put together, answered, published; and nowhere who
asked."""

from typing import Any

import pytest

from adapters.console.pictures import PICTURE_AT_MOST, BadPicture, checked
from bot.engine.turn import Engine
from bot.panels.model import ANSWER_AT_MOST, Member, PanelStatus
from tests.adapters.console.entrance import CSRF, SITE, csrf, send
from tests.adapters.console.leads import ADA, ED, IDA, LENA, OMAR, Leads
from tests.adapters.console.panel_room import (
    ACCOUNT,
    ANSWER,
    FORM,
    HERS,
    PANELS,
    THEME,
    Room,
    jpeg,
    png,
)
from tests.adapters.console.payloads import SHELLS
from tests.contracts.conftest import World


@pytest.fixture
def room(on_sqlite: World, engine: Engine) -> Room:
    return Room(Leads(on_sqlite, engine))


def test_a_webchat_is_planned_and_announced(room: Room) -> None:
    assert "There is no webchat yet." in room.lena.get(PANELS).text
    assert room.plans().headers["location"] == room.here
    assert room.panel.texts["en"].title == "A talk among women"
    assert room.seats().status_code == 303
    assert room.moves(PanelStatus.ANNOUNCED).status_code == 303
    listed = room.lena.get(PANELS).text
    for shown in ("A talk among women", "23.11.2026 12:00 (Europe/London)", "Announced"):
        assert shown in listed
    page = room.lena.get(room.here).text
    for shown in ('value="2026-11-23T12:00"', "Rosa", f"/live/{FORM['slug']}"):
        assert shown in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"slug": "no/such"}, "The address needs small letters"),
        ({"ends": "2026-11-23T11:00"}, "Say when it begins and ends"),
        ({"starts": "soon"}, "Say when it begins and ends"),
        ({"starts": "0001-01-01T00:00"}, "Say when it begins and ends"),
        ({"starts": "9999-12-31T22:30", "ends": "9999-12-31T23:30"}, "Say when it begins"),
        ({"zone": "London/Europe"}, "There is no such time zone."),
        ({"title-en": " "}, "Give it a title"),
        ({"language": "xx"}, "Give it a title"),
        ({"about-en": "long " * 200}, "This is too long."),
    ],
)
def test_what_cannot_be_planned_stands_as_it_was_typed(
    room: Room, wrong: dict[str, Any], sentence: str
) -> None:
    answer = room.plans(**wrong)
    assert answer.status_code == 409
    assert sentence in answer.text
    for name, value in wrong.items():
        assert name == "language" or value.strip() in answer.text
    assert room.reader.panels(9) == []


def test_two_who_change_it_do_not_overwrite_each_other(room: Room) -> None:
    room.plans()
    version = str(room.panel.version)
    path = f"{room.here}/save"
    first = send(room.lena, room.here, path, **FORM | {"version": version, "title-en": "First"})
    late = send(room.lena, room.here, path, **FORM | {"version": version, "title-en": "Late"})
    assert (first.status_code, late.status_code) == (303, 409)
    assert "Somebody else has changed this meanwhile." in late.text
    assert room.panel.texts["en"].title == "First"


def test_an_address_is_one_webchats(room: Room) -> None:
    room.plans()
    assert "Another webchat has this address." in room.plans().text


def test_without_anybody_who_answers_it_is_not_announced(room: Room) -> None:
    room.plans()
    assert "Say who answers" in room.moves(PanelStatus.ANNOUNCED).text
    assert room.panel.status is PanelStatus.DRAFT


def test_a_picture_is_kept_without_what_a_camera_wrote(room: Room) -> None:
    room.plans()
    sent = png(2, 2, (b"tEXt", b"Author\0Sadia at home"))
    assert room.seats(picture=sent).status_code == 303
    [member] = room.panel.members
    kept = room.reader.picture(member.picture)
    assert kept is not None
    assert (kept.media_type, kept.content) == ("image/png", png(2, 2))
    assert f"/live/pictures/{member.picture}" in room.lena.get(room.here).text


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (b"GIF89a", "This is no PNG and no JPEG picture"),
        (b"<svg onload=alert(1)>", "This is no PNG and no JPEG picture"),
        (png()[:-3], "This is no PNG and no JPEG picture"),
        (b"\xff\xd8\xff\xd9", "This is no PNG and no JPEG picture"),
        (png(5000, 1), "This is no PNG and no JPEG picture"),
        (png(1, 1, (b"sRGB", bytes(PICTURE_AT_MOST))), "larger than 200 KB"),
    ],
)
def test_what_is_no_picture_is_refused(room: Room, picture: bytes, sentence: str) -> None:
    room.plans()
    assert sentence in room.seats(picture=picture).text
    assert room.panel.members == ()


def test_a_jpeg_loses_its_place_and_what_hangs_behind_it() -> None:
    found = checked(jpeg(b"Exif\0\0 51.5 north") + b"<script>")
    assert (found.media_type, found.content) == ("image/jpeg", jpeg())
    with pytest.raises(BadPicture):
        checked(jpeg()[:-1])


def test_what_was_asked_is_shown_without_who_asked(room: Room) -> None:
    room.opens().asks()
    page = room.lena.get(f"{room.here}/asked").text
    assert HERS in page
    for hidden in ("447700900999", "telegram", "conversation"):
        assert hidden not in page


def test_from_a_question_to_what_is_out(room: Room) -> None:
    first, second = room.opens().asks(), room.asks("and canary-two")
    token = csrf(room.lena)
    both = {"csrf": token, "do": "merge", "text-en": THEME}
    sent = {**both, "question": [str(first.id), str(second.id)]}
    path = f"{room.here}/asked/decide"
    answer = room.lena.post(path, data=sent, headers={"Origin": SITE})
    assert answer.status_code == 303
    page = room.lena.get(f"{room.here}/asked").text
    for shown in ("No question waits.", THEME, "2 asked this", "Not answered yet."):
        assert shown in page
    assert HERS not in page
    omar = room.leads.browser(OMAR)
    assert HERS not in omar.get(f"{room.here}/answers").text
    assert room.answers(omar).status_code == 303
    assert room.publishes().status_code == 303
    page = room.lena.get(f"{room.here}/asked").text
    assert "Published as number 1" in page
    [theme] = room.reader.published(room.panel.id)
    assert theme.answers == {"en": ANSWER}


def test_the_moderators_words_are_not_hers(room: Room) -> None:
    question = room.opens().asks()
    given: dict[str, Any] = {"question": str(question.id), "text-en": HERS}
    answer = room.decides(**given)
    assert "These are words of somebody who asked." in answer.text
    assert f">\n{HERS}</textarea>" in answer.text
    assert room.reader.themes(room.panel.id) == []
    assert len(room.reader.waiting(room.panel.id, 9)) == 1


def test_a_question_is_dealt_with_once(room: Room) -> None:
    question = room.opens().asks()
    assert "Choose at least one question" in room.decides().text
    assert room.decides(question=str(question.id)).status_code == 303
    late = room.decides(do="decline", reason="time", question=str(question.id))
    assert "Somebody else has dealt with this already." in late.text


@pytest.mark.parametrize("wrong", [{"reason": "because"}, {"reason": ""}])
def test_a_reason_that_is_none(room: Room, wrong: dict[str, Any]) -> None:
    question = room.opens().asks()
    assert room.decides(do="decline", question=str(question.id), **wrong).status_code == 400


def test_an_answer_is_not_overwritten(room: Room) -> None:
    question = room.opens().asks()
    room.decides(question=str(question.id))
    assert room.answers(room.leads.browser(OMAR)).status_code == 303
    late = room.answers(room.lena, "Another", version="1")
    assert late.status_code == 409
    assert "Another</textarea>" in late.text
    [row] = room.reader.themes(room.panel.id)
    assert row.theme.answers == {"en": ANSWER}


def test_a_long_answer_may_be_in_every_language(room: Room) -> None:
    room.decides(question=str(room.opens().asks().id))
    texts = {"bn": "\u0985", "pa": "\u0a05", "ar": "\u0627", "ru": "\u0430", "ur": "\u0627"}
    longest = {f"answer-{code}": one * ANSWER_AT_MOST for code, one in texts.items()}
    assert room.answers(room.lena, **longest).status_code == 303
    [row] = room.reader.themes(room.panel.id)
    assert set(row.theme.answers or ()) == {"en", *texts}


def test_a_panellist_answers_in_their_own_webchat_and_sees_no_question(room: Room) -> None:
    question = room.opens().asks()
    room.decides(question=str(question.id))
    omar, ida = room.leads.browser(OMAR), room.leads.browser(IDA)
    assert "A talk among women" in omar.get(PANELS).text
    assert "A talk among women" not in ida.get(PANELS).text
    for path in ("", "/asked"):
        assert omar.get(f"{room.here}{path}").status_code == 403
    assert ida.get(f"{room.here}/answers").status_code == 404
    assert room.answers(ida).status_code == 404
    assert room.decides(omar, question=str(question.id)).status_code == 403


def test_what_another_member_is_to_answer_is_theirs(room: Room) -> None:
    question = room.opens().asks()
    room.seats(adviser=IDA, name="Ida")
    other = next(one for one in room.panel.members if one.name == "Ida")
    room.decides(question=str(question.id), member=str(other.id))
    assert "This is for another member to answer." in room.answers(room.leads.browser(OMAR)).text
    assert room.answers(room.leads.browser(IDA)).status_code == 303


def test_a_transcript_is_reviewed_by_a_second_person(room: Room) -> None:
    room.opens()
    room.moves(PanelStatus.OVER)
    assert room.moves(PanelStatus.PUBLISHED).status_code == 303
    assert "A second person reviews it." in room.lena.get(room.here).text
    assert "A second person reviews it." in room.moves(PanelStatus.PUBLISHED).text
    assert room.panel.status is PanelStatus.OVER
    ed = room.leads.browser(ED)
    assert "I have reviewed the transcript" in ed.get(room.here).text
    assert room.moves(PanelStatus.PUBLISHED, ed).status_code == 303
    assert (room.panel.status, room.panel.reviewed_by) == (PanelStatus.PUBLISHED, ED)


@pytest.mark.parametrize("adviser", [LENA, ED, ADA])
def test_who_moderates(room: Room, adviser: int) -> None:
    page = room.leads.browser(adviser).get(PANELS)
    assert "Plan a webchat" in page.text


def test_the_record_names_actions_and_no_words(room: Room) -> None:
    question = room.opens().asks()
    room.decides(question=str(question.id))
    room.answers(room.leads.browser(OMAR))
    room.publishes()
    lines = room.leads.database.desk_reader.audit_page(2**62, 99)
    actions = [line.entry.action for line in reversed(lines) if "panel:" in line.entry.subject]
    assert actions == [
        "panel_saved",
        "panel_member_saved",
        "panel_moved_on",
        "panel_questions_merged",
        "panel_answer_written",
        "panel_answer_published",
    ]
    for word in (HERS, THEME, ANSWER, "talk", "Rosa"):
        assert word not in str([line.entry for line in lines])


@pytest.mark.parametrize("shell", [one for one in SHELLS[::3] if "<" in one])
def test_what_is_asked_cannot_act(room: Room, shell: str) -> None:
    payload = " ".join(shell.format("alert(1)").split())
    question = room.opens().asks(payload)
    assert payload not in room.lena.get(f"{room.here}/asked").text
    given: dict[str, Any] = {"text-en": f"A theme {payload[:9]} of ours"}
    room.decides(question=str(question.id), **given)
    room.answers(room.lena, payload)
    for path in ("/asked", "/answers"):
        assert payload not in room.lena.get(f"{room.here}{path}").text


def test_a_form_without_its_token_changes_nothing(room: Room) -> None:
    room.plans()
    given = {"to": "announced", "version": str(room.panel.version)}
    answer = room.lena.post(f"{room.here}/move", data=given, headers={"Origin": SITE})
    assert answer.status_code == 403
    assert CSRF.search(room.lena.get(room.here).text)


def test_who_has_answered_stays_in_the_panel(room: Room) -> None:
    question = room.opens().asks()
    [member] = room.panel.members
    room.decides(question=str(question.id), member=str(member.id))
    room.answers(room.lena)
    room.publishes()
    gone = send(room.lena, ACCOUNT, f"{room.here}/drop", member=str(member.id))
    assert "this cannot be done" in gone.text
    assert isinstance(room.panel.member(member.id), Member)
