"""Russian and Tajik in Latin letters, read as the Cyrillic they stand for."""

import re

_LONG = "shch:щ sch:щ zh:ж kh:х ts:ц ch:ч sh:ш yo:е jo:е yu:ю ju:ю ya:я ja:я ye:е"
_ONE = "a:а b:б c:ц d:д e:е f:ф g:г i:и k:к l:л m:м n:н o:о p:п r:р s:с t:т u:у v:в w:в y:ы z:з x:х"
_COMMON = dict(pair.split(":") for pair in f"{_LONG} {_ONE} 4:ч 6:ш".split())
_OWN = {
    "ru": {"h": "х", "j": "и", "q": "к", "iy": "ии", "yj": "ии"},
    "tg": {"gh": "г", "h": "х", "j": "ч", "q": "к", "yi": "и", "iy": "и"},
}
_TABLES = {language: _COMMON | own for language, own in _OWN.items()}
_BACK = {cyrillic: latin for latin, cyrillic in reversed(_COMMON.items())} | {
    "е": "e",
    "щ": "sh",
}
_SHORT_I = re.compile(r"(?<=[aeiou])y(?![aeou])|^y(?![aeou])")
"""A `y` that is no vowel of its own: `moy`, `yigit`."""
_PATTERNS = {
    language: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for language, table in _TABLES.items()
}


def to_cyrillic(word: str, language: str) -> str:
    """A folded word (`bot.understanding.reading.fold`) in folded Cyrillic letters."""
    table = _TABLES[language]
    word = _SHORT_I.sub("i", word)
    return _PATTERNS[language].sub(lambda found: table[found[0]], word)


def to_latin(word: str) -> str:
    """The usual way back, for learning what such words look like."""
    return "".join(_BACK.get(letter, letter) for letter in word)
