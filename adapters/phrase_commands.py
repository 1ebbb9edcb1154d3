"""The commands `hearthline phrases`."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from adapters.desk_commands import opened_database
from adapters.phrase_files import write_phrases
from bot.desk.suggestions import Suggestion
from bot.understanding.languages import VARIANTS
from bot.understanding.model import MODEL, BadModel, Model, load, save
from bot.understanding.needs import DANGERS, EVERYDAY, NEEDS
from bot.understanding.phrases import BadPhrases, Phrase, Use
from bot.understanding.phrases import load as load_phrases
from bot.understanding.understanding import CONTENT, Understanding, load_reader

ASKED = {True: (80, 200), False: (50, 120)}
"""Phrases asked of a need (plain, weighty), in English and in every other language and script."""
NONE_ACCEPTED = "No phrase is accepted yet: editors do that on the console's page of phrases."
NO_TARGET = "UNDERSTANDING_MODEL is not set: name the file that the model is to be written to."
NO_LEARNING = "This needs scikit-learn, which the running product does not: install it first."
NEEDS_OUT = "--local needs --out: the product's own model is learnt from its own phrases alone."
RESTART = (
    "Nothing restarts by itself: start `web` and `worker`, or `run`, anew to understand by it."
)


@click.group()
def phrases() -> None:
    """The phrases that the understanding learns from."""


@phrases.command("count")
def count() -> None:
    """How many there are of each: for training + testing, - where they fall short."""
    found = _phrases(CONTENT)
    counts = Counter((one.variant.key, one.need, one.use) for one in found)
    near = Counter((one.variant.key, one.near, one.use) for one in found if one.near)
    for variant in VARIANTS:
        cells = []
        for need in NEEDS:
            training, testing = (counts[variant.key, need, use] for use in Use)
            short = training + testing < ASKED[variant.language == "en"][need not in EVERYDAY]
            cells.append(f"{need} {training}+{testing}{'-' if short else ''}")
        for danger in DANGERS:
            training, testing = (near[variant.key, danger, use] for use in Use)
            cells.append(f"near {danger} {training}+{testing}")
        click.echo(f"{variant.key}: {', '.join(cells)}")


@phrases.command("local")
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
def local(folder: Path) -> None:
    """Write the phrases that editors accepted into a folder, as files like those of the content."""
    with opened_database() as (_, database):
        accepted = database.desk_reader.accepted_phrases()
    for path in _written(folder, accepted):
        click.echo(path)


@phrases.command("train")
@click.option(
    "--local",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Learn from the phrases in this folder as well.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=MODEL)
def train(folder: Path | None, out: Path) -> None:
    """Build the model from the phrases: some minutes. Needs scikit-learn."""
    if folder is None:
        _build(out)
    elif out == MODEL:
        raise click.UsageError(NEEDS_OUT)
    elif _phrases(folder):
        _build(out, folder)
    else:
        raise click.ClickException("There are no phrases in that folder.")


@phrases.command("retrain")
def retrain() -> None:
    """Learn from what editors accepted as well, and write UNDERSTANDING_MODEL: some minutes."""
    with opened_database() as (settings, database):
        target, accepted = settings.understanding_model, database.desk_reader.accepted_phrases()
    if target is None:
        raise click.ClickException(NO_TARGET)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _written(folder, accepted)
        before = _in_use(target)
        _tell_changes(before, _build(target, folder), _phrases(folder))
    click.echo(RESTART)


def _written(folder: Path, accepted: Sequence[Suggestion]) -> list[Path]:
    try:
        paths = write_phrases(folder, accepted)
    except OSError as fault:
        raise click.ClickException(f"The folder cannot be written: {fault.strerror}.") from None
    if not paths:
        raise click.ClickException(NONE_ACCEPTED)
    return paths


def _phrases(folder: Path) -> list[Phrase]:
    try:
        return load_phrases(folder)
    except BadPhrases as fault:
        raise click.ClickException(str(fault)) from None


def _build(out: Path, *further: Path) -> Model:
    """The file is there whole or as it was before."""
    try:
        from bot.understanding.training import build  # noqa: PLC0415 - the product runs without it
    except ImportError:
        raise click.ClickException(NO_LEARNING) from None
    new = out.with_name(f"{out.name}.new")
    try:
        learnt = build(CONTENT, click.echo, further)
        out.parent.mkdir(parents=True, exist_ok=True)
        save(learnt.model, new)
        new.replace(out)
    except BadPhrases as fault:
        raise click.ClickException(str(fault)) from None
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written: {fault.strerror}.") from None
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB from {learnt.phrases} phrases")
    return learnt.model


def _in_use(target: Path) -> Model:
    """The model that was understood by until now."""
    shipped = load()
    try:
        own = load(target)
    except BadModel:
        return shipped
    return own if own.fits(shipped) else shipped


def _tell_changes(before: Model, after: Model, own: Sequence[Phrase]) -> None:
    counts = Counter(one.variant.key for one in own)
    shares = ", ".join(f"{key} {number}" for key, number in sorted(counts.items()))
    click.echo(f"Learnt from {len(own)} phrases of this installation as well: {shares}.")
    for what, some in (
        ("of them", own),
        ("phrases that are never learnt from", _never_learnt()),
    ):
        told = [_told(model, some) for model in (before, after)]
        click.echo(
            f"Danger or none was told rightly of {told[0]} before, of {told[1]} now, "
            f"out of {len(some)} {what}."
        )


def _never_learnt() -> list[Phrase]:
    return [one for one in _phrases(CONTENT) if one.use is Use.TESTING]


def _told(model: Model, some: Sequence[Phrase]) -> int:
    """Of how many it is told rightly whether there is danger."""
    understanding = Understanding(model, load_reader(CONTENT))
    return sum(
        understanding.understand(one.text, one.variant.language).is_danger is one.is_danger
        for one in some
    )
