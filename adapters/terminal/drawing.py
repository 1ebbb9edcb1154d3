"""How the guide looks in a terminal. Texts are never read as markup."""

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.messages import Choice, Rendered

WIDTH = 76  # columns; longer lines are hard to read
TICKED, UNTICKED = "[x] ", "[ ] "
LAST_OF_A_LIST = ":done"


def draw_message(console: Console, message: Rendered) -> None:
    text = Text(_plain(message.text), justify="right" if message.direction == "rtl" else "left")
    parts: list[RenderableType] = [text]
    if message.choices:
        parts += [Text(), _choices(message)]
    panel = Panel(Group(*parts), box=box.ROUNDED, border_style="green", padding=(0, 2))
    console.print(panel, width=min(WIDTH, console.width))


def _plain(text: str) -> str:
    """Without isolating marks, which many terminals draw as boxes."""
    return text.replace("\u2066", "").replace("\u2069", "")


def _choices(message: Rendered) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="bold green", no_wrap=True)
    table.add_column()
    for number, choice in enumerate(message.choices, 1):
        table.add_row(str(number), _choice(choice, message.multiple))
    return table


def _choice(choice: Choice, multiple: bool) -> Text:
    line = Text()
    if multiple and not choice.token.endswith(LAST_OF_A_LIST):
        line.append(
            TICKED if choice.ticked else UNTICKED, style="bold green" if choice.ticked else "dim"
        )
    line.append(choice.label)
    if choice.hint:
        line.append(f"  {choice.hint}", style="dim")
    return line


def draw_hint(console: Console, sentence: str) -> None:
    console.print(Padding(Text(sentence, style="dim italic"), (0, 1)))


def draw_fault(console: Console, sentence: str) -> None:
    console.print(Padding(Text(sentence, style="bold red"), (0, 1)))


def prompt(word: str) -> str:
    """Markup, as `Console.input` takes it."""
    return f"[bold]{escape(word)} ›[/bold] "
