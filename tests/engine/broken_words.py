"""For every check of words, words that are broken so that it must speak up, and what else may."""

from bot.engine.checks import (
    canned,
    channels,
    prose,
    reading,
    typed,
    words,
)
from bot.engine.checks.subject import Check
from tests.engine.broken import AR_TEA, EN_TEA, EN_WORDS, Broken

EXPLAIN = '[explain]\ntext = "Tea is a drink."'
CANNED, HELLO = "en/canned.toml", "Hello, I am {name}."
YES = '{ label = "Yes", hint = "I like it.", also = ["yeah", "y"] }'

WORDS: tuple[Broken, ...] = (
    Broken(
        words.everything_said_has_words,
        edits=((EN_TEA, EXPLAIN, ""),),
        says="a state without words",
    ),
    Broken(
        words.everything_said_has_words,
        edits=((EN_TEA, EXPLAIN, '[explain]\ntext = " "'),),
        says="an empty text",
    ),
    Broken(
        words.everything_said_has_words,
        edits=(("ar/guide.toml", '[over]\ntext = "انتهى هذا السؤال."', ""),),
        says="a notice not translated",
    ),
    Broken(
        words.all_words_are_said,
        edits=((EN_TEA, EXPLAIN, f'{EXPLAIN}\n[coffee]\ntext = "Coffee."'),),
        says="words without a state",
    ),
    Broken(
        words.choices_are_worded,
        edits=((EN_TEA, 'choices.no = { label = "No" }', ""),),
        says="a choice without label",
    ),
    Broken(
        words.choices_are_worded,
        edits=((AR_TEA, "[explain]", '[explain]\nchoices.x = { label = "Xx" }'),),
        says="a label without choice",
    ),
    Broken(
        words.questions_have_other_words,
        edits=((EN_TEA, 'again = "Is tea for you?"', ""),),
        says="asked one way only",
    ),
    Broken(
        words.lists_are_worded,
        edits=((EN_TEA, 'black = "black tea"', 'coffee = "coffee"'),),
        says="a phrase too few and one too many",
    ),
    Broken(
        words.placeholders_are_filled,
        edits=(
            (EN_TEA, "You drink:\\n{list}", "You drink"),
            (AR_TEA, "تشربين:\\n{list}", "تشربين"),
        ),
        says="no list",
    ),
    Broken(
        words.placeholders_are_filled,
        edits=((EN_TEA, "Tea is a drink.", "Tea is a drink, {name}."),),
        says="a name",
    ),
    Broken(
        words.placeholders_are_filled,
        edits=((EN_TEA, "Tea is a drink.", "Tea } is a drink."),),
        says="a lone brace",
    ),
    Broken(
        words.placeholders_are_filled,
        edits=((EN_TEA, 'label = "No"', 'label = "No {emergency}"'),),
        says="a label",
    ),
    Broken(
        words.placeholders_are_filled,
        edits=(("en/times.toml", "today at {time}", "today at {emergency} {time}"),),
        says="a number within a sentence",
    ),
    Broken(
        words.placeholders_match_the_base,
        edits=((AR_TEA, "أي نوع؟ عند الخطر اتصلي بالرقم {emergency}.", "أي نوع؟"),),
        says="a number lost in translation",
    ),
    Broken(
        words.help_lines_are_worded,
        edits=(("en/lines.toml", '[helper]\nname = "Helper"', '[other]\nname = "Other"'),),
        says="one nameless, one unknown",
    ),
    Broken(
        canned.canned_replies_are_sound,
        edits=(
            (CANNED, HELLO, "Hello, I am {name}. Call {lines}"),
            ("ar/canned.toml", "{name}", "{name} {lines}"),
        ),
        says="a number",
    ),
    Broken(
        canned.canned_replies_are_sound,
        edits=((CANNED, HELLO, "Hello, I am {name}"[:-1]), ("ar/canned.toml", "{name}", "{name")),
        says="a lone brace",
    ),
    Broken(
        canned.canned_replies_are_sound,
        edits=((CANNED, "Back soon", "Back soon " * 7 + "."),),
        says="a long title",
    ),
    Broken(
        canned.canned_replies_are_sound,
        edits=((CANNED, HELLO, HELLO + " Tea." * 120),),
        says="a long text",
    ),
    Broken(
        canned.canned_replies_are_sound, edits=((CANNED, '"Back soon"', '""'),), says="no title"
    ),
    Broken(
        canned.canned_replies_are_known,
        edits=((CANNED, "[soon]", "[later]"),),
        says="the first language has no such reply",
    ),
    Broken(
        typed.words_mean_one_choice,
        edits=((EN_TEA, '{ label = "No" }', '{ label = "No", also = ["YES!"] }'),),
        says="yes and no",
    ),
    Broken(
        typed.numbers_are_positions,
        edits=((EN_TEA, YES, '{ label = "Yes", also = ["2"] }'),),
        says="two for the first",
    ),
    Broken(
        typed.words_are_not_empty,
        edits=((EN_TEA, YES, '{ label = "Yes", also = ["👍"] }'),),
        says="an emoji",
    ),
    Broken(
        typed.words_are_not_empty,
        edits=((EN_WORDS, '"going to kill"', '"!!!"'),),
        says="a phrase of signs",
    ),
    Broken(typed.commands_have_words, edits=((EN_WORDS, 'hide = ["hide"]', ""),), says="no hide"),
    Broken(
        typed.commands_have_words,
        edits=((EN_WORDS, 'hide = ["hide"]', 'hide = ["hide"]\ndance = ["dance"]'),),
        says="an unknown one",
    ),
    Broken(
        typed.commands_have_words,
        edits=((EN_WORDS, 'phrases = ["has a knife", "going to kill"]', "phrases = []"),),
        says="no danger",
    ),
    Broken(
        typed.commands_have_words,
        edits=((EN_WORDS, 'hide = "Hide this chat"', ""),),
        says="no label",
    ),
    Broken(
        typed.commands_mean_one_thing,
        edits=((EN_WORDS, 'stop = ["stop"]', 'stop = ["stop", "hide"]'),),
        says="stop and hide",
    ),
    Broken(
        typed.danger_is_no_other_command,
        edits=(("ar/words.toml", '"معه سكين"', '"hide"'),),
        says="a command of another language",
    ),
    Broken(
        typed.commands_are_free,
        edits=((EN_TEA, YES, '{ label = "Yes", also = ["menu"] }'),),
        says="yes and the menu",
    ),
    Broken(
        typed.commands_are_free,
        edits=((AR_TEA, '"يغلي"', '"Hide"'),),
        says="a command of another language",
    ),
    Broken(
        typed.commands_are_free,
        edits=((EN_TEA, 'label = "No"', 'label = "Has a knife"'),),
        says="words of danger",
    ),
)


