"""For every check of where words come from and whether they still stand: broken so that it must
speak up."""

from bot.engine.checks import safety, sources, translations
from bot.engine.flow import say
from bot.messages import Urgency
from tests.engine import world
from tests.engine.broken import EN_TEA, Broken, with_states
from tests.engine.broken_numbers import EXPLAINED

QUESTIONS = 'questions = ["tea.drinks"'


def _asks(key: str, says: str) -> Broken:
    listed = (("sources.toml", QUESTIONS, f'{QUESTIONS}, "{key}"'),)
    return Broken(sources.questions_only_ask, edits=listed, says=says)


HISTORY: tuple[Broken, ...] = (
    Broken(sources.advice_has_sources, edits=(("sources.toml", EXPLAINED, ""),), says="a say"),
    Broken(
        sources.advice_has_sources,
        edits=(("sources.toml", QUESTIONS, 'questions = ["tea.cups"'),),
        says="a question nobody called one",
    ),
    _asks("tea.coffee", "nobody asks it"),
    _asks("menu.main", "furniture"),
    _asks("tea.which", "a tip as well"),
    Broken(
        sources.questions_only_ask,
        edits=(
            ("sources.toml", EXPLAINED, ""),
            ("sources.toml", QUESTIONS, f'{QUESTIONS}, "tea.explain"'),
        ),
        says="it only tells",
    ),
    Broken(
        sources.sources_are_open,
        edits=(("sources.toml", "a book about tea", "https://www.wewillinspire.com/tips"),),
        says="a closed site",
    ),
    Broken(
        translations.translations_are_fresh,
        edits=((EN_TEA, "Tea is a drink.", "Tea is a hot drink."),),
        says="the base has changed",
    ),
    Broken(
        translations.translations_are_fresh,
        edits=(("ar/status.toml", '"tea.explain" =', '"tea.gone" ='),),
        says="no fingerprint",
    ),
    Broken(
        translations.pages_are_worded,
        edits=(("en/web.toml", "\n", '[page]\ntab = "Chat"'),),
        says="a page not translated",
    ),
    Broken(
        translations.pages_are_worded,
        edits=(("ar/web.toml", "\n", '[page]\ntab = "Chat"'),),
        says="a word of no page",
    ),
)

SAFETY: tuple[Broken, ...] = (
    Broken(
        safety.urgent_help_begins_with_the_number,
        edits=(
            ("en/urgent.toml", 'text = "{lines}\\n\\nCall now."', 'text = "Now.\\n\\n{lines}"'),
        ),
        says="a word before the number",
    ),
    Broken(
        safety.urgent_help_begins_with_the_number,
        with_states(of=world.URGENT, urgency=Urgency.PROMPT),
        says="it could rest",
    ),
    Broken(
        safety.safety_texts_hold_a_number,
        with_states(say("calm", then="numbers"), of=world.URGENT, start="numbers"),
        edits=tuple(
            (f"{language}/urgent.toml", "[numbers]", '[calm]\ntext = "OK."\n\n[numbers]')
            for language in ("en", "ar")
        ),
        says="without one",
    ),
)
