"""A word in borrowed Latin letters without what everybody spells differently.

Urdu, Arabic and Bengali have no settled spelling in Latin letters: `mujhe`, `mujhay` and `mjhe` are
one word. What is left of it are its consonants, sounds that are confused written alike.
"""

import re

_DIGRAPHS = "kh:x gh:g sh:$ ch:c th:t dh:d ph:f bh:b jh:j zh:j"
_LETTERS = "q:k c:k w:v 5:x 7:h 9:k 8:g 6:t 4:d"
_UNHEARD = "32yaeiou"
_ALIKE = dict(pair.split(":") for pair in f"{_DIGRAPHS} {_LETTERS}".split())
_ALIKE |= dict.fromkeys(_UNHEARD, "")
_PATTERN = re.compile("|".join(_ALIKE))
_DOUBLED = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """Of a folded word (`bot.understanding.reading.fold`).

    >>> skeleton("mujhay") == skeleton("mjhe")
    True
    """
    if word.isdecimal():
        return word
    found = _DOUBLED.sub(r"\1", _PATTERN.sub(lambda one: _ALIKE[one[0]], word))
    return found or word
