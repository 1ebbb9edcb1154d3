"""The command `hearthline`."""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
import uvloop

from adapters.app import Product, utc_now
from adapters.broadcast_commands import broadcast
from adapters.database import Keys, open_database, upgrade
from adapters.desk import DEMO_PLAN
from adapters.desk_commands import adviser, audit, demo_adviser
from adapters.event_commands import event
from adapters.guide_commands import guide
from adapters.launch import standing_in_the_way
from adapters.logs import configure_logging
from adapters.panel_commands import panel
from adapters.phrase_commands import phrases
from adapters.place_commands import places
from adapters.sample_cohort import put_sample_cohort
from adapters.sample_panel import put_sample_panel
from adapters.samples import put_samples
from adapters.serving import serve
from adapters.settings import Settings, load_settings
from adapters.telegram.channel import Telegram
from adapters.template_commands import template
from adapters.terminal import talk as terminal
from adapters.translations.commands import translation
from adapters.understanding_commands import understand
from adapters.webchat.channel import WebChatChannel
from adapters.whatsapp.channel import LIMITS as WHATSAPP_LIMITS
from adapters.words import load_words
from bot.desk.model import Adviser
from bot.engine.checks import check_all
from bot.engine.draw import stale_drawings, write_drawings
from bot.engine.loading import load_catalogue
from bot.errors import BadContent, BadSetting, HearthlineError, StoreUnavailable
from bot.flows import build_flows
from bot.messages import Inbound, Rendered
from bot.reminders.templates import TemplateStatus

OWN_KEY = Path("var/secret.key")
"""Where `run` and `talk` make a master key when none is set."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
DRAWINGS = Path("docs/flows")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Hearthline: a guide for a mother who fears that her child is being drawn into violence."""


OF_OPERATORS = translation, audit, understand, phrases, places, guide
OF_ADVISERS = adviser, template, broadcast, event, panel
for command in (*OF_OPERATORS, *OF_ADVISERS):
    main.add_command(command)


def _stop(faults: list[str]) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1)


def _settings(*, own_key: bool = False) -> Settings:
    try:
        settings = load_settings(own_key=OWN_KEY if own_key else None)
    except BadSetting as error:
        _stop(error.faults)
    configure_logging(settings.log_level)
    return settings


def _guarded(work: Callable[[], None]) -> None:
    """Every refusal is a sentence, never a traceback."""
    try:
        work()
    except (BadSetting, BadContent) as error:
        _stop(error.faults)
    except HearthlineError as error:
        _stop([str(error)])
    except OSError as error:
        _stop([f"PORT cannot be opened: {error.strerror or error}. Is something running on it?"])


def _serve(settings: Settings, *, web: bool, worker: bool) -> None:
    def work() -> None:
        uvloop.run(serve(Product(settings), web=web, worker=worker))

    _guarded(work)


def _try_out(settings: Settings) -> None:
    """With every language there is, a desk that is always open, and somebody to sit at it."""
    upgrade(settings.database_url.get_secret_value())
    product = Product(settings, drafts=True, plan=DEMO_PLAN)
    put_samples(product.database, product.clock)
    put_sample_panel(product.database, product.clock)
    # Whoever is not on this machine must not find a password in a log.
    demo = demo_adviser(product.database) if settings.host in LOOPBACK else None
    put_sample_cohort(product.database, product.clock)
    address = f"http://{settings.host}:{settings.port}"
    lines = [f"Hearthline is ready: open {address}/chat"]
    if demo:
        lines += [
            f"The advisers' console: {address}/console/",
            f"  login {demo.login}, one-time password {demo.password}",
            f"  TOTP secret {demo.totp_secret}",
        ]
    said = "\n  ".join(["", *lines, "Ctrl-C stops it.", ""])
    uvloop.run(serve(product, web=True, worker=True, when_ready=lambda: click.echo(said, err=True)))


@main.command()
def run() -> None:
    """The whole product in one process."""
    settings = _settings(own_key=True)
    _guarded(lambda: _try_out(settings))


