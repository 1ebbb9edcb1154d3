"""Settings: right ones are read, wrong ones are refused in one sentence that repeats no secret."""

import base64
from pathlib import Path

import pytest

from adapters.secret_key import ensure_secret_key
from adapters.settings import LANGUAGES, WHAT_IT_MUST_BE, Settings, load_settings
from bot.errors import BadSetting

KEY = base64.b64encode(bytes(range(32))).decode()
TELEGRAM = {"TELEGRAM_TOKEN": "123456:TEST-token", "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-ours"}
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "canary-auth-token",
    "TWILIO_WHATSAPP_FROM": "+15550100000",
}
PUBLIC = {"PUBLIC_URL": "https://guide.example.org/"}


def settings(**environment: str) -> Settings:
    return load_settings({"SECRET_KEY": KEY, **environment})


def faults(**environment: str) -> list[str]:
    with pytest.raises(BadSetting) as refused:
        settings(**environment)
    return refused.value.faults


def test_a_key_is_all_that_must_be_given() -> None:
    read = settings()
    assert (read.host, read.port, read.log_level) == ("127.0.0.1", 8000, "INFO")
    assert read.database_url.get_secret_value() == "sqlite:///var/hearthline.db"
    assert not read.has_telegram
    assert not read.has_whatsapp
    assert read.languages == ()
    assert (read.telegram_per_second, read.whatsapp_per_second) == (25, 20)


def test_everything_given_is_read() -> None:
    read = settings(
        **TELEGRAM, **TWILIO, **PUBLIC, PORT="9000", LANGUAGES="ur, en", LOG_LEVEL="DEBUG"
    )
    assert read.has_telegram
    assert read.has_whatsapp
    assert read.public_url == "https://guide.example.org"
    assert read.languages == ("ur", "en")
    assert (read.port, read.log_level) == (9000, "DEBUG")


