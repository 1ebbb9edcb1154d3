"""Logs: whatever goes wrong, at whatever level, nothing private is written."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from adapters.logs import describe, keep_allowed
from tests.adapters import desk_log_scenes, log_scenes

ROOT = Path(__file__).parents[2]
PRIVATE = ("canary", "Amir", "7700900123", "123456789", "getMe", "insert into")


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture(scope="module", params=["DEBUG", "INFO", "ERROR"])
def played(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """The level, standard output and standard error of a process in which everything went wrong."""
    command = [sys.executable, "-m", log_scenes.__name__, request.param]
    done = run(command)
    return request.param, done.stdout, done.stderr


@pytest.fixture(scope="module", params=["DEBUG", "INFO"])
def desk_played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[str]]:
    """What was written while the desk was at work, and what must not be in it."""
    private = tmp_path_factory.mktemp("desk") / "private"
    done = run([sys.executable, "-m", desk_log_scenes.__name__, request.param, str(private)])
    assert done.returncode == 0, done.stdout
    return done.stdout + done.stderr, private.read_text().splitlines()


def test_nothing_of_a_case_of_its_adviser_or_their_keys_is_written(
    desk_played: tuple[str, list[str]],
) -> None:
    written, private = desk_played
    assert len(private) > 15
    told = written.casefold()
    assert [word for word in [*private, *PRIVATE] if word.casefold() in told] == []


def test_the_desk_tells_its_operator_what_stands_in_its_way(
    desk_played: tuple[str, list[str]],
) -> None:
    events = [json.loads(line) for line in desk_played[0].splitlines()]
    names = {event["event"] for event in events}
    assert {f"{scene.__name__}_played" for scene in desk_log_scenes.SCENES} <= names
    assert {"telegram_staff_refused", "telegram_staff_topic_lost"} <= names
    reasons = [event.get("reason", "") for event in events if event["event"] == "plan_refused"]
    assert any(reason.startswith("plan.toml zone must be the name") for reason in reasons)
    assert any(reason.startswith("plan.toml (queues.general) hours") for reason in reasons)


def test_nothing_private_is_written(played: tuple[str, str, str]) -> None:
    _, out, err = played
    assert [word for word in PRIVATE if word in out + err] == []


def test_every_line_is_json_and_nothing_goes_elsewhere(played: tuple[str, str, str]) -> None:
    _, out, err = played
    assert err == ""
    assert all(isinstance(json.loads(line), dict) for line in out.splitlines())
    assert out.isascii()


def test_every_scene_was_played(played: tuple[str, str, str]) -> None:
    level, out, _ = played
    events = [json.loads(line)["event"] for line in out.splitlines()]
    assert events[-1] == "crashed"
    if level != "ERROR":
        assert {f"{scene.__name__}_played" for scene in log_scenes.SCENES} <= set(events)


def test_at_debug_every_library_was_heard(played: tuple[str, str, str]) -> None:
    level, out, _ = played
    if level != "DEBUG":
        return
    heard = {json.loads(line).get("logger", "").split(".")[0] for line in out.splitlines()}
    libraries = {"telegram", "httpx", "twilio", "urllib3", "sqlalchemy", "asyncio", "uvicorn"}
    assert libraries <= heard


def kept(**event: Any) -> dict[str, Any]:
    return dict(keep_allowed(None, "info", {"event": "something_happened", **event}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("failure", "contact_gone"),
        ("detail", "400 chat not found"),
        ("detail", "63016"),
        ("language", "ur-Latn"),
        ("polling", True),
        ("attempts", 3),
        ("conversation", 2**62),
    ],
)
def test_what_is_allowed_is_kept(field: str, value: object) -> None:
    assert kept(**{field: value}) == {"event": "something_happened", field: value}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "hello"),
        ("address", "x"),
        ("token", "x"),
        ("detail", "+447700900123"),
        ("detail", "call 07700 900 123"),
        ("detail", "077-00.90(01)23"),
        ("detail", "https://example.org"),
        ("detail", "me@example.org"),
        ("detail", "two\nlines"),
        ("detail", "\u202egnorw"),
        ("detail", "مادر"),
        ("detail", "x" * 121),
        ("detail", 5),
        ("count", "five"),
        ("count", [1]),
        ("reason", {"a": "b"}),
        ("reason", ValueError("x")),
    ],
)
def test_what_is_not_allowed_is_counted_and_dropped(field: str, value: object) -> None:
    assert kept(**{field: value}) == {"event": "something_happened", "withheld": 1}


@pytest.mark.parametrize("name", ["Mrs Khan", "a\nb", "", "x" * 61, 5, None])
def test_an_event_that_is_no_name_is_not_written(name: object) -> None:
    assert keep_allowed(None, "info", {"event": name}) == {"event": "unnamed_event"}


def test_an_exception_is_told_by_type_and_place() -> None:
    with pytest.raises(ExceptionGroup) as raised:
        raise ExceptionGroup("secret", [OSError("secret"), KeyError("secret")])
    told = describe(raised.value)
    assert told["error"] == "ExceptionGroup"
    assert told["causes"] == ["OSError", "KeyError"]
    assert "secret" not in json.dumps(told)
    assert "adapters/test_logs.py" in str(told["where"])


def test_a_closed_stream_breaks_nothing() -> None:
    program = (
        "import os, structlog; from adapters.logs import configure_logging;"
        "configure_logging('INFO'); os.close(1); structlog.get_logger().info('said_to_nobody')"
    )
    done = run([sys.executable, "-c", program])
    assert "Traceback" not in done.stderr
