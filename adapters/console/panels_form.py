"""Forms of panels: read into commands, and filled from what is there."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from adapters.console.forms import Form, read_number
from bot.panels.commands import SaveMember, SavePanel
from bot.panels.model import Member, Panel, PanelText, Picture
from bot.panels.planning import is_zone

MOMENT = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2100)
NEVER = datetime.fromtimestamp(0, UTC)
"""Stands for what cannot be read: it is refused as no time for a panel."""


def panel_of(form: Form, by: int, panel_id: int, languages: Sequence[str]) -> SavePanel:
    zone = form["zone"].strip()
    read = ZoneInfo(zone) if is_zone(zone) else ZoneInfo("UTC")
    chosen = [code for code in languages if code in form.all("language")]
    return SavePanel(
        by,
        panel_id,
        form.number("version") or 0,
        form["slug"].strip().lower(),
        _texts(form, languages),
        _moment(form["starts"], read),
        _moment(form["ends"], read),
        zone,
        tuple(chosen),
    )


def _texts(form: Form, languages: Iterable[str]) -> dict[str, PanelText]:
    found = {
        code: (_line(form[f"title-{code}"]), form[f"about-{code}"].strip()) for code in languages
    }
    return {code: PanelText(title, about) for code, (title, about) in found.items() if title}


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        read = datetime.strptime(text.strip(), MOMENT).replace(tzinfo=zone)
    except ValueError:
        return NEVER
    return read.astimezone(UTC) if read.year in YEARS else NEVER


def filled(panel: Panel) -> Form:
    """As somebody would have filled it in."""
    zone = ZoneInfo(panel.zone)
    pairs = [
        ("version", str(panel.version)),
        ("slug", panel.slug),
        ("starts", panel.starts_at.astimezone(zone).strftime(MOMENT)),
        ("ends", panel.ends_at.astimezone(zone).strftime(MOMENT)),
        ("zone", panel.zone),
        *(("language", code) for code in panel.languages),
    ]
    for code, text in panel.texts.items():
        pairs += [(f"title-{code}", text.title), (f"about-{code}", text.about)]
    return Form(pairs)


def empty(zone: str, language: str) -> Form:
    return Form([("version", "0"), ("zone", zone), ("language", language)])


def member_of(form: Form, by: int, panel_id: int, picture: Picture | None) -> SaveMember:
    member = Member(
        form.number("member") or 0,
        panel_id,
        _line(form["name"]),
        _line(form["role"]),
        form["about"].strip(),
        form.number("adviser"),
    )
    return SaveMember(by, panel_id, member, picture)


def texts_of(form: Form, name: str, languages: Iterable[str]) -> dict[str, str]:
    """Fields called `name-<language>`."""
    return {code: form[f"{name}-{code}"] for code in languages if form[f"{name}-{code}"].strip()}


def ids_of(form: Form, name: str) -> tuple[int, ...]:
    """None at all where one is no number: half of a choice is no choice."""
    found = [read_number(text) for text in form.all(name)]
    ids = tuple(id_ for id_ in found if id_ is not None)
    return ids if len(ids) == len(found) else ()


def _line(text: str) -> str:
    return " ".join(text.split())
