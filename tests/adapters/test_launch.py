"""What still stands between an installation and going live, and which languages are offered."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.desk import PLANS
from adapters.launch import standing_in_the_way
from adapters.settings import Settings, load_settings
from adapters.words import offered
from bot.desk.model import Adviser, Role
from bot.reminders.templates import template_name
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
    "DESK_PLAN": str(PLANS / "plan.toml"),
}
AMINA = Adviser(1, "amina", "Amina", Role.ADVISER)
LENA = Adviser(2, "lena", "Lena", Role.LEAD)
EDITOR = Adviser(3, "edi", "Edi", Role.EDITOR)

APPROVED = frozenset({template_name("en")})


def lines(settings: Settings, advisers: Sequence[Adviser] = (AMINA, LENA)) -> list[str]:
    return standing_in_the_way(settings, settled(), world.TODAY, advisers, APPROVED)


def without(*names: str, **more: str) -> Settings:
    given = {name: value for name, value in ALL_SET.items() if not name.startswith(names)}
    return load_settings(given | more)


def test_when_all_is_set_nothing_stands_in_the_way() -> None:
    assert lines(load_settings(ALL_SET)) == []


def test_without_advisers_nobody_answers_and_nobody_is_alerted() -> None:
    found = lines(load_settings(ALL_SET), [])
    assert [line.split(":")[0] for line in found] == [
        "No adviser can answer",
        "No lead can be alerted",
    ]


def gone(adviser: Adviser) -> Adviser:
    return replace(adviser, is_disabled=True)


@pytest.mark.parametrize(
    ("advisers", "says"),
    [
        ((AMINA, EDITOR), "No lead can be alerted"),
        ((AMINA, gone(LENA)), "No lead can be alerted"),
        ((AMINA, LENA, replace(AMINA, id=4, login="demo")), "The demo adviser can log in"),
    ],
    ids=["no lead", "a lead who is disabled", "demo"],
)
def test_who_sits_at_the_desk_is_looked_at(advisers: Sequence[Adviser], says: str) -> None:
    [line] = lines(load_settings(ALL_SET), advisers)
    assert line.startswith(says)


def test_what_is_wrong_with_the_plan_is_said(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('zone = "Nowhere"\n[queues.general]\n')
    [line] = lines(without("DESK_PLAN", DESK_PLAN=str(plan)))
    assert line.startswith("plan.toml zone must be the name of a time zone")


def test_an_editor_alone_answers_nobody() -> None:
    assert lines(load_settings(ALL_SET), [EDITOR])[0].startswith("No adviser can answer")


def test_a_demo_adviser_who_is_disabled_is_in_nobodys_way() -> None:
    demo = gone(replace(AMINA, id=4, login="demo"))
    assert lines(load_settings(ALL_SET), [AMINA, LENA, demo]) == []


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (without("TELEGRAM"), "Telegram is off"),
        (without("TELEGRAM_WEBHOOK", TELEGRAM_POLLING="1"), "Telegram is polled"),
        (without("TWILIO"), "WhatsApp is off"),
        (without("PUBLIC", PUBLIC_URL="http://guide.example.org"), "PUBLIC_URL is not https"),
        (without("DESK_PLAN"), "DESK_PLAN is not set"),
    ],
    ids=["no telegram", "polling", "no whatsapp", "http", "no plan"],
)
def test_what_is_not_set_up_is_said(settings: Settings, says: str) -> None:
    [line] = lines(settings)
    assert line.startswith(says)


def test_without_an_address_everything_outside_is_off() -> None:
    found = lines(load_settings({"SECRET_KEY": KEY}))
    off = ["PUBLIC_URL", "Telegram", "WhatsApp", "DESK_PLAN"]
    assert [line.split(" is ")[0] for line in found] == off


def test_a_key_that_others_can_read_is_named(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text(KEY)
    key.chmod(0o644)
    settings = without("SECRET_KEY", SECRET_KEY_FILE=str(key))
    [line] = lines(settings)
    assert f"{key} can be read by others" in line
    key.chmod(0o600)
    assert lines(settings) == []


def test_whatsapp_needs_a_message_that_may_be_sent_at_any_time() -> None:
    settings, staff = load_settings(ALL_SET), [AMINA, LENA]
    [line] = standing_in_the_way(settings, settled(), world.TODAY, staff)
    assert line.endswith("reminders and answers are lost; hearthline template create.")
    without_it = without("TWILIO")
    assert not any("approved" in one for one in lines(without_it))


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
