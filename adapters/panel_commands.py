"""The commands `hearthline panel`."""

import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from adapters.console.wording import ENGLISH, load_words
from adapters.desk_commands import opened_database
from bot.desk.model import AuditEntry
from bot.panels.commands import SavePanel
from bot.panels.model import Panel, PanelStatus, PanelText
from bot.panels.planning import fault_of_plan, new_panel
from bot.panels.refusals import Fault
from bot.ports import Transaction

OPERATOR = 0
ID_BITS = 63
LISTED_AT_MOST = 1000
MOMENT = "%Y-%m-%dT%H:%M"
NONE_YET = "There is no webchat yet: hearthline panel add SLUG --title TITLE --starts WHEN"


@click.group()
def panel() -> None:
    """Live webchats with a panel."""


@panel.command()
@click.argument("slug")
@click.option("--title", required=True)
@click.option("--about", default="", help="What it is about, in a sentence or two.")
@click.option("--starts", required=True, help="Such as 2026-03-08T12:00, by the clocks of --zone.")
@click.option("--minutes", default=60, show_default=True, help="How long it is to last.")
@click.option("--zone", default="Europe/London", show_default=True)
@click.option("--language", default=ENGLISH, show_default=True, help="Of the title and answers.")
def add(  # noqa: PLR0917 - click hands over each option
    slug: str, title: str, about: str, starts: str, minutes: int, zone: str, language: str
) -> None:
    """Plan a webchat at /live/SLUG, as a draft: members and more are added in the console."""
    begins = _moment(starts, zone)
    ends = begins + timedelta(minutes=max(0, min(minutes, 10_000)))
    texts = {language: PanelText(" ".join(title.split()), about.strip())}
    id_ = secrets.randbits(ID_BITS)
    item = SavePanel(OPERATOR, id_, 0, slug.strip().lower(), texts, begins, ends, zone, (language,))
    if fault := fault_of_plan(item):
        _stop(fault.why)
    with opened_database() as (_, database):
        [is_added] = [database.writer.submit(_add, new_panel(item, version=1)).result()]
    if not is_added:
        _stop(Fault.SLUG_TAKEN)
    click.echo(f"Planned as a draft: /console/panels/{id_}")


def _add(transaction: Transaction, panels: Sequence[Panel]) -> list[bool]:
    added = []
    for one in panels:
        added.append(transaction.panels.save(one))
        if added[-1]:
            transaction.desk.audit(AuditEntry("operator", "panel_saved", f"panel:{one.id}"))
    return added


@panel.command(name="list")
def list_() -> None:
    """All webchats, a line each, latest first."""
    with opened_database() as (_, database):
        reader = database.panel_reader
        found = [(one, reader.following(one.id)) for one in reader.panels(LISTED_AT_MOST)]
    now = datetime.now(UTC)
    for one, following in found:
        click.echo(_line(one, one.status_at(now), following))
    if not found:
        click.echo(NONE_YET)


def _line(one: Panel, status: PanelStatus, following: int) -> str:
    starts = f"{one.local_start:%Y-%m-%d %H:%M} {one.zone}"
    return f"{one.slug}  {starts}  {status}  followers: {following}  {one.text(ENGLISH).title}"


def _moment(text: str, zone: str) -> datetime:
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (KeyError, OSError):
        _stop(Fault.BAD_ZONE)
    except (ValueError, OverflowError):
        _stop(Fault.BAD_TIMES)


def _stop(why: Fault) -> NoReturn:
    click.echo(load_words()[ENGLISH][f"panel_faults.{why}"], err=True)
    sys.exit(1)
