"""`hearthline launch-check`: what still stands between this installation and going live."""

import stat
from collections.abc import Iterator, Sequence, Set
from datetime import date
from pathlib import Path

from adapters.settings import LANGUAGES, Settings
from bot.desk.model import Adviser, Role
from bot.desk.plan_file import load_plan
from bot.desk.roles import Permission, may
from bot.engine.content import Catalogue, Language
from bot.errors import BadSetting
from bot.governance import words_to_settle
from bot.reminders.templates import template_name

DEMO = "demo"
"""The login that `run` makes to try the console with."""
READ_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH


def standing_in_the_way(
    settings: Settings,
    catalogue: Catalogue,
    today: date,
    advisers: Sequence[Adviser] = (),
    approved: Set[str] = frozenset(),
) -> list[str]:
    """A line for each thing: what, and what to do. `approved`: names of templates."""
    return [
        *_address(settings),
        *_channels(settings),
        *_templates(settings, catalogue.default, approved),
        *_key(settings.secret_key_file),
        *_desk(settings, advisers),
        *words_to_settle(catalogue, today),
    ]


def _address(settings: Settings) -> Iterator[str]:
    if settings.public_url is None:
        yield "PUBLIC_URL is not set: providers cannot call us and sheets have no address; set it."
    elif not settings.public_url.startswith("https://"):
        yield "PUBLIC_URL is not https: what she writes could be read on the way; use https."


def _channels(settings: Settings) -> Iterator[str]:
    if not settings.has_telegram:
        yield "Telegram is off: set TELEGRAM_TOKEN and TELEGRAM_WEBHOOK_SECRET."
    elif settings.telegram_polling:
        yield "Telegram is polled: one process only can do that; set TELEGRAM_WEBHOOK_SECRET."
    if not settings.has_whatsapp:
        yield (
            "WhatsApp is off: set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_WHATSAPP_FROM."
        )


def _templates(settings: Settings, base: Language, approved: Set[str]) -> Iterator[str]:
    if settings.has_whatsapp and template_name(base.code) not in approved:
        yield (
            f"WhatsApp has approved no message in {base.name} that asks to write: after a day of "
            "silence reminders and answers are lost; hearthline template create."
        )


def _desk(settings: Settings, advisers: Sequence[Adviser]) -> Iterator[str]:
    there = [one for one in advisers if not one.is_disabled]
    if not any(may(one.role, Permission.ANSWER) for one in there):
        yield "No adviser can answer: hearthline adviser add LOGIN --name NAME."
    if not any(one.role is Role.LEAD for one in there):
        yield "No lead can be alerted: hearthline adviser add LOGIN --name NAME --role lead."
    if any(one.login == DEMO for one in there):
        yield "The demo adviser can log in: hearthline adviser disable demo."
    yield from _plan(settings.desk_plan)


def _plan(file: Path | None) -> Iterator[str]:
    if file is None:
        yield "DESK_PLAN is not set: the desk keeps hours that nobody here chose; write your own."

    try:
        load_plan(file, languages=LANGUAGES)
    except BadSetting as error:
        yield from error.faults


def _key(key_file: Path | None) -> Iterator[str]:
    if key_file is not None and key_file.stat().st_mode & READ_BY_OTHERS:
        yield f"The secret key file {key_file} can be read by others: chmod 600 it."
