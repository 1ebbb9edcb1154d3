"""`hearthline guide`: the facilitator's guide as a file."""

import sys
from datetime import UTC, datetime

import click

from adapters.guide_pdf import make_pdf
from bot.cohorts.guide import build_guide
from bot.engine.loading import load_catalogue
from bot.errors import BadContent


@click.group()
def guide() -> None:
    """The guide for those who lead the course in a group."""


@guide.command()
@click.option("--language", default="en", help="A language of the content, such as ur.")
def pdf(language: str) -> None:
    """To the standard output: `hearthline guide pdf --language ur > guide.pdf`."""
    try:
        catalogue = load_catalogue()
    except BadContent as error:
        raise click.ClickException("\n".join(error.faults)) from None
    if language not in catalogue.languages:
        known = ", ".join(catalogue.languages)
        raise click.ClickException(f"There is no language {language}; take one of: {known}.")
    if sys.stdout.isatty():
        raise click.ClickException("This is a file: add > guide.pdf to the command.")
    today = datetime.now(UTC).date()
    made = make_pdf(build_guide(catalogue, language, today), language, today)
    sys.stdout.buffer.write(made)
