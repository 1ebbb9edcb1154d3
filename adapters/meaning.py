"""Which model the product understands by."""

from adapters.settings import WHAT_IT_MUST_BE, Settings
from bot.errors import BadSetting
from bot.understanding.model import BadModel, load
from bot.understanding.understanding import Understanding, load_reader, load_understanding

OWN = "UNDERSTANDING_MODEL"


def load_meaning(settings: Settings) -> Understanding:
    """By the model of this installation where there is one, else by the product's.

    Errors raised: BadSetting.
    """
    if settings.understanding_model is None:
        return load_understanding()
    try:
        own = load(settings.understanding_model)
    except BadModel:
        own = None
    if own is None or not own.fits(load()):
        raise BadSetting([f"{OWN} {WHAT_IT_MUST_BE[OWN]}."])
    return Understanding(own, load_reader())
