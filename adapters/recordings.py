"""The sound files of the content: where each is, and the address that it is served at."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from bot.engine.content import RECORDINGS, Catalogue

OWN = Path(str(files("bot") / "content"))


class Recordings:
    """By name, `<language>/<file>`. Only what the words name can be had: no path leads elsewhere.

    `url` is under which our pages are served; the hash in it changes with the sound.
    """

    def __init__(self, catalogue: Catalogue, site: str = "", folder: Path = OWN) -> None:
        self._site = site
        self._paths = {
            f"{code}/{wording.recording}": folder / code / RECORDINGS / wording.recording
            for code, language in catalogue.languages.items()
            for wording in language.wordings.values()
            if wording.recording
        }

    def path(self, name: str) -> Path | None:
        return self._paths.get(name)

    def read(self, name: str) -> bytes:
        """Blocks. Errors raised: OSError, KeyError when nothing has this name."""
        return self._paths[name].read_bytes()

    def url(self, name: str) -> str:
        """On our own pages."""
        return f"/recordings/{name}?v={_hash(self._paths[name])}"

    def public_url(self, name: str) -> str:
        """For a provider that fetches it."""
        return f"{self._site}{self.url(name)}"


@cache
def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
