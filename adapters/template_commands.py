"""The commands `hearthline template`: the messages that WhatsApp has to approve."""

import asyncio
from collections.abc import Awaitable, Callable

import click

from adapters.channels import whatsapp_account
from adapters.database import Database
from adapters.desk_commands import opened_database
from adapters.settings import Settings
from adapters.templates import Known, keep_known
from adapters.whatsapp.account import Account
from adapters.whatsapp.approvals import LANGUAGES, Approvals, Made
from bot.engine.content import Catalogue
from bot.engine.loading import load_catalogue
from bot.messages import SendFailed
from bot.reminders.templates import ASK_TO_WRITE, TemplateStatus, template_name

NO_WHATSAPP = "WhatsApp is not set up: set TWILIO_ACCOUNT_SID and the settings beside it."
NO_ANSWER = "Twilio did not take it ({why}). Nothing is lost: try again."
NO_WORDS = "There are no words for it in {language} yet, or WhatsApp approves none in it."


@click.group()
def template() -> None:
    """The message that asks to write, which WhatsApp has to approve."""


@template.command("list")
def list_all() -> None:
    """What is known here of each language's message."""
    with opened_database() as (_, database):
        known = {one.name: one for one in database.broadcasts.templates()}
    for language in _languages(load_catalogue()):
        found = known.get(template_name(language))
        status = found.status if found else TemplateStatus.NOT_SUBMITTED
        click.echo(f"{language}  {status}  {found.sid if found else '-'}")


@template.command("create")
@click.argument("languages", nargs=-1)
def create(languages: tuple[str, ...]) -> None:
    """Make the messages that are missing at Twilio, and ask WhatsApp to approve them."""
    catalogue = load_catalogue()
    wanted = languages or _languages(catalogue)
    for language in wanted:
        if language not in _languages(catalogue):
            raise click.ClickException(NO_WORDS.format(language=language))

    async def work(approvals: Approvals) -> list[Known]:
        made = {one.name: one for one in await approvals.made()}
        return [await _create(approvals, catalogue, one, made) for one in wanted]

    _run(work)


@template.command("status")
def status() -> None:
    """Ask Twilio how far they are."""

    async def work(approvals: Approvals) -> list[Known]:
        made = await approvals.made()
        return [Known(*one, await approvals.status(one)) for one in made]

    _run(work)


async def _create(
    approvals: Approvals, catalogue: Catalogue, language: str, made: dict[str, Made]
) -> Known:
    name = template_name(language)
    found = made.get(name)
    if found is None:
        text = catalogue.language(language).wordings[ASK_TO_WRITE.key].text
        new = await approvals.make(name, language, text)
        return Known(*new, await approvals.ask(new))
    now = await approvals.status(found)
    if now is TemplateStatus.NOT_SUBMITTED:
        now = await approvals.ask(found)
    return Known(*found, now)


def _languages(catalogue: Catalogue) -> tuple[str, ...]:
    """With words, and known to WhatsApp."""
    languages = catalogue.languages.values()
    worded = [one.code for one in languages if ASK_TO_WRITE.key in one.wordings]
    return tuple(code for code in worded if code in LANGUAGES)


def _run(work: Callable[[Approvals], Awaitable[list[Known]]]) -> None:
    with opened_database() as (settings, database):
        try:
            found = asyncio.run(_with_twilio(_account(settings), work))
        except SendFailed as failed:
            raise click.ClickException(NO_ANSWER.format(why=failed.failure)) from None
        _keep(database, found)
    for one in found:
        click.echo(f"{one.name}  {one.status}  {one.sid}")


async def _with_twilio(
    account: Account, work: Callable[[Approvals], Awaitable[list[Known]]]
) -> list[Known]:
    async with Approvals(account) as approvals:
        return await work(approvals)


def _account(settings: Settings) -> Account:
    account = whatsapp_account(settings)
    if account is None:
        raise click.ClickException(NO_WHATSAPP)
    return account


def _keep(database: Database, found: list[Known]) -> None:
    for one in found:
        database.writer.submit(keep_known, one).result()
