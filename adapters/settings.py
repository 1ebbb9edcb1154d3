"""The settings: what an operator may choose, read once from the environment and then frozen.

The only module that reads the environment. A wrong setting is refused at start, in one sentence
that says which and what to do; the value is never repeated, for it may be a secret.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
)

from adapters.secret_key import ensure_secret_key, is_secret_key
from bot.errors import BadSetting

LANGUAGES = ("en", "ur", "ur-Latn", "ar", "bn", "so", "pa", "tg", "ru", "pl")
"""Every language Hearthline may speak; which of them have been reviewed, the content knows."""


def _secret(pattern: str) -> AfterValidator:
    """A secret of this form. `SecretStr` has no pattern of its own."""

    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise ValueError
        return secret

    return AfterValidator(check)


def _holds_keys(text: SecretStr) -> SecretStr:
    if not is_secret_key(text.get_secret_value()):
        raise ValueError
    return text


def _is_lasting(url: SecretStr) -> SecretStr:
    """SQLite in memory would forget every conversation at the next start."""
    text = url.get_secret_value()
    in_a_file = text.startswith("sqlite:///") and text not in ("sqlite:///", "sqlite:///:memory:")
    on_a_server = urlsplit(text).scheme == "postgresql" and bool(urlsplit(text).netloc)
    if not (in_a_file or on_a_server):
        raise ValueError
    return url


def _is_web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", url):
        raise ValueError
    return url.rstrip("/")


def _known_languages(text: str) -> tuple[str, ...]:
    languages = tuple(language.strip() for language in text.split(",") if language.strip())
    if not set(languages) <= set(LANGUAGES) or len(set(languages)) < len(languages):
        raise ValueError
    return languages


def _is_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError
    return name


def _is_on(text: str) -> bool:
    """Only 1 and 0: a word that one reader takes for yes and another for no may open a webhook."""
    if text not in ("1", "0"):
        raise ValueError
    return text == "1"


Database = Annotated[SecretStr, AfterValidator(_is_lasting)]
Keys = Annotated[SecretStr, AfterValidator(_holds_keys)]
BotToken = Annotated[SecretStr, _secret(r"\d+:[\w-]+")]
WebhookSecret = Annotated[SecretStr, _secret(r"[A-Za-z0-9_-]{1,256}")]
BearerToken = Annotated[SecretStr, _secret(r"[!-~]{16,}")]
WebAddress = Annotated[str, AfterValidator(_is_web_address)]
AccountSid = Annotated[str, Field(pattern=r"^AC[0-9A-Za-z]+$")]
PhoneNumber = Annotated[str, Field(pattern=r"^(whatsapp:)?\+[0-9]{6,15}$")]
PerSecond = Annotated[float, Field(gt=0, le=1000)]
GroupId = Annotated[int, Field(lt=0, gt=-(10**15))]
Switch = Annotated[bool, BeforeValidator(_is_on)]
ZoneName = Annotated[str, AfterValidator(_is_zone)]
Languages = Annotated[tuple[str, ...], BeforeValidator(_known_languages)]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Settings(BaseModel):
    """All settings, named as in the environment, in small letters. Rates are messages a second.

    `secret_key_file` is where the key came from, when it was a file.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    secret_key: Keys
    database_url: Database = SecretStr("sqlite:///var/hearthline.db")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    public_url: WebAddress | None = None
    telegram_token: BotToken | None = None
    telegram_webhook_secret: WebhookSecret | None = None
    telegram_polling: Switch = False
    telegram_api_url: WebAddress = "https://api.telegram.org"
    telegram_per_second: PerSecond = 25.0
    telegram_staff_chat: GroupId | None = None
    twilio_account_sid: AccountSid | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_whatsapp_from: PhoneNumber | None = None
    twilio_api_url: WebAddress = "https://api.twilio.com"
    twilio_content_url: WebAddress = "https://content.twilio.com"
    whatsapp_per_second: PerSecond = 20.0
    languages: Languages = ()
    time_zone: ZoneName = "Europe/London"
    metrics_token: BearerToken | None = None
    log_level: LogLevel = "INFO"
    desk_plan: FilePath | None = None
    understanding_model: Path | None = None
    postcodes_file: FilePath | None = None
    secret_key_file: Path | None = None

    @property
    def has_telegram(self) -> bool:
        return self.telegram_token is not None

    @property
    def has_whatsapp(self) -> bool:
        return self.twilio_account_sid is not None