def _explained(check: Check, text: str, says: str) -> Broken:
    """The text of one state, in English, is another one."""
    return Broken(check, edits=((EN_TEA, "Tea is a drink.", text),), says=says)


LONG = (
    "Considerable international organisations systematically investigate the extraordinary "
    "characteristics of individually manufactured beverages throughout innumerable municipalities, "
    "and nobody ever finds it easy."
)

PROSE: tuple[Broken, ...] = (
    _explained(prose.texts_are_clean, "Tea <b>is</b> a drink.", "a tag"),
    _explained(prose.texts_are_clean, "Tea \\u202eis a drink.", "an override"),
    Broken(prose.texts_are_clean, edits=((EN_TEA, '"No"', '" No"'),), says="a space"),
    _explained(prose.prose_holds_no_numbers, "Call 101.", "a short number"),
    _explained(prose.prose_holds_no_numbers, "Call 08 00 11 11.", "a spaced number"),
    Broken(
        prose.prose_holds_no_numbers,
        edits=((AR_TEA, "الشاي مشروب.", "اتصلي ٩٩٩."),),
        says="Arabic digits",
    ),
    _explained(prose.closed_domains_are_not_named, "See wewillinspire.com now.", "a link"),
    Broken(
        prose.refused_words_are_listed,
        edits=((EN_WORDS, 'words = ["terrorist"]', "words = []"),),
        says="no accusing words",
    ),
    _explained(prose.first_lines_are_neutral, "Terrorism and tea.", "a stem"),
    _explained(prose.nobody_is_labelled, "Tea is a drink.\\nHe is a terrorist.", "a label"),
    Broken(
        prose.nobody_is_labelled,
        edits=((CANNED, HELLO, f"{HELLO}\\nHe is a terrorist."),),
        says="a canned reply",
    ),
    Broken(
        prose.signs_are_no_identities,
        edits=((EN_TEA, 'label = "Green"', 'label = "Prays more"'),),
        says="prayer",
    ),
    _explained(reading.messages_are_easy_to_read, LONG, "long words"),
)

CHANNELS: tuple[Broken, ...] = (
    Broken(
        channels.messages_fit_every_channel,
        edits=((EN_TEA, 'label = "Not sure"', 'label = "I am not quite sure about it"'),),
        says="a long label",
    ),
    Broken(
        channels.messages_fit_every_channel,
        edits=((EN_TEA, 'label = "Green"', f'label = "Green", hint = "{"leaf " * 20}."'),),
        says="a long hint",
    ),
    Broken(
        channels.messages_fit_every_channel,
        edits=(("en/guide.toml", 'text = "Choose"', 'text = "Choose one of these answers"'),),
        says="a long word for the list",
    ),
    _explained(channels.messages_fit_every_channel, "Tea.\\n\\n" * 1200 + "Tea.", "too many parts"),
)
