"""Words that are names of towns as well, or nearly: in a sentence they are words."""

from pathlib import Path

LEAD_INS = frozenset(
    ("in", "near", "nr", "around", "from", "at", "to", "by", "is", "live", "w", "z")
)
"""After these a name is meant after all: "I live in Reading"."""

WITHIN = frozenset(("in", "near", "nr", "around", "at", "w", "в", "около", "дар"))
"""Before a name these say where somebody is, never where one goes."""

ORDINARY = frozenset(Path(__file__).with_name("ordinary.txt").read_text("utf-8").split())