def test_the_desk_may_have_a_plan_of_its_own(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.touch()
    assert settings(DESK_PLAN=str(plan)).desk_plan == plan
    assert settings().desk_plan is None


def test_a_model_of_ones_own_is_not_there_before_it_is_trained(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    assert settings(UNDERSTANDING_MODEL=str(path)).understanding_model == path
    assert settings().understanding_model is None


def test_empty_values_count_as_unset() -> None:
    assert settings(**dict.fromkeys(WHAT_IT_MUST_BE.keys() - {"SECRET_KEY"}, "  ")) == settings()


def test_other_variables_are_nobodys_business() -> None:
    assert settings(PATH="/bin", port="nonsense") == settings()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings().port = 1


def test_every_setting_has_a_sentence() -> None:
    told_by_reading = {"SECRET_KEY_FILE"}
    assert {name.upper() for name in Settings.model_fields} - told_by_reading == set(
        WHAT_IT_MUST_BE
    )


def test_where_the_key_came_from_is_known(tmp_path: Path) -> None:
    named, own = tmp_path / "named", tmp_path / "own"
    named.write_text(KEY)
    assert settings().secret_key_file is None
    assert load_settings({"SECRET_KEY_FILE": str(named)}, own_key=own).secret_key_file == named
    assert load_settings({}, own_key=own).secret_key_file == own


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short-canary"),
        ("SECRET_KEY", KEY + "\ncanary"),
        ("DATABASE_URL", "mysql://canary@db/x"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgresql:canary"),
        ("PORT", "canary"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PUBLIC_URL", "guide.canary.org"),
        ("PUBLIC_URL", "ftp://guide.canary.org"),
        ("PUBLIC_URL", "https://"),
        ("TELEGRAM_API_URL", "canary"),
        ("TWILIO_API_URL", "canary"),
        ("TWILIO_CONTENT_URL", "canary"),
        ("TELEGRAM_PER_SECOND", "0"),
        ("WHATSAPP_PER_SECOND", "canary"),
        ("LANGUAGES", "en,canary"),
        ("LANGUAGES", "en,en"),
        ("METRICS_TOKEN", "canary"),
        ("METRICS_TOKEN", "canary canary canary"),
        ("LOG_LEVEL", "canary"),
        ("DESK_PLAN", "/nowhere/canary.toml"),
        ("DESK_PLAN", "/"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_sentence(name: str, value: str) -> None:
    (fault,) = faults(**{name: value})
    assert fault == f"{name} {WHAT_IT_MUST_BE[name]}."
    assert "canary" not in fault


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "canary"),
        ("TELEGRAM_TOKEN", "12:canary/../x"),
        ("TELEGRAM_WEBHOOK_SECRET", "canary with spaces"),
        ("TELEGRAM_WEBHOOK_SECRET", "c" * 257),
        ("TELEGRAM_POLLING", "canary"),
        ("TELEGRAM_POLLING", "false"),
        ("TWILIO_ACCOUNT_SID", "canary"),
        ("TWILIO_WHATSAPP_FROM", "0207canary"),
    ],
)
def test_a_wrong_channel_setting_is_refused_in_one_sentence(name: str, value: str) -> None:
    (fault,) = faults(**{**TELEGRAM, **TWILIO, **PUBLIC, name: value})
    assert fault == f"{name} {WHAT_IT_MUST_BE[name]}."


def test_every_fault_is_told_at_once() -> None:
    found = faults(PORT="x", LOG_LEVEL="x", TELEGRAM_TOKEN="1:x")
    assert [fault.split()[0] for fault in found] == [
        "TELEGRAM_TOKEN",
        "PUBLIC_URL",
        "PORT",
        "LOG_LEVEL",
    ]


def test_a_telegram_token_needs_a_secret_or_polling() -> None:
    (fault,) = faults(**PUBLIC, TELEGRAM_TOKEN="1:x")
    assert "TELEGRAM_WEBHOOK_SECRET" in fault
    assert "TELEGRAM_POLLING=1" in fault
    assert settings(TELEGRAM_TOKEN="1:x", TELEGRAM_POLLING="1").telegram_polling


@pytest.mark.parametrize("rest", [{"TELEGRAM_POLLING": "1"}, {"TELEGRAM_WEBHOOK_SECRET": "x"}])
def test_telegram_settings_without_a_token_are_refused(rest: dict[str, str]) -> None:
    (fault,) = faults(**rest)
    assert fault.startswith("TELEGRAM_TOKEN is missing")


@pytest.mark.parametrize("missing", TWILIO)
def test_a_part_of_the_twilio_settings_is_refused(missing: str) -> None:
    given = {name: value for name, value in TWILIO.items() if name != missing}
    (fault,) = faults(**PUBLIC, **given)
    assert missing in fault
    assert "canary" not in fault


@pytest.mark.parametrize("channel", [TELEGRAM, TWILIO])
def test_a_channel_that_is_called_needs_a_public_address(channel: dict[str, str]) -> None:
    (fault,) = faults(**channel)
    assert fault.startswith("PUBLIC_URL is missing")


def test_no_key_is_refused() -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY_FILE must name a file"):
        load_settings({})


def test_two_places_for_the_key_are_refused() -> None:
    (fault,) = faults(SECRET_KEY_FILE="x")
    assert "keep one" in fault


def test_the_key_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{bytes(32).hex()}\n{KEY}\n")
    read = load_settings({"SECRET_KEY_FILE": str(file)})
    assert read.secret_key.get_secret_value().splitlines() == [bytes(32).hex(), KEY]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(BadSetting, match=r"^SECRET_KEY") as refused:
        load_settings({"SECRET_KEY_FILE": str(file)})
    assert len(refused.value.faults) == 1


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY_FILE"):
        load_settings({"SECRET_KEY_FILE": str(tmp_path / "none")}, own_key=tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_an_own_key_is_made_once_and_only_when_needed(tmp_path: Path) -> None:
    own = tmp_path / "var" / "secret.key"
    assert load_settings({"SECRET_KEY": KEY}, own_key=own) == settings()
    assert not own.exists()
    first, second = load_settings({}, own_key=own), load_settings({}, own_key=own)
    assert first == second
    assert ensure_secret_key(own).strip() == first.secret_key.get_secret_value()
    assert own.stat().st_mode & 0o777 == 0o600
    assert list(own.parent.iterdir()) == [own]


def test_no_secret_is_shown() -> None:
    read = settings(**TELEGRAM, **TWILIO, **PUBLIC, METRICS_TOKEN="canary-of-16-signs")
    shown = repr(read) + str(read)
    hidden = [KEY, "TEST-token", "a-secret-of-ours", "canary"]
    assert [secret for secret in hidden if secret in shown] == []


def test_a_database_password_is_not_shown() -> None:
    read = settings(DATABASE_URL="postgresql://us:canary@db.example.org/hearthline")
    assert "canary" not in repr(read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_can_be_enabled_alone(language: str) -> None:
    assert settings(LANGUAGES=language).languages == (language,)
