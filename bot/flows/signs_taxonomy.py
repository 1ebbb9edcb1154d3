"""The signs and their levels, as data: facts 2.4, whose ids, levels and sources these are.

Every sign means "new, growing and out of character for this one person". What is never a sign
(facts 2.2: faith, dress, language, politics, family abroad, being lonely or online a lot) has no
row here and must not get one. The words are in `content/<language>/signs.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Level(StrEnum):
    """What one sign asks for. CARE is our name for the crisis lines of URG-5 when it is not now."""

    NOTICE = "W"  # worth noticing and talking about
    ADVICE = "A"  # ask for advice this week
    TODAY = "T"  # call today
    EMERGENCY = "E"  # 999 now
    CARE = "C"  # crisis lines


@dataclass(frozen=True, slots=True)
class Sign:
    """`asks` names the one question whose "yes" makes it an emergency; `level` holds otherwise.

    `could_be`: it has other everyday causes, worded as the phrase `could_be.<id>`.
    """

    id: str
    level: Level
    source: str
    could_be: bool = True
    asks: str = ""


_W, _A, _T, _E, _C = Level.NOTICE, Level.ADVICE, Level.TODAY, Level.EMERGENCY, Level.CARE

GROUPS: Mapping[str, tuple[Sign, ...]] = MappingProxyType(
    {
        "behaviour": (
            Sign("BEH-1", _W, "NSPCC; Educate Against Hate"),
            Sign("BEH-2", _W, "NSPCC"),
            Sign("BEH-3", _W, "Educate Against Hate; police"),
            Sign("BEH-4", _A, "NSPCC 2016"),
            Sign("BEH-5", _A, "NSPCC; Brighton"),
            Sign("BEH-6", _A, "to be verified"),
            Sign("BEH-7", _T, "DfE, to be verified"),
        ),
        "online": (
            Sign("ONL-1", _W, "Educate Against Hate"),
            Sign("ONL-2", _A, "Educate Against Hate; Brighton"),
            Sign("ONL-3", _A, "Brighton; police"),
            Sign("ONL-4", _T, "Brighton", could_be=False),
            Sign("ONL-5", _T, "to be verified", asks="threat_now"),
            Sign("ONL-6", _T, "police lists", asks="materials"),
        ),
        "people": (
            Sign("REL-1", _W, "NSPCC"),
            Sign("REL-2", _A, "ACT Early"),
            Sign("REL-3", _A, "ACT Early"),
            Sign("REL-4", _T, "Metropolitan Police, Prevent Tragedies 2015"),
            Sign("REL-5", _T, "NSPCC", could_be=False),
        ),
        "ideas": (
            Sign("IDE-1", _W, "ACT Early; exithate.com"),
            Sign("IDE-2", _A, "exithate.com; DfE, to be verified"),
            Sign("IDE-3", _A, "Educate Against Hate"),
            Sign("IDE-4", _T, "Brighton; North Tyneside", could_be=False),
            Sign("IDE-5", _T, "Home Office fixation cases; DfE referral list"),
            Sign("IDE-6", _T, "JAAPL table; Moskalenko et al."),
        ),
        "travel": (
            Sign("TRV-1", _A, "police 2014-15"),
            Sign("TRV-2", _T, "merseyside.police.uk; ABTA at travelmole.com"),
            Sign("TRV-3", _T, "travelmole.com, to be verified"),
            Sign("TRV-4", _E, "to be verified"),
            Sign("TRV-5", _E, "police; ABTA"),
            Sign("TRV-6", _T, "facts 1.5", could_be=False),
        ),
        "serious": (
            Sign("URG-1", _E, "police; DfE, to be verified", could_be=False),
            Sign("URG-2", _E, "JAAPL table", could_be=False),
            Sign("URG-3", _E, "JAAPL table, to be verified"),
            Sign("URG-4", _E, "to be verified"),
            Sign("URG-5", _C, "NHS", could_be=False, asks="self_harm_now"),
        ),
    }
)
"""Group (the state where its signs are ticked) to its signs."""

SIGNS: Mapping[str, Sign] = MappingProxyType(
    {sign.id: sign for signs in GROUPS.values() for sign in signs}
)


def ids(group: str) -> tuple[str, ...]:
    return tuple(sign.id for sign in GROUPS[group])
