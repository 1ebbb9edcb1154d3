"""What still stands between an installation and going live, and which languages are offered."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.app import offered
from adapters.launch import standing_in_the_way
from adapters.settings import Settings, load_settings
from tests.engine import world
from tests.test_governance import settled

KEY = "11" * 32
ALL_SET = {
    "SECRET_KEY": KEY,
    "PUBLIC_URL": "https://guide.example.org",
    "TELEGRAM_TOKEN": "123456:TEST-token",
    "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-ours",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "canary-auth-token",
    "TWILIO_WHATSAPP_FROM": "+15550100000",
}
NO_ADVISER = "No adviser can answer yet"


def lines(settings: Settings) -> list[str]:
    """Beside the advisers, who are not part of this version."""
    found = standing_in_the_way(settings, settled(), world.TODAY)
    assert [line for line in found if line.startswith(NO_ADVISER)]
    return [line for line in found if not line.startswith(NO_ADVISER)]


def without(*names: str, **more: str) -> Settings:
    given = {name: value for name, value in ALL_SET.items() if not name.startswith(names)}
    return load_settings(given | more)


def test_when_all_is_set_only_advisers_are_missing() -> None:
    assert lines(load_settings(ALL_SET)) == []


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (without("TELEGRAM"), "Telegram is off"),
        (without("TELEGRAM_WEBHOOK", TELEGRAM_POLLING="1"), "Telegram is polled"),
        (without("TWILIO"), "WhatsApp is off"),
        (without("PUBLIC", PUBLIC_URL="http://guide.example.org"), "PUBLIC_URL is not https"),
    ],
    ids=["no telegram", "polling", "no whatsapp", "http"],
)
def test_what_is_not_set_up_is_said(settings: Settings, says: str) -> None:
    [line] = lines(settings)
    assert line.startswith(says)


def test_without_an_address_everything_outside_is_off() -> None:
    found = lines(load_settings({"SECRET_KEY": KEY}))
    assert [line.split(" is ")[0] for line in found] == ["PUBLIC_URL", "Telegram", "WhatsApp"]


def test_a_key_that_others_can_read_is_named(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text(KEY)
    key.chmod(0o644)
    settings = without("SECRET_KEY", SECRET_KEY_FILE=str(key))
    [line] = lines(settings)
    assert f"{key} can be read by others" in line
    key.chmod(0o600)
    assert lines(settings) == []


def test_words_that_owe_something_are_listed_as_well() -> None:
    words = world.subject().catalogue
    found = standing_in_the_way(load_settings(ALL_SET), words, world.TODAY)
    assert any(line.startswith("lines.toml helper") for line in found)
    assert any(line.startswith("sources.toml tea") for line in found)


def test_only_languages_that_a_reader_has_passed_are_offered_in_production() -> None:
    words = settled()
    draft = replace(words.languages["ar"], is_reviewed=False)
    drafted = replace(words, languages={**words.languages, "ar": draft})
    assert offered(words, drafts=False) == ("en", "ar")
    assert offered(drafted, drafts=False) == ("en",)
    assert offered(drafted, drafts=True) == ("en", "ar")


def test_the_default_language_is_always_offered() -> None:
    words = settled()
    draft = replace(words.default, is_reviewed=False)
    drafted = replace(words, languages={**words.languages, "en": draft})
    assert offered(drafted, drafts=False) == ("en", "ar")
