"""The channels as the settings want them. Part of the composition root (`app.py`)."""

from urllib.parse import quote

from adapters.recordings import Recordings
from adapters.settings import Settings
from adapters.telegram.channel import Telegram
from adapters.templates import StoredTemplates
from adapters.webchat.pages import Way
from adapters.whatsapp import Account, WhatsApp
from bot.engine.content import Catalogue


def build_telegram(settings: Settings, recordings: Recordings) -> Telegram | None:
    if settings.telegram_token is None:
        return None
    secret = settings.telegram_webhook_secret
    telegram = Telegram(
        settings.telegram_token.get_secret_value(),
        secret.get_secret_value() if secret else "polling",
        public_url=settings.public_url or "",
        api_url=settings.telegram_api_url,
        polling=settings.telegram_polling,
        recording=recordings.read,
    )
    telegram.per_second = settings.telegram_per_second
    return telegram


def build_whatsapp(
    settings: Settings, templates: StoredTemplates, recordings: Recordings
) -> WhatsApp | None:
    account = whatsapp_account(settings)
    if account is None:
        return None
    return WhatsApp(account, templates, recording_url=recordings.public_url)


def whatsapp_account(settings: Settings) -> Account | None:
    if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
        return None
    return Account(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token.get_secret_value(),
        sender=settings.twilio_whatsapp_from or "",
        public_url=settings.public_url or "",
        api_url=settings.twilio_api_url,
        content_url=settings.twilio_content_url,
        per_second=settings.whatsapp_per_second,
    )


def ways(settings: Settings, telegram: Telegram | None) -> list[Way]:
    """Links to the other channels, as far as they are known now."""
    found = []
    if telegram and telegram.username:
        found.append(Way("telegram", f"https://t.me/{telegram.username}"))
    if settings.twilio_whatsapp_from:
        digits = settings.twilio_whatsapp_from.removeprefix("whatsapp:").removeprefix("+")
        found.append(Way("whatsapp", f"https://wa.me/{digits}"))
    return found


def invitations(settings: Settings, telegram: Telegram | None, given: str) -> list[Way]:
    """Links that lead straight to a flow, with what it is given."""
    starts = {"telegram": f"?start={given}", "whatsapp": f"?text={quote(f'/start {given}')}"}
    chat = Way("webchat", f"{settings.public_url or ''}/chat?flow={given}")
    others = ways(settings, telegram)
    return [chat, *(Way(way.name, way.url + starts[way.name]) for way in others)]


def commands(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """Telegram's command menu: by language, the default one also for everybody else."""
    menus = {
        language.code: list(language.command_labels.items())
        for language in catalogue.languages.values()
    }
    return {"": menus[catalogue.default.code]} | menus