@main.command()
def web() -> None:
    """Web pages, web chat and webhooks. Run `migrate` first and a `worker` beside it."""
    _serve(_settings(), web=True, worker=False)


@main.command()
def worker() -> None:
    """What is due: retries, what a crash left, cases' deadlines."""
    _serve(_settings(), web=False, worker=True)


@main.command()
def migrate() -> None:
    """Bring the database up to date."""
    settings = _settings()
    _guarded(lambda: upgrade(settings.database_url.get_secret_value()))


@main.command()
@click.option("--language", default="", help="The language to begin in, such as en.")
@click.option("--flow", default="", help="The flow to begin in, such as signs.")
def talk(language: str, flow: str) -> None:
    """The guide in this terminal. Nothing of it is kept."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "DATABASE_URL": f"sqlite:///{folder}/talk.db",
            "LOG_LEVEL": "ERROR",
        }
        settings = load_settings(environment, own_key=Path(folder) / "secret.key")
        configure_logging(settings.log_level, sys.stderr)
        _guarded(lambda: _talk(settings, language, flow))


def _expect(what: str, wanted: str, known: list[str]) -> None:
    """A preview of something else than was asked for would mislead."""
    if wanted and wanted not in known:
        _stop([f"There is no {what} {wanted}; take one of: {', '.join(known)}."])


def _talk(settings: Settings, language: str, flow: str) -> None:
    upgrade(settings.database_url.get_secret_value())
    product = Product(settings, drafts=True)
    _expect("flow", flow, [one.name for one in product.flows])
    _expect("language", language, list(product.catalogue.languages))

    def exchange(inbound: Inbound) -> list[Rendered]:
        return [product.speech.render(reply) for reply in product.exchange(inbound).replies]

    try:
        words = product.speech.page_words(language or product.catalogue.default.code)
        terminal.talk(exchange, words, language=language, flow=flow)
    finally:
        product.database.close()


@main.command()
def launch_check() -> None:
    """What still stands between this installation and going live. Exit 1 while anything does."""
    settings = _settings(own_key=OWN_KEY.exists())

    def work() -> None:
        catalogue, today = load_words(settings), utc_now().date()
        advisers, approved = _found_here(settings)
        found = standing_in_the_way(settings, catalogue, today, advisers, approved)
        for line in found:
            click.echo(line)
        if found:
            sys.exit(1)
        click.echo("Nothing stands in the way.")

    _guarded(work)


def _found_here(settings: Settings) -> tuple[list[Adviser], frozenset[str]]:
    """Advisers, and the names of approved templates; none where the database is not there yet."""
    keys = Keys.parse(settings.secret_key.get_secret_value())
    url = settings.database_url.get_secret_value()
    with contextlib.suppress(StoreUnavailable), open_database(url, keys, utc_now) as database:
        known = database.broadcasts.templates()
        approved = [one.name for one in known if one.status is TemplateStatus.APPROVED]
        return database.desk_reader.advisers(), frozenset(approved)
    return [], frozenset()


@main.command()
def check() -> None:
    """Proofs of flows and content. Exit 1 while one fails."""
    try:
        catalogue = load_catalogue()
    except BadContent as error:
        _stop(error.faults)
    flows = build_flows(tuple(catalogue.languages))
    limits = {
        Telegram.name: Telegram.limits,
        "whatsapp": WHATSAPP_LIMITS,
        WebChatChannel.name: WebChatChannel.limits,
    }
    report = check_all(flows, catalogue, limits, utc_now().date())
    stale = stale_drawings(flows, DRAWINGS) if DRAWINGS.parent.exists() else []
    faults = [*report.faults, *stale]
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo(report.summary)


@main.command()
def draw() -> None:
    """Drawings of all flows into docs/flows."""
    flows = build_flows(tuple(load_catalogue().languages))
    for path in write_drawings(flows, DRAWINGS):
        click.echo(path)


@main.command()
def bench() -> None:
    """The benchmarks, as a table and as var/bench.json. From a checkout only."""
    command = [sys.executable, "-m", "bench"]
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own module


if __name__ == "__main__":
    main()
