"""What was asked becomes themes, panellists answer them, and the answers go out."""

from dataclasses import replace

from bot.desk.suggestions import repeats
from bot.panels.commands import DeclineAll, EditTheme, Merge, Publish, WriteAnswer
from bot.panels.model import (
    ANSWER_AT_MOST,
    THEME_AT_MOST,
    Panel,
    PanelStatus,
    Question,
    QuestionStatus,
    Theme,
)
from bot.panels.refusals import Fault, Refused
from bot.panels.work import PanelWork, Texts, fault_of_texts, tidied


def merge(work: PanelWork, item: Merge) -> Theme | Refused:
    """Who asked one of them gets what the panel says to the theme, also when it said so already."""
    asked = _new_questions(work, item.questions)
    if isinstance(asked, Refused):
        return asked
    theme = _theme_for(work, item, asked)
    if isinstance(theme, Refused):
        return theme
    for one in asked:
        work.panels.decide(replace(one, status=QuestionStatus.TAKEN, theme_id=theme.id))
    if theme.is_published:
        work.panels.post_to_askers(theme, [one.id for one in asked], work.now)
    return theme


def _theme_for(work: PanelWork, item: Merge, asked: list[Question]) -> Theme | Refused:
    if item.theme_id:
        found = work.panels.theme(item.theme_id)
        is_here = found is not None and found.panel_id == work.panel.id
        return found if found is not None and is_here else Refused(Fault.NO_SUCH_PANEL)
    texts = tidied(item.texts or {})
    fault = _fault_of_theme(texts, asked) or _fault_of_member(work.panel, item.member_id)
    if fault:
        return fault
    theme = Theme(work.panels.new_id(), work.panel.id, texts, item.member_id)
    work.panels.save_theme(theme)
    return theme


def _fault_of_theme(texts: Texts, asked: list[Question]) -> Refused | None:
    """In the moderators' own words, so that nobody is recognised by hers."""
    fault = fault_of_texts(texts, THEME_AT_MOST)
    if fault:
        return fault
    hers = [one.text for one in asked]
    copies = any(repeats(text, hers) for text in texts.values())
    return Refused(Fault.HER_WORDS) if copies else None


def _fault_of_member(panel: Panel, member_id: int | None) -> Refused | None:
    is_one = member_id is None or panel.member(member_id) is not None
    return None if is_one else Refused(Fault.NO_SUCH_ADVISER)


def decline(work: PanelWork, item: DeclineAll) -> int | Refused:
    """Who asked gets a kind word; how many questions there were."""
    asked = _new_questions(work, item.questions)
    if isinstance(asked, Refused):
        return asked
    for one in asked:
        work.panels.decide(replace(one, status=QuestionStatus.DECLINED))
        work.panels.post_declined(one, item.reason, work.now)
    return len(asked)


def _new_questions(work: PanelWork, ids: tuple[int, ...]) -> list[Question] | Refused:
    """All of them, or none: somebody else may have dealt with one meanwhile."""
    if not ids:
        return Refused(Fault.NOTHING_CHOSEN)
    found = work.panels.questions(work.panel.id, ids)
    is_new = len(found) == len(set(ids)) and all(one.status is QuestionStatus.NEW for one in found)
    return found if is_new else Refused(Fault.ALREADY_DONE)


def edit_theme(work: PanelWork, item: EditTheme) -> Theme | Refused:
    theme = work.theme(item)
    if isinstance(theme, Refused):
        return theme
    texts = tidied(item.texts)
    fault = _fault_of_theme(texts, work.panels.of_theme(theme.id))
    fault = fault or _fault_of_member(work.panel, item.member_id)
    return fault or _saved(work, replace(theme, texts=texts, member_id=item.member_id))


def write_answer(work: PanelWork, item: WriteAnswer) -> Theme | Refused:
    """Whoever is a member of the panel, or moderates it."""
    theme = work.theme(item)
    if isinstance(theme, Refused):
        return theme
    seat = work.panel.seat_of(work.by.id)
    if not work.moderates and (seat is None or theme.member_id not in (None, seat.id)):
        return Refused(Fault.NOT_YOURS)
    if theme.is_published and not work.moderates:
        return Refused(Fault.ALREADY_DONE)
    answers = tidied(item.answers)
    fault = fault_of_texts(answers, ANSWER_AT_MOST)
    member = theme.member_id or (seat.id if seat else None)
    return fault or _saved(work, replace(theme, answers=answers, member_id=member))


def _saved(work: PanelWork, theme: Theme) -> Theme:
    """What is out already is mended on the page; nobody is written to again."""
    new = replace(theme, version=theme.version + 1)
    if new.is_published:
        new = replace(new, edition=_new_edition(work))
    work.panels.save_theme(new)
    return new


def _new_edition(work: PanelWork) -> int:
    """Whoever mends a transcript that was reviewed has it reviewed again."""
    panel = work.panel
    edition = panel.edition + 1
    is_done = panel.status is PanelStatus.PUBLISHED or panel.finished_by is not None
    again = replace(panel, status=PanelStatus.OVER, finished_by=None, reviewed_by=None)
    work.panels.save(replace(again if is_done else panel, edition=edition))
    return edition


def publish(work: PanelWork, item: Publish) -> Theme | Refused:
    """To the page at once; to all who asked and all who follow it through the outbox."""
    theme = work.theme(item)
    if isinstance(theme, Refused):
        return theme
    if theme.is_published:
        return Refused(Fault.ALREADY_DONE)
    if not theme.is_answered:
        return Refused(Fault.NO_ANSWER)
    if work.panel.status_at(work.now) is PanelStatus.DRAFT:
        return Refused(Fault.NOT_NOW)
    number = len(work.panels.published(work.panel.id)) + 1
    out = replace(theme, number=number, edition=_new_edition(work), version=theme.version + 1)
    work.panels.save_theme(out)
    work.panels.post_answer(out, work.now)
    return out
