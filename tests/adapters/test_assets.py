"""Scripts and styles, and the colours that all pages share."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from adapters.assets import FOR_EVER, SHARED, Assets
from adapters.console import pages as console
from adapters.webchat import pages as webchat

FOLDERS = [Path(one.__file__ or "").parent / "static" for one in (console, webchat)]
DECLARED = re.compile(r"^\s*(--[\w-]+):", re.MULTILINE)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_colours_are_served_and_kept_with_the_rest(folder: Path) -> None:
    assets = Assets(folder)
    answer = TestClient(Starlette(routes=[assets.route()])).get(assets.url("palette.css"))

    assert answer.text == (SHARED / "palette.css").read_text("utf-8")
    assert answer.headers["cache-control"] == FOR_EVER
    assert answer.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_page_has_its_own_of_what_is_shared(folder: Path) -> None:
    shared = set(DECLARED.findall((SHARED / "palette.css").read_text("utf-8")))
    for style in folder.glob("*.css"):
        assert shared.isdisjoint(DECLARED.findall(style.read_text("utf-8"))), style.name


def test_every_colour_that_is_used_is_declared() -> None:
    styles = [file.read_text("utf-8") for one in (SHARED, *FOLDERS) for file in one.glob("*.css")]
    used = {name for style in styles for name in re.findall(r"var\((--[\w-]+)\)", style)}
    declared = {name for style in styles for name in DECLARED.findall(style)}
    assert used - declared == {"--now"}
