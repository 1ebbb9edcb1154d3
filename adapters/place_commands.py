"""The commands `hearthline places`."""

from pathlib import Path

import click

from adapters.places import BadPlaces, centres, write_table

OUT = Path("var/postcodes.tsv")
RESTART = "Set POSTCODES_FILE to it and start anew."


@click.group()
def places() -> None:
    """Where postcodes are."""


@places.command("import")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=OUT)
def import_(source: Path, out: Path) -> None:
    """Read Code-Point Open (the zip, or a folder of its CSV files) and write its centres."""
    try:
        found = centres(source)
        out.parent.mkdir(parents=True, exist_ok=True)
        write_table(found, out)
    except BadPlaces as fault:
        raise click.ClickException(str(fault)) from None
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written: {fault.strerror}.") from None
    districts = sum(" " not in name for name in found)
    click.echo(f"{out}: {districts} districts, {len(found) - districts} sectors. {RESTART}")
