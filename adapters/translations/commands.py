"""The command `hearthline translation`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import click

from adapters.translations import translations
from adapters.translations.translations import Standing
from bot.errors import BadContent

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

Command = Callable[..., None]


@click.group()
def translation() -> None:
    """Texts out to translators and back in, as PO files (Weblate, Poedit)."""


def _content(command: Command) -> Command:
    own = Path(str(files("bot") / "content"))
    text = "Another folder of words than the installed one."
    return click.option("--content", type=FOLDER, default=own, show_default=False, help=text)(
        command
    )


@translation.command(name="export")
@click.argument("language")
@click.argument("file", type=FILE)
@_content
def export_command(language: str, file: Path, content: Path) -> None:
    """All texts of LANGUAGE into FILE.po, those still to be translated empty."""
    with _refused_in_a_sentence():
        file.write_bytes(translations.export(content, language, datetime.now(UTC)))
    click.echo(f"{language}: {file}")


@translation.command(name="import")
@click.argument("language")
@click.argument("file", type=FILE)
@_content
def import_command(language: str, file: Path, content: Path) -> None:
    """The texts of FILE.po into the files of LANGUAGE: all of them or, with a fault, none."""
    with _refused_in_a_sentence():
        done = translations.import_po(content, language, file.read_bytes())
    click.echo(f"{language}: {done.texts} texts; {done.left_out} are still to be translated")
    if done.behind:
        click.echo(f"{language}: {done.behind} are made from an older text: export and look again")
    if done.is_draft_again:
        click.echo(f"{language}: a draft again, until a named reader has passed what is new")
    click.echo("Now run: hearthline check")


@translation.command(name="stamp")
@click.argument("language")
@click.argument("keys", nargs=-1)
@_content
def stamp_command(language: str, keys: tuple[str, ...], content: Path) -> None:
    """Note that the texts of LANGUAGE (or only KEYS) say what the base says now."""
    with _refused_in_a_sentence():
        count = translations.stamp(content, language, keys)
    click.echo(f"{language}: {count} texts stamped")


@translation.command(name="status")
@_content
def status_command(content: Path) -> None:
    """How far each language is, a line each."""
    with _refused_in_a_sentence():
        standings = translations.standings(content)
    for one in standings:
        click.echo(_line(one))


def _line(one: Standing) -> str:
    reader = f"reviewed by {one.reviewed_by}" if one.reviewed_by else "reviewed by nobody"
    counts = f"{one.texts} texts, {one.missing} missing, {one.stale} stale"
    return f"{one.code} {one.name}: {counts}, {reader}"


@contextmanager
def _refused_in_a_sentence() -> Iterator[None]:
    try:
        yield
    except BadContent as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}; check the path and its rights", err=True)
        sys.exit(1)
