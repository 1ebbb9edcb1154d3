"""What somebody looks for on the public page: read from the address, and kept nowhere."""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from bot.places.model import Place

NEAR_AT_MOST = 80
PLACE_AT_MOST = 40
"""Characters."""


class Wish(NamedTuple):
    """`near`: a town or a postcode as it was typed; `place`: the id of one that was chosen of
    several. `spoken`: the code of a language, or ""."""

    near: str = ""
    place: str = ""
    spoken: str = ""
    online: bool = False

    @property
    def is_none(self) -> bool:
        return not any(self)

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.spoken,) if self.spoken else ()

    def path_for(self, place: Place, language: str) -> str:
        """The same, near this place."""
        query = {"place": place.id, "spoken": self.spoken, "language": language}
        return f"/events?{urlencode({name: text for name, text in query.items() if text})}"


def wish_of(query: QueryParams, spoken: Collection[str]) -> Wish:
    """What is malformed counts as not said."""
    language = query.get("spoken", "")
    return Wish(
        " ".join(query.get("near", "").split())[:NEAR_AT_MOST],
        query.get("place", "")[:PLACE_AT_MOST],
        language if language in spoken else "",
        query.get("online", "") == "1",
    )