_A_WEB_ADDRESS = "must be an address that begins with https:// (or http://)"
_A_RATE = "must be a number of messages a second, more than 0 and at most 1000"
WHAT_IT_MUST_BE = {
    "SECRET_KEY": "must hold one key a line, newest first, each 32 random bytes as base64 or hex; "
    "make one with: openssl rand -base64 32",
    "DATABASE_URL": "must be sqlite:///<path> or postgresql://<user>:<password>@<host>/<name>",
    "HOST": "must be the address to listen on, such as 127.0.0.1",
    "PORT": "must be a number from 1 to 65535",
    "PUBLIC_URL": _A_WEB_ADDRESS + " and is the one that providers call",
    "TELEGRAM_TOKEN": "must be the token that BotFather gave: digits, a colon, letters",
    "TELEGRAM_WEBHOOK_SECRET": "must be 1 to 256 letters, digits, _ or -; "
    "make one with: openssl rand -hex 32",
    "TELEGRAM_POLLING": "must be 1 or 0",
    "TELEGRAM_API_URL": _A_WEB_ADDRESS,
    "TELEGRAM_PER_SECOND": _A_RATE,
    "TELEGRAM_STAFF_CHAT": "must be the number of the advisers' group; it begins with -100",
    "TWILIO_ACCOUNT_SID": "must be the account SID of Twilio's console; it begins with AC",
    "TWILIO_AUTH_TOKEN": "must be the auth token of Twilio's console",
    "TWILIO_WHATSAPP_FROM": "must be the sender's number with + and country, without spaces",
    "TWILIO_API_URL": _A_WEB_ADDRESS,
    "TWILIO_CONTENT_URL": _A_WEB_ADDRESS,
    "WHATSAPP_PER_SECOND": _A_RATE,
    "LANGUAGES": "must list languages once each, with commas, the default first, out of: "
    + ", ".join(LANGUAGES),
    "TIME_ZONE": "must be a zone of the IANA database, such as Europe/London",
    "METRICS_TOKEN": "must be at least 16 letters, digits or signs without a space",
    "DESK_PLAN": "must name a file that is there: the desk's plan, made from bot/desk/plan.toml",
    "UNDERSTANDING_MODEL": "must name a model that was made with this version: "
    "hearthline phrases retrain makes it",
    "POSTCODES_FILE": "must name a file that is there: hearthline places import makes it",
    "LOG_LEVEL": "must be DEBUG, INFO, WARNING or ERROR",
}
"""How the refusal of each setting goes on after its name."""


KEY_FILE = "SECRET_KEY_FILE"


def load_settings(
    environment: Mapping[str, str] | None = None, *, own_key: Path | None = None
) -> Settings:
    """The settings in `environment` (None: that of the process). Empty values count as unset.

    `own_key`: a file to keep a master key of our own in, when the environment names none.
    Errors raised: `BadSetting` with every fault found.
    """
    given = {
        name: value.strip()
        for name, value in (os.environ if environment is None else environment).items()
        if value.strip()
    }
    faults = [*_add_key(given, own_key), *_faults_between(given)]
    named = {name.lower(): given[name] for name in (*WHAT_IT_MUST_BE, KEY_FILE) if name in given}
    try:
        settings = Settings.model_validate(named)
    except ValidationError as error:
        wrong = dict.fromkeys(str(fault["loc"][0]).upper() for fault in error.errors())
        faults += [f"{name} {WHAT_IT_MUST_BE[name]}." for name in wrong if name in given]
        raise BadSetting(faults) from None
    if faults:
        raise BadSetting(faults)
    return settings


def _add_key(given: dict[str, str], own_key: Path | None) -> Iterator[str]:
    """Put the master key where it was to be found; one fault when it is not there."""
    if "SECRET_KEY" in given and "SECRET_KEY_FILE" in given:
        yield "SECRET_KEY and SECRET_KEY_FILE are both set: keep one of them."
    elif "SECRET_KEY" not in given:
        try:
            given["SECRET_KEY"] = _key_in_file(given.get(KEY_FILE), own_key)
            given.setdefault(KEY_FILE, str(own_key))
        except (OSError, UnicodeDecodeError) as error:
            yield (
                "SECRET_KEY_FILE must name a file that can be read and holds the master key "
                f"({type(error).__name__}); or set SECRET_KEY."
            )


def _key_in_file(path: str | None, own_key: Path | None) -> str:
    if path is not None:
        return Path(path).read_text(encoding="ascii")
    if own_key is not None:
        return ensure_secret_key(own_key)
    raise FileNotFoundError


def _faults_between(given: Mapping[str, str]) -> Iterator[str]:
    """Settings that are right alone and wrong together."""
    polling = given.get("TELEGRAM_POLLING") == "1"
    telegram, twilio = "TELEGRAM_TOKEN" in given, "TWILIO_ACCOUNT_SID" in given
    if telegram and not polling and "TELEGRAM_WEBHOOK_SECRET" not in given:
        yield (
            "TELEGRAM_TOKEN needs TELEGRAM_WEBHOOK_SECRET as well, "
            "or TELEGRAM_POLLING=1 where there is no public address."
        )
    of_telegram = ("TELEGRAM_WEBHOOK_SECRET", "TELEGRAM_STAFF_CHAT")
    if not telegram and (polling or any(name in given for name in of_telegram)):
        yield "TELEGRAM_TOKEN is missing: set it, or remove the other TELEGRAM_ settings."
    of_twilio = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_FROM")
    missing = [name for name in of_twilio if name not in given]
    if 0 < len(missing) < len(of_twilio):
        yield f"WhatsApp needs {' and '.join(missing)} as well: set all three or none."
    if "PUBLIC_URL" not in given and (twilio or (telegram and not polling)):
        yield "PUBLIC_URL is missing: providers call it, and signatures are checked against it."
