"""Drawings of flows as mermaid state diagrams, from the very declarations that run."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from bot.engine.checks.guards import guard_name
from bot.engine.state import Exit, Flow, State, StateKind

_LOOKS: Mapping[str, str] = MappingProxyType(
    {
        "waiting": "fill:#dbeafe,stroke:#1d4ed8,color:#111",
        "saying": "fill:#f5f5f4,stroke:#78716c,color:#111",
        "deciding": "fill:#fef9c3,stroke:#a16207,color:#111",
        "person": "fill:#dcfce7,stroke:#15803d,color:#111",
        "elsewhere": "fill:#fff,stroke:#78716c,color:#111,stroke-dasharray:4",
    }
)
_LOOK_OF: Mapping[StateKind, str] = MappingProxyType(
    {
        StateKind.ASK: "waiting",
        StateKind.ASK_FOR: "waiting",
        StateKind.SEARCH: "waiting",
        StateKind.TELL: "waiting",
        StateKind.TICK: "waiting",
        StateKind.SAY: "saying",
        StateKind.CLOSE: "saying",
        StateKind.ROUTE: "deciding",
        StateKind.LOOK_UP: "deciding",
        StateKind.DO: "deciding",
        StateKind.HANDOFF: "person",
        StateKind.GO: "elsewhere",
    }
)
_INDENT = "  "


def mermaid(flow: Flow) -> str:
    """The flow as a mermaid diagram: kinds by colour, choices and guards on the arrows."""
    lines = [
        "stateDiagram-v2",
        *(f"{_INDENT}classDef {look} {style}" for look, style in _LOOKS.items()),
        *(_INDENT + line for line in _lines(flow)),
    ]
    return "\n".join(lines) + "\n"


def _lines(flow: Flow) -> Iterator[str]:
    for state in flow.states.values():
        yield f'state "{_label(state)}" as {_id(state.name)}'
    for target in _targets(flow):
        yield f'state "flow {target}" as {_flow_id(target)}'
    yield f"[*] --> {_id(flow.start)}"
    for state in flow.states.values():
        yield from _arrows(state)
    for look in _LOOKS:
        if names := _of_look(flow, look):
            yield f"class {', '.join(names)} {look}"


def _label(state: State) -> str:
    return f"{state.name} ({state.kind.replace('_', ' ')})"


def _id(name: str) -> str:
    """A node's name. The ending keeps it apart from mermaid's own words (end, state, note,
    as...)."""
    return f"{name}_"


def _flow_id(target: str) -> str:
    return f"flow__{target.replace('.', '__')}"


def _targets(flow: Flow) -> list[str]:
    found = (state.goes_to for state in flow.states.values() if state.kind is StateKind.GO)
    return list(dict.fromkeys(found))


def _arrows(state: State) -> Iterator[str]:
    for exit_ in state.exits:
        yield f"{_id(state.name)} --> {_id(exit_.to)}: {_on(exit_)}"
    if state.kind is StateKind.GO:
        yield f"{_id(state.name)} --> {_flow_id(state.goes_to)}"
    if state.kind is StateKind.CLOSE:
        yield f"{_id(state.name)} --> [*]"


def _on(exit_: Exit) -> str:
    guard = f" [{guard_name(exit_.guard)}]" if exit_.guard is not None else ""
    return f"{exit_.trigger}{guard}"


def _of_look(flow: Flow, look: str) -> list[str]:
    names = [_id(s.name) for s in flow.states.values() if _LOOK_OF[s.kind] == look]
    if look == "elsewhere":
        names += [_flow_id(target) for target in _targets(flow)]
    return names


def drawing_page(flow: Flow) -> str:
    """A page for docs/flows: the drawing, and how to read it."""
    return (
        f"# The flow {flow.name}\n\n"
        "Made by `make draw` from the declaration; do not edit. Blue waits for her, yellow\n"
        "decides, green brings a person, dashed leads to another flow. On an arrow: her choice,\n"
        "and in brackets the guard that must hold; without brackets it is the way otherwise.\n"
        "Menu, back, a person, urgent help, hide, stop and language are open in every state and\n"
        "not drawn.\n\n"
        f"```mermaid\n{mermaid(flow)}```\n"
    )


def write_drawings(flows: Sequence[Flow], folder: Path) -> list[Path]:
    """Write a page for each flow, remove pages of flows that are gone; the pages written."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = _pages(flows, folder)
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8")
    for page in set(folder.glob("*.md")) - set(pages):
        page.unlink()
    return list(pages)


def stale_drawings(flows: Sequence[Flow], folder: Path) -> list[str]:
    """One sentence for each page that is missing, differs, or draws a flow that is gone."""
    pages = _pages(flows, folder)
    faults = [
        f"{page.name}: {'differs from the flow' if page.exists() else 'is missing'}; run make draw"
        for page, text in pages.items()
        if not page.exists() or page.read_text(encoding="utf-8") != text
    ]
    gone = sorted(set(folder.glob("*.md")) - set(pages))
    return faults + [f"{page.name}: draws a flow that is gone; run make draw" for page in gone]


def _pages(flows: Sequence[Flow], folder: Path) -> dict[Path, str]:
    return {folder / f"{flow.name}.md": drawing_page(flow) for flow in flows}
