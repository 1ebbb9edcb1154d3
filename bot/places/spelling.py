"""Names of places, brought to one form: whatever people leave out, add or mistake."""

from bot.engine.matching import normalise

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("ىی", "ي"),
        **dict.fromkeys("ہەةھۃ", "ه"),
        "ک": "ك",
        **dict(zip("қғҳҷłøıđ", "кгхчloid", strict=True)),
        **dict.fromkeys("ъь\u200c\u200d", ""),
    }
)
"""Letters that look or sound alike, written one for another; a Tajik keyboard is rare on phones."""
_WORDS = {"saint": "st", "upon": "on", "and": "", "the": ""}
_JOINTS = frozenset({"on", "under", "in", "by", "le", "next", "super"})
"""After such a word stands what people leave out: Newcastle (upon Tyne)."""


def fold(text: str) -> list[str]:
    """Its words."""
    words = normalise(text).translate(_LETTERS).split()
    return [word for word in (_WORDS.get(word, word) for word in words) if word]


def key(name: str) -> str:
    """What it is looked up by.

    >>> key("Stoke-on-Trent"), key("King's Lynn"), key("Saint Helens")
    ('stokeontrent', 'kingslynn', 'sthelens')
    """
    return "".join(fold(name))


def short_key(name: str) -> str | None:
    """The part before "upon" and the like, when people say it alone."""
    words = fold(name)
    for place, word in enumerate(words):
        if word in _JOINTS and place:
            return "".join(words[:place])
    return None


def is_slip(one: str, other: str) -> bool:
    """Whether one letter is missing, too many, wrong, or changed places with the next.

    >>> is_slip("birmingham", "birmingam"), is_slip("luton", "lutno"), is_slip("luton", "london")
    (True, True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    start = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    rest, longer = one[start:], other[start:]
    if len(one) < len(other):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[1::-1] == longer[:2] and rest[2:] == longer[2:])
