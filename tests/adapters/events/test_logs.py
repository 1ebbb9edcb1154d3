"""Where somebody looks for events is in no log, at no level."""

import subprocess
import sys
from pathlib import Path

from tests.adapters.events import log_scene

ROOT = Path(__file__).parents[3]


def test_what_somebody_looks_for_is_not_written() -> None:
    command = [sys.executable, "-m", log_scene.__name__]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    written = done.stdout + done.stderr
    assert written.endswith("done\n")
    assert len(written.splitlines()) > 1
    for private in (log_scene.WANTED, log_scene.CODE, "BL4", "near=", "leeds"):
        assert private.lower() not in written.lower()
