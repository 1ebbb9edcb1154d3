import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from adapters.webchat import pages
from tests.adapters.webchat.fake import words

WEBCHAT = Path(pages.__file__).parent
SOURCES = {
    path.name: path.read_text("utf-8")
    for path in [*WEBCHAT.glob("templates/*.html"), *WEBCHAT.glob("static/*.js")]
}


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_a_page_says_what_this_is_and_whom_to_call(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    for shown in ("<title>Chat</title>", "A guide, not a person", "tel:08000113764", "Leave now"):
        assert shown in response.text


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_the_exit_is_the_first_thing_the_keyboard_reaches(client: TestClient, path: str) -> None:
    page = client.get(path).text
    first = re.search(r"<(a|button|select|textarea|input)\b[^>]*>", page.partition("<body")[2])

    assert first
    assert f'href="{pages.AWAY}"' in first[0]
    assert "data-exit" in first[0]


@pytest.mark.parametrize(
    "path", ["/", "/chat", "/chat/words.json", "/api/openapi.json", "/nothing"]
)
def test_every_answer_is_guarded(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert "unsafe" not in policy
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_nothing_is_inline_and_nothing_is_fetched_elsewhere(client: TestClient, path: str) -> None:
    page = client.get(path).text

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script[^>]*>[^<]", page)
    fetched = re.findall(r'<(?:link|script|img)[^>]*?(?:href|src)="([^"]+)"', page)
    assert fetched
    assert all(address.startswith("/") for address in fetched)
    assert all(client.get(address).status_code == 200 for address in fetched)


def test_files_are_kept_for_ever_under_their_hash(client: TestClient) -> None:
    address = re.search(r"/static/[0-9a-f]{16}/chat\.js", client.get("/chat").text)
    assert address

    packed = client.get(address[0])
    plain = client.get(address[0], headers={"Accept-Encoding": "identity"})

    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert client.get(address[0].replace("chat.js", "..%2fpages.py")).status_code == 404


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "en"),
        ("", "ar-SY,ar;q=0.9,en;q=0.8", "ar"),
        ("", "pl, ar;q=0.1", "ar"),
        ("", "en;q=0, ar;q=nonsense", "en"),
        ("?language=ar", "en", "ar"),
        ("?language=AR-EG", "en", "ar"),
        ("?language=%22%3E%3Cscript%3E", "en", "en"),
    ],
)
def test_the_language_is_hers(client: TestClient, query: str, accepted: str, language: str) -> None:
    response = client.get(f"/{query}", headers={"Accept-Language": accepted})

    assert f'<html lang="{language}"' in response.text
    assert response.headers["content-language"] == language


def test_the_other_ways_in_have_a_link_and_a_code(client: TestClient) -> None:
    assert 'href="https://t.me/sample_bot"' in client.get("/").text

    code = client.get("/qr/telegram.svg")

    assert code.headers["content-type"] == "image/svg+xml"
    assert code.text.startswith("<svg")
    assert client.get("/qr/other.svg").status_code == 404


def test_words_come_in_the_language_asked_for(client: TestClient) -> None:
    answer = client.get("/chat/words.json?language=ar").json()

    assert (answer["language"], answer["direction"]) == ("ar", "rtl")
    assert answer["words"]["send"] == "إرسال"
    assert not [key for key in answer["words"] if "." in key]


WAY_PARTS = ("", "_note", "_button", "_code")
NOT_WORDS = {"page.words", "page.direction", "page.json"}
"""Fields and the name of the answer that carries words; they look like words of the page."""


def _used() -> set[str]:
    """Keys that templates and scripts ask for."""
    source = " ".join(SOURCES.values())
    used = set(re.findall(r'words\["((?:page|landing|sheet|took_part)\.\w+)"', source))
    used |= {
        f"page.{key}" for key in re.findall(r"\b(?:words|words\(\)|fresh)\.([a-z_]+)\b", source)
    }
    used |= {f"page.{key}" for key in re.findall(r'data-(?:says|word[a-z-]*)="(\w+)"', source)}
    for listed in re.findall(r"for key in \[([^]]+)\]", source):
        used |= {f"landing.{key}" for key in re.findall(r'"(\w+)"', listed)}
    used |= {f"landing.{way}{part}" for way in ("telegram", "whatsapp") for part in WAY_PARTS}
    return (used | {"landing.ways_one"}) - NOT_WORDS


def test_every_key_has_words_and_every_word_is_used() -> None:
    known = {key for key in words("en") if not key.startswith(("terminal.", "events.", "live."))}

    assert _used() == known


def test_words_of_pages_hold_no_numbers() -> None:
    assert [text for text in words("en").values() if re.search(r"\d", text)] == []


FORBIDDEN = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    r"document\.write",
    r"document\.cookie",
    r"\beval\b",
    "new Function",
    "localStorage",
]


@pytest.mark.parametrize("name", [name for name in SOURCES if name.endswith(".js")])
def test_scripts_write_text_only(name: str) -> None:
    assert not re.search("|".join(FORBIDDEN), SOURCES[name])
