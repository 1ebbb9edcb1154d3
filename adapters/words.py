"""The content in the languages of this installation."""

from adapters.settings import Settings
from bot.engine.content import Catalogue
from bot.engine.loading import load_catalogue
from bot.errors import BadSetting


def load_words(settings: Settings, *, drafts: bool = False) -> Catalogue:
    """The content in the languages that are enabled: those that LANGUAGES names, else the reviewed
    ones and the default one; with `drafts` all there are. Errors raised: BadContent, BadSetting."""
    catalogue = load_catalogue()
    missing = [code for code in settings.languages if code not in catalogue.languages]
    if missing:
        raise BadSetting([f"LANGUAGES names {', '.join(missing)}, which has no content yet."])
    return catalogue.with_only(settings.languages or offered(catalogue, drafts=drafts))


def offered(catalogue: Catalogue, *, drafts: bool) -> tuple[str, ...]:
    """The languages to offer where the operator names none. The default one always is."""
    languages = catalogue.languages.values()
    passed = [one.code for one in languages if drafts or one.is_reviewed]
    return tuple(dict.fromkeys([catalogue.default.code, *passed]))
