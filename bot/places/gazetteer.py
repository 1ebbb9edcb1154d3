"""Where somebody is, from what she typed or shared. Nothing of it is kept here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from bot.places import postcodes, table
from bot.places.model import Coordinates, Place
from bot.places.spelling import fold, is_slip
from bot.places.table import HOME, Town
from bot.places.words import LEAD_INS, ORDINARY, WITHIN

ASKED_AT_MOST = 5
FAR_BIGGER = 20
HOME_COUNTS = 50
"""Most who are asked live in the United Kingdom: a town there weighs as much as one abroad with
fifty times its people."""
NEAR_KM = 40.0
WORDS_AT_MOST = 80
NAME_WORDS_AT_MOST = 6
STEMS_IN_AT_MOST = 6
SLIPS_IN_AT_MOST = 4
"""Words of a text: in a longer one what is nearly a name is more likely another word."""
SLIP_LETTERS = 5
SLIP_PEOPLE = 5_000
"""A slip towards a village is more likely another word."""
STEM_LETTERS = {True: 5, False: 4}
"""Of a Latin word, of another."""
ENDING_LETTERS = 3
BEFORE = ("ب", "ل", "و", "ف", "ال", "بال")
"""What Arabic writes onto a name: in, to, and."""
FALLS_BACK = {"tg": "ru"}


class Found(NamedTuple):
    """`is_certain`: there is one place, or one that is far likelier than any other."""

    places: tuple[Place, ...]
    is_certain: bool


NOTHING = Found((), False)


class Gazetteer:
    """`exact`: centres of postcode districts and sectors, where the operator imported them."""

    def __init__(self, exact: Mapping[str, Coordinates] | None = None) -> None:
        self._exact = exact or {}

    def find(self, text: str, near: Coordinates | None = None) -> Found:
        words = fold(text)[:WORDS_AT_MOST]
        code = postcodes.district(words, self._districts)
        if code:
            return Found((self._districts[code],), True)
        for towns in self._ways(words):
            if towns:
                return _chosen(towns, "".join(words), near)
        return NOTHING

    def is_home(self, text: str) -> bool:
        """Whether it names a place in the United Kingdom and says nothing else."""
        words = fold(text)
        while words and words[0] in WITHIN:
            words = words[1:]
        name = "".join(words)
        if len(words) > NAME_WORDS_AT_MOST or name in ORDINARY:
            return False
        if postcodes.district([name], self._districts):
            return True
        towns = self._by_key.get(name) or (self._stems(words) if len(words) == 1 else [])
        return bool(towns) and _biggest(towns).place.country == HOME

    def place(self, name: str) -> Place | None:
        """By its id."""
        town = self._towns.get(name)
        return town.place if town else self._districts.get(name)

    def name_of(self, place: Place, language: str) -> str:
        """In her script where it is known, else in English."""
        town = self._towns.get(place.id)
        names = town.names if town else {}
        return names.get(language) or names.get(FALLS_BACK.get(language, ""), place.name)

    def nearest(self, at: Coordinates) -> Place:
        """The town or quarter; a postcode district where its exact centre is known and nearer."""
        places = [town.place for town in self._towns.values()]
        exact = [self._districts[code] for code in self._districts if code in self._exact]
        close = [one for one in (*places, *exact) if abs(one.at.latitude - at.latitude) < 1]
        return min(close or places, key=lambda one: one.at.km_to(at))

    def districts_within(self, place: Place, km: float) -> tuple[Place, ...]:
        """Postcode districts, the nearest first."""
        some = ((one.at.km_to(place.at), one) for one in self._districts.values())
        close = [(away, one) for away, one in some if away <= km and not one.id.isalpha()]
        return tuple(one for _, one in sorted(close, key=lambda pair: (pair[0], pair[1].id)))

    def at_postcode(self, text: str) -> Coordinates | None:
        """For a venue: the centre of its sector where imported, else of its district."""
        words = fold(text)
        code = postcodes.district(words, self._districts)
        if code is None:
            return None
        return self._exact.get(postcodes.sector(words) or "", self._districts[code].at)

    @cached_property
    def _towns(self) -> dict[str, Town]:
        return {town.place.id: town for town in table.towns()}

    @cached_property
    def _districts(self) -> dict[str, Place]:
        return {one.id: self._placed(one) for one in table.districts()}

    def _placed(self, one: Place) -> Place:
        at = self._exact.get(one.id)
        return Place(one.id, one.name, one.region, one.country, at) if at else one

    @cached_property
    def _by_key(self) -> dict[str, list[Town]]:
        """The whole names of towns; cut short ones where no far bigger town is called that."""
        whole: defaultdict[str, list[Town]] = defaultdict(list)
        short: defaultdict[str, list[Town]] = defaultdict(list)
        for town in self._towns.values():
            for key in town.keys:
                (short if key[0] == "~" else whole)[key.removeprefix("~")].append(town)
        for key, towns in short.items():
            most = max((_weight(town) for town in whole.get(key, ())), default=0)
            whole[key] += [town for town in towns if 2 * _weight(town) >= most]
        return dict(whole)

    @cached_property
    def _by_length(self) -> dict[tuple[int, str], list[str]]:
        """And by the first letter."""
        found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for key, towns in self._by_key.items():
            if len(key) >= SLIP_LETTERS - 1 and _biggest(towns).people >= SLIP_PEOPLE:
                found[len(key), key[0]].append(key)
        return dict(found)

    def _ways(self, words: Sequence[str]) -> Iterator[list[Town]]:
        """The likelier ways to read it first."""
        yield self._by_key.get("".join(words), [])
        yield self._longest(words)
        if len(words) <= STEMS_IN_AT_MOST:
            yield self._stems(words)
        if len(words) <= SLIPS_IN_AT_MOST:
            yield self._slips(words)

    def _longest(self, words: Sequence[str]) -> list[Town]:
        best = ""
        for start, stop in _windows(len(words), NAME_WORDS_AT_MOST):
            key = "".join(words[start:stop])
            is_name = len(key) > len(best) and key in self._by_key
            if is_name and _is_meant(words, start, stop):
                best = key
        return self._by_key.get(best, [])

    def _stems(self, words: Iterable[str]) -> list[Town]:
        """Names with an ending ("в Лондоне", "w Londynie", "লুটনে") or with what Arabic puts
        before them."""
        found = (
            self._by_key[stem]
            for word in words
            if word not in ORDINARY
            for stem in _cut(word)
            if stem not in ORDINARY and self._is_known_town(stem)
        )
        return next(found, [])

    def _is_known_town(self, key: str) -> bool:
        return any(town.people >= SLIP_PEOPLE for town in self._by_key.get(key, ()))

    def _slips(self, words: Sequence[str]) -> list[Town]:
        found: dict[str, Town] = {}
        for start, stop in _windows(len(words), 3):
            key = "".join(words[start:stop])
            if len(key) >= SLIP_LETTERS and ORDINARY.isdisjoint(words[start:stop]):
                found |= {town.place.id: town for town in self._slip(key)}
        return list(found.values())

    def _slip(self, key: str) -> Iterator[Town]:
        """Hardly anybody mistakes the first letter."""
        for length in range(len(key) - 1, len(key) + 2):
            for name in self._by_length.get((length, key[0]), ()):
                if is_slip(key, name):
                    yield from self._by_key[name]


@cache
def known_places() -> Gazetteer:
    """With the centres of districts that it came with."""
    return Gazetteer()


def _windows(count: int, longest: int) -> Iterator[tuple[int, int]]:
    for size in range(min(longest, count), 0, -1):
        yield from ((start, start + size) for start in range(count - size + 1))


def _is_meant(words: Sequence[str], start: int, stop: int) -> bool:
    """Towns are called Over, Hope and Reading: in a sentence these are mostly words."""
    if "".join(words[start:stop]) not in ORDINARY and ORDINARY.isdisjoint(words[start:stop]):
        return True
    return stop - start > 1 or (start > 0 and words[start - 1] in LEAD_INS)


def _cut(word: str) -> Iterator[str]:
    is_latin = word[0].isascii()
    least = STEM_LETTERS[is_latin]
    for before in BEFORE:
        if word.startswith(before) and len(word) - len(before) >= least - 1:
            yield word.removeprefix(before)
    for ending in range(1, ENDING_LETTERS + 1):
        stem = word[:-ending]
        if len(stem) >= least:
            yield stem
            yield stem + "a"


def _biggest(towns: Sequence[Town]) -> Town:
    return max(towns, key=_weight)


def _weight(town: Town) -> int:
    return max(town.people, 1) * (HOME_COUNTS if town.place.country == HOME else 1)


def _chosen(towns: Sequence[Town], text: str, near: Coordinates | None) -> Found:
    """All of one name: the one whose region she named, or where she is, or the far bigger one."""
    said = [town for town in towns if "".join(fold(town.place.region)) in text]
    close = [town for town in towns if near and town.place.at.km_to(near) <= NEAR_KM]
    for some in (said, close):
        if len(some) == 1:
            return Found((some[0].place,), True)
    ordered = sorted(towns, key=_weight, reverse=True)
    if len(ordered) == 1 or _weight(ordered[0]) >= FAR_BIGGER * _weight(ordered[1]):
        return Found((ordered[0].place,), True)
    return Found(tuple(town.place for town in ordered[:ASKED_AT_MOST]), False)
