"""Processes of the product on this machine, for measurements of the desk."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 60.0
FIRST_PORT = 8300


def free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 200):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


class Server:
    """`part`: web or run. Ready when it begins."""

    def __init__(
        self, part: str, url: str, key: str, more: Mapping[str, str] | None = None
    ) -> None:
        self.port = free_port()
        environment = {"DATABASE_URL": url, "SECRET_KEY": key, "PORT": str(self.port)}
        environment |= more or {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "adapters.cli", part],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        until = time.perf_counter() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz"):
                    return self
            except urllib.error.URLError:
                if time.perf_counter() > until:
                    raise
                time.sleep(0.05)

    def __exit__(self, *_exception: object) -> None:
        self._process.terminate()
        self._process.wait()

    def megabytes(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
