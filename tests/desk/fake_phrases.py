"""Phrases that advisers propose, in memory."""

from typing import TYPE_CHECKING
from zlib import crc32

from bot.desk.suggestions import Standing, Suggestion

if TYPE_CHECKING:
    from tests.desk.fake import Tables


class FakePhrases:
    """`bot.desk.ports.PhraseStore`."""

    def __init__(self, tables: "Tables") -> None:
        self._tables = tables

    def id_of(self, adviser_id: int, key: str) -> int:
        return crc32(f"{adviser_id} {key}".encode())

    def written_in(self, case_id: int) -> list[str]:
        return [one.text for one in self._tables.messages if one.case_id == case_id]

    def add(self, suggestion: Suggestion) -> bool:
        if self.find(suggestion.id) is not None:
            return False
        self._tables.phrases += (suggestion,)
        return True

    def find(self, suggestion_id: int) -> Suggestion | None:
        return next((one for one in self._tables.phrases if one.id == suggestion_id), None)

    def decide(self, suggestion: Suggestion) -> bool:
        found = self.find(suggestion.id)
        if found is None or found.status is not Standing.PROPOSED:
            return False
        others = (one for one in self._tables.phrases if one.id != suggestion.id)
        self._tables.phrases = (*others, suggestion)
        return True
