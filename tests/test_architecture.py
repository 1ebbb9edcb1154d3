"""The house keeps its shape: who imports whom, how long things get, what documents must say."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from adapters.logs import NUMBERS, WORDS
from adapters.settings import WHAT_IT_MUST_BE
from bot.engine.loading import load_catalogue
from bot.flows import build_flows

ROOT = Path(__file__).parents[1]
LINES_AT_MOST = 300
LINES_IN_THE_MIDDLE = 100
FUNCTION_AT_MOST = 50
FUNCTION_IN_THE_MIDDLE = 8
DATA_TABLES: frozenset[str] = frozenset()
"""Modules that are one long table. They may be longer."""

OURS = ("bot", "adapters", "tests", "bench", "docs", "tools", ".ci")
MADE = {"__pycache__", ".venv", "var"}
SETTINGS = [*WHAT_IT_MUST_BE, "SECRET_KEY_FILE"]


def modules(*packages: str) -> list[Path]:
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lint_imports(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def test_imports_go_one_way() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("bot/planted.py", "import adapters.settings"),
        ("bot/planted.py", "import sqlalchemy"),
        ("bot/engine/planted.py", "import bot.flows"),
        ("bot/flows/planted.py", "import transitions"),
        ("bot/flows/planted.py", "import bot.desk.desk"),
        ("bot/desk/planted.py", "import bot.flows"),
        ("bot/desk/planted.py", "import bot.conversations"),
        ("bot/engine/planted.py", "import bot.desk.model"),
        ("adapters/telegram/planted.py", "import adapters.whatsapp"),
        ("adapters/console/planted.py", "import adapters.telegram"),
        ("adapters/console/planted.py", "import psycopg"),
        ("adapters/telegram/planted.py", "import sqlalchemy"),
    ],
)
def test_an_import_the_wrong_way_is_found(tmp_path: Path, module: str, line: str) -> None:
    for package in ("bot", "adapters"):
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / module).write_text(f"{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout
    assert "planted" in done.stdout


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        name_of(path)
        for path in modules("bot", "adapters")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers == {"adapters/settings.py"}


def test_the_product_has_no_clock_and_no_files() -> None:
    """A clock is handed in; only the content is read, at start."""
    forbidden = {"time", "socket", "threading", "subprocess", "urllib", "http"}
    found = {
        (name_of(path), name)
        for path in modules("bot")
        for node in ast.walk(parsed(path))
        for name in _imported(node)
        if name.split(".")[0] in forbidden
    }
    assert found == set()


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module


def test_no_file_is_long() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules("bot", "adapters", "tests", "bench")
    }
    long = {
        name: lines
        for name, lines in lengths.items()
        if lines > LINES_AT_MOST and name not in DATA_TABLES
    }
    assert long == {}


@pytest.mark.parametrize("package", ["bot", "adapters"])
def test_most_files_are_short(package: str) -> None:
    lengths = [
        len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(package)
        if path.name != "__init__.py"
    ]
    assert median(lengths) <= LINES_IN_THE_MIDDLE


def functions(*packages: str) -> dict[str, int]:
    """Lines of every function, from its `def`."""
    return {
        f"{name_of(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in modules(*packages)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_function_is_long() -> None:
    long = {
        name: lines
        for name, lines in functions("bot", "adapters", "tests", "bench").items()
        if lines > FUNCTION_AT_MOST and "/migrations/versions/" not in name
    }
    assert long == {}


@pytest.mark.parametrize("package", ["bot", "adapters"])
def test_most_functions_are_short(package: str) -> None:
    assert median(functions(package).values()) <= FUNCTION_IN_THE_MIDDLE


def test_every_field_of_every_log_line_is_written() -> None:
    """A field that is on no list of `adapters.logs` would be dropped without a word."""
    levels = {"debug", "info", "warning", "error", "critical", "exception"}
    unknown = {
        (name_of(path), keyword.arg)
        for path in modules("bot", "adapters")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in levels
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("log", "_log")
        for keyword in node.keywords
        if keyword.arg not in WORDS | NUMBERS | {"exc_info"}
    }
    assert unknown == set()


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_in_the_documents(setting: str) -> None:
    assert f"`{setting}`" in read("README.md")
    assert f"`{setting}`" in read("docs/operators.md")


def test_no_setting_is_in_the_documents_only() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)`", read("docs/operators.md"), re.MULTILINE)
    assert set(rows) == set(SETTINGS)


def test_every_flow_is_in_the_documents() -> None:
    flows = build_flows(tuple(load_catalogue().languages))
    table = re.findall(r"^\| `(\w+)` \|", read("docs/flows.md"), re.MULTILINE)
    assert sorted(table) == sorted(flow.name for flow in flows)
    undrawn = [flow.name for flow in flows if not (ROOT / f"docs/flows/{flow.name}.md").exists()]
    assert undrawn == []


def test_every_channel_is_in_the_documents() -> None:
    channels = {path.parent.name for path in (ROOT / "adapters").glob("*/channel.py")}
    assert channels >= {"telegram", "whatsapp", "webchat"}
    text = read("docs/adding-a-channel.md")
    assert {channel for channel in channels if f"adapters/{channel}/" not in text} == set()


def documents() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_link_between_documents_leads_somewhere() -> None:
    lost = [
        (name_of(document), target)
        for document in documents()
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
        if not (document.parent / target).exists()
    ]
    assert lost == []


def test_every_file_the_documents_name_exists() -> None:
    named = re.compile(r"`((?:bot|adapters|tests|docs|tools|bench)/[\w./-]*\w\.\w+|\w+\.md)`")
    lost = [
        (name_of(document), path)
        for document in documents()
        for path in named.findall(document.read_text("utf-8"))
        if "/" in path and not (ROOT / path).exists()
    ]
    assert lost == []


def committed() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for folder in OURS:
        yield from (
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and not MADE & set(path.relative_to(ROOT).parts)
        )


PLACES = re.compile(
    r"https?://\S*(?:p[y]pi|n[p]mjs|regi[s]try)|/wor[k]/|\.\./share[d]|--(?:extra-)?inde[x]-url"
)
"""Written so that this line does not find itself."""


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    found = [
        (name_of(path), match.group())
        for path in committed()
        if (match := PLACES.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


def names(requirements: list[str]) -> set[str]:
    heads = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", head.group()).lower() for head in heads if head}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_holds_exact_versions_and_hashes_of_everything_asked_for(lock: str) -> None:
    text = read(lock)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text
    asked = names(project()["project"]["dependencies"])
    if "dev" in lock:
        asked |= names(project()["dependency-groups"]["dev"])
    assert asked - names(entries) == set()


def test_the_tools_install_the_same_versions_as_the_product() -> None:
    pins = {
        lock: set(re.findall(r"^(\S+==\S+)", read(lock), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    }
    assert pins["requirements.lock"] <= pins["requirements-dev.lock"]
