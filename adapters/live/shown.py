"""A panel and what it says, as a page shows them in one language."""

from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location

from bot.panels.model import Member, Panel, PanelStatus, Theme, nearest
from bot.rendering import direction_of

Words = Mapping[str, str]


class Text(NamedTuple):
    """`paragraphs` in `language`, which may not be the page's."""

    paragraphs: tuple[str, ...]
    language: str
    direction: str


class Answer(NamedTuple):
    """`says`: who answers, as a sentence of the page."""

    number: int
    edition: int
    asked: Text
    says: str
    answer: Text


class Shown(NamedTuple):
    slug: str
    title: Text
    about: Text
    when: str
    starts_at: str
    state: str
    members: tuple[Member, ...]


def text_of(texts: Mapping[str, str], language: str) -> Text:
    code = nearest(language, texts) if texts else language
    words = texts.get(code, "")
    paragraphs = tuple(line for line in words.splitlines() if line.strip())
    return Text(paragraphs, code, direction_of(words))


def answer_of(panel: Panel, theme: Theme, language: str, words: Words) -> Answer:
    return Answer(
        theme.number,
        theme.edition,
        text_of(theme.texts, language),
        _says(panel.member(theme.member_id), words),
        text_of(theme.answers or {}, language),
    )


def _says(member: Member | None, words: Words) -> str:
    if member is None:
        return words["live.panel_says"]
    who = f"{member.name} ({member.role})" if member.role else member.name
    return words["live.says"].replace("{name}", who)


def shown(panel: Panel, status: PanelStatus, language: str, words: Words) -> Shown:
    titles = {code: one.title for code, one in panel.texts.items()}
    abouts = {code: one.about for code, one in panel.texts.items()}
    return Shown(
        panel.slug,
        text_of(titles, language),
        text_of(abouts, language),
        when(panel, language, words),
        panel.starts_at.isoformat(),
        words[f"live.{status}"],
        panel.members,
    )


def when(panel: Panel, language: str, words: Words) -> str:
    """By the panel's clocks, whose place is named: nobody knows where it is read."""
    locale, start = Locale.parse(language, sep="-"), panel.local_start
    zone = ZoneInfo(panel.zone)
    return words["live.when"].format(
        day=format_date(start.date(), "EEEE d MMMM y", locale),
        begins=f"{start:%H:%M}",
        ends=f"{panel.ends_at.astimezone(zone):%H:%M}",
        place=get_timezone_location(zone, locale=locale, return_city=True),
    )
