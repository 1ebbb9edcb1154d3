"""Logs: JSON lines that cannot hold what a mother wrote, who she is, or a secret.

Three rules, and no way around them at any level:

* Of our own events only the fields in `WORDS` and `NUMBERS` are written, with values of the shape
  those fields have. How many were left out stands under `withheld`.
* Of libraries' records nothing is written but who logged and where: their texts hold addresses with
  bot tokens (httpx), SQL with parameters (SQLAlchemy), payloads (python-telegram-bot, twilio).
* Of exceptions the types and the places in the code are written, never text or variables.

Our events are `log = structlog.get_logger()` and `log.info("event_in_small_letters", field=value)`.
"""

import contextlib
import itertools
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from typing_extensions import override

WORDS = frozenset(
    {
        "channel",
        "detail",
        "engine",
        "error",
        "failure",
        "flow",
        "kind",
        "language",
        "method",
        "part",
        "queue",
        "reason",
        "setting",
        "signal",
        "state",
        "status",
        "urgency",
        "version",
    }
)
"""Fields for short words of our own code or of a provider's documentation."""

NUMBERS = frozenset(
    {
        "after_seconds",
        "attempts",
        "case",
        "conversation",
        "count",
        "flows",
        "languages",
        "parts",
        "polling",
        "port",
        "seconds",
        "seq",
        "states",
        "waiting",
    }
)
"""Fields for numbers and yes or no. Ids of conversations and cases mean nothing outside."""

_EVENT = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WORD = re.compile(r"[A-Za-z0-9_ .,:;/()'-]{0,120}")
_LIKE_A_NUMBER_OF_SOMEBODY = re.compile(r"\d(?:[ ().-]*\d){5}|://")
"""Six digits in a row, however spaced: a phone number, a chat id or a token, never a code."""
_LOGGER = re.compile(r"[A-Za-z0-9_.]{1,80}")

FRAMES = 12
CAUSES = 5


def configure_logging(level: str, stream: TextIO | None = None) -> None:
    """Send every log of this process to `stream` (standard output when None) by the rules above.

    `level` holds for our own events; libraries are heard from WARNING on, and at DEBUG wholly.
    Uncaught exceptions and warnings go the same way.
    """
    lines = _Lines(stream or sys.stdout)
    own = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=_PROCESSORS,
        wrapper_class=structlog.make_filtering_bound_logger(own),
        logger_factory=lambda *_: lines,
    )
    of_libraries = own if own <= logging.DEBUG else max(own, logging.WARNING)
    logging.setLogRecordFactory(_without_text)
    logging.basicConfig(handlers=[_FromLibraries(lines)], level=of_libraries, force=True)
    logging.getLogger("transitions").setLevel(logging.WARNING)  # a line per callback below that
    logging.raiseExceptions = (
        False  # else a record that cannot be formatted is printed, with its arguments
    )
    logging.captureWarnings(capture=True)
    _catch_the_uncaught()


class _Lines:
    """Where finished lines go. A full disk or a closed pipe must not break a turn."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(line + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = exception = msg = write


class _FromLibraries(logging.Handler):
    def __init__(self, lines: _Lines) -> None:
        super().__init__()
        self._lines = lines

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._lines.write(record.getMessage())


def _without_text(
    name: str,
    level: int,
    path: str,
    line: int,
    _msg: object,
    _args: object,
    exc_info: object,
    *_: object,
    **__: object,
) -> logging.LogRecord:
    """A library's record: who and where, and not what.

    Done when the record is made: some libraries bring handlers of their own (SQLAlchemy's echo).
    """
    name = name if _LOGGER.fullmatch(name) else "unnamed"
    event: dict[str, object] = {
        "event": "library",
        "level": logging.getLevelName(level).lower(),
        "logger": name,
        "where": [_place(path, line)],
    }
    if isinstance(exc_info, tuple) and isinstance(exc_info[1], BaseException):
        event.update(describe(exc_info[1]))
    rendered = str(_render(None, "", _stamp(None, "", event)))
    return logging.LogRecord(name, level, path, line, rendered, None, None)


def describe(error: BaseException) -> dict[str, object]:
    """An exception without its text: its type, where it went wrong, the types behind it."""
    causes = list(itertools.islice((type(cause).__name__ for cause in _behind(error)), CAUSES))
    found: dict[str, object] = {
        "error": type(error).__name__,
        "where": [
            f"{_place(frame.filename, frame.lineno)} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]
        ],
    }
    return {**found, "causes": causes} if causes else found


def _behind(error: BaseException) -> Iterator[BaseException]:
    """What led to `error`: its parts when it is a group, then its causes."""
    if isinstance(error, BaseExceptionGroup):
        yield from error.exceptions
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield cause
        yield from _behind(cause)


def _place(path: str, line: int | None) -> str:
    return f"{'/'.join(Path(path).parts[-2:])}:{line or 0}"


def keep_allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The event with its allowed fields only: a structlog processor."""
    name, error = event.pop("event", ""), event.pop("exc_info", None)
    fields = {field: value for field, value in event.items() if _may_be_written(field, value)}
    kept: dict[str, object] = {"event": name if _is_name(name) else "unnamed_event", **fields}
    if len(fields) < len(event):
        kept["withheld"] = len(event) - len(fields)
    error = sys.exc_info()[1] if error is True else error
    return {**kept, **describe(error)} if isinstance(error, BaseException) else kept


def _is_name(name: object) -> bool:
    return isinstance(name, str) and bool(_EVENT.fullmatch(name))


def _may_be_written(field: str, value: object) -> bool:
    if field in WORDS and isinstance(value, str):
        return bool(_WORD.fullmatch(value)) and not _LIKE_A_NUMBER_OF_SOMEBODY.search(value)
    return field in NUMBERS and isinstance(value, int | float)


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)


_render = structlog.processors.JSONRenderer()
"""In ASCII: control characters and letters that look alike arrive escaped."""
_PROCESSORS: tuple[Processor, ...] = (
    keep_allowed,
    structlog.processors.add_log_level,
    _stamp,
    _render,
)


def _catch_the_uncaught() -> None:
    """An uncaught exception would be printed with its text."""
    log = structlog.get_logger()

    def of_main(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            log.critical("crashed", exc_info=error)

    def of_thread(args: threading.ExceptHookArgs) -> None:
        log.critical("thread_crashed", exc_info=args.exc_value)

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        log.error("unraisable", exc_info=args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = of_main, of_thread, unraisable
