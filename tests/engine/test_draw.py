"""What is drawn is what runs."""

import re
from pathlib import Path

import pytest
from transitions import Transition
from transitions.extensions import GraphMachine

from bot.engine.draw import drawing_page, mermaid, stale_drawings, write_drawings
from bot.engine.flow import ask, close, flow, say
from bot.engine.machine import build_machine
from bot.engine.state import Flow, State
from bot.flows import build_flows
from tests.engine import world

Edge = tuple[str, str, str, str]
"""Source, trigger, destination, guard."""

ARROW = re.compile(r"  (\w+)_ --> (\w+)_: (\w+)(?: \[(\w+)\])?")
ALL_FLOWS = (*world.FLOWS, *build_flows(("en",)))


def drawn(of: Flow) -> list[Edge]:
    found = (ARROW.fullmatch(line) for line in mermaid(of).splitlines())
    return sorted((m[1], m[3], m[2], m[4] or "") for m in found if m)


def running(of: Flow) -> list[Edge]:
    """The exits of the machine that the engine fires."""
    return sorted(
        (source, trigger, str(exit_.dest), _guard(exit_))
        for trigger, event in build_machine(of).events.items()
        for source, exits in event.transitions.items()
        for exit_ in exits
    )


def _guard(exit_: Transition) -> str:
    return "".join(getattr(condition.func, "__name__", "") for condition in exit_.conditions)


def marked_up(of: Flow) -> list[Edge]:
    """The same declaration as the graph machine of `transitions` writes it down."""
    exits = [
        {
            "trigger": exit_.trigger,
            "source": state.name,
            "dest": exit_.to,
            "conditions": [exit_.guard] if exit_.guard else [],
        }
        for state in of.states.values()
        for exit_ in state.exits
    ]
    machine = GraphMachine(
        model=None,
        states=list(of.states),
        initial=of.start,
        transitions=exits,
        auto_transitions=False,
        graph_engine="mermaid",
    )
    return sorted(
        (t["source"], t["trigger"], t["dest"], "".join(t.get("conditions", [])))
        for t in machine.markup["transitions"]
    )


@pytest.mark.parametrize("of", ALL_FLOWS, ids=lambda of: of.name)
def test_the_drawn_arrows_are_the_exits_of_the_machine(of: Flow) -> None:
    assert drawn(of) == running(of)


@pytest.mark.parametrize("of", ALL_FLOWS, ids=lambda of: of.name)
def test_the_drawn_arrows_are_what_transitions_itself_would_draw(of: Flow) -> None:
    assert drawn(of) == marked_up(of)


def test_jumps_ends_and_the_start_are_drawn() -> None:
    lines = [line.strip() for line in mermaid(world.TEA).splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert "[*] --> drinks_" in lines
    assert "bye_ --> [*]" in lines
    assert "to_urgent_ --> flow__urgent" in lines
    assert 'state "flow urgent" as flow__urgent' in lines


def test_kinds_can_be_seen() -> None:
    drawing = mermaid(world.PERSON)
    assert 'state "case (handoff)" as case_' in drawing
    assert "class case_ person" in drawing
    assert "class offer_, waiting_ waiting" in drawing


@pytest.mark.parametrize("word", ["end", "state", "note", "as", "class", "direction", "fork"])
def test_words_of_mermaid_are_never_names_of_nodes(word: str) -> None:
    states: tuple[State, ...] = (ask(word, {"go": "bye"}), close("bye"))
    names = re.findall(r"\b(\w+) -->|--> (\w+)", mermaid(flow("sample", *states)))
    assert word not in {name for pair in names for name in pair}


def test_a_page_holds_the_drawing() -> None:
    page = drawing_page(world.TEA)
    assert page.startswith("# The flow tea\n")
    assert f"```mermaid\n{mermaid(world.TEA)}```\n" in page


def test_fresh_pages_are_not_stale(tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    pages = write_drawings(world.FLOWS, folder)
    assert [page.name for page in pages] == [f"{of.name}.md" for of in world.FLOWS]
    assert stale_drawings(world.FLOWS, folder) == []


def test_a_missing_a_changed_and_a_left_over_page_are_stale(tmp_path: Path) -> None:
    write_drawings(world.FLOWS, tmp_path)
    (tmp_path / "tea.md").unlink()
    (tmp_path / "coffee.md").write_text("old", encoding="utf-8")
    changed = flow("menu", say("main", then="bye"), close("bye"))
    flows = tuple(changed if of.name == "menu" else of for of in world.FLOWS)
    assert stale_drawings(flows, tmp_path) == [
        "menu.md: differs from the flow; run make draw",
        "tea.md: is missing; run make draw",
        "coffee.md: draws a flow that is gone; run make draw",
    ]
    write_drawings(flows, tmp_path)
    assert stale_drawings(flows, tmp_path) == []


def test_a_folder_that_is_not_there_holds_only_missing_pages(tmp_path: Path) -> None:
    assert len(stale_drawings(world.FLOWS, tmp_path / "none")) == len(world.FLOWS)
