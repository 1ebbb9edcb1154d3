"""What can be told from how others file and place their entries: never more than stands there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LANGUAGES = {
    "arabic": "ar",
    "bangla": "bn",
    "bengali": "bn",
    "english": "en",
    "panjabi": "pa",
    "polish": "pl",
    "punjabi": "pa",
    "russian": "ru",
    "somali": "so",
    "tajik": "tg",
    "urdu": "ur",
}
AUDIENCE = re.compile(
    r"\b(?:wom[ae]n|mothers?|mums?|parents?|famil(?:y|ies)|carers?|girls?|sisters?)\b",
    re.IGNORECASE,
)
STEP_FREE = re.compile(r"\b(?:step[- ]free|wheelchair)\b", re.IGNORECASE)
CHILDCARE = re.compile(r"\b(?:cr[eè]che|child ?care)\b", re.IGNORECASE)
ONLINE = re.compile(r"\b(?:online|virtual|webinar)\b", re.IGNORECASE)
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b", re.IGNORECASE)
COUNTRY = re.compile(
    r"(?:UK|GB|U\.K\.|United Kingdom|Great Britain|England|Scotland|Wales|Northern Ireland)",
    re.IGNORECASE,
)
COUNTY = re.compile(
    r"(?:\w+ )?(?:\w+shire|greater \w+|county \w+|west midlands|merseyside|tyne (?:and|&) wear|"
    r"cornwall|cumbria|devon|dorset|essex|kent|norfolk|suffolk|surrey|sussex)",
    re.IGNORECASE,
)
TAG = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)
MOST_CATEGORIES = 20
LONGEST_CATEGORY = 60


@dataclass(frozen=True, slots=True)
class Hints:
    languages: tuple[str, ...]
    audience: str
    step_free: bool | None
    childcare: bool | None
    is_online: bool


def hints_of(categories: Sequence[str]) -> Hints:
    names = [" ".join(name.split())[:LONGEST_CATEGORY] for name in categories[:MOST_CATEGORIES]]
    codes = [LANGUAGES[name.lower()] for name in names if name.lower() in LANGUAGES]
    return Hints(
        languages=tuple(dict.fromkeys(codes)),
        audience=", ".join(dict.fromkeys(filter(AUDIENCE.search, names))),
        step_free=any(map(STEP_FREE.search, names)) or None,
        childcare=any(map(CHILDCARE.search, names)) or None,
        is_online=any(map(ONLINE.search, names)),
    )


def language_of(tag: str) -> str:
    found = TAG.fullmatch(tag.strip())
    return found.group(1).lower() if found else "en"


def postcode_of(text: str) -> str:
    """As it is written in full, the last one; "" when there is none."""
    found = POSTCODE.findall(text)
    return " ".join(found[-1]).upper() if found else ""


def town_of(address: str) -> str:
    """Only of a whole postal address, one that ends with a postcode or a country: the town is shown
    to everybody, and a guess could give away the rest."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    is_whole = False
    while parts and COUNTRY.fullmatch(parts[-1]):
        parts.pop()
        is_whole = True
    if parts and POSTCODE.search(parts[-1]):
        parts[-1] = POSTCODE.sub("", parts[-1]).strip()
        is_whole = True
    parts = [part for part in parts if part]
    if len(parts) > 2 and COUNTY.fullmatch(parts[-1]):  # noqa: PLR2004 - a house, a town, a county
        parts.pop()
    town = parts[-1] if is_whole and len(parts) > 1 else ""
    return "" if any(sign.isdigit() for sign in town) else town
