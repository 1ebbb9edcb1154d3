"""What the checks let pass, each with its reason. An allowance that nothing needs is a fault."""

from collections.abc import Mapping
from types import MappingProxyType

QUOTED: Mapping[str, str] = MappingProxyType(
    {"talk.avoid": "lists what not to say, as quotes (facts 3.1)"}
)
"""Keys whose texts may name an accusing word."""

NUMBERLESS: frozenset[str] = frozenset(
    {
        "urgent.after_abroad",
        "abuse.outside",
        "abuse.phone",
        "self_harm.who",
        "self_harm.me_next",
        "self_harm.other_next",
        "self_harm.words",
        "self_harm.afterwards",
        "self_harm.private",
        "self_harm.outside",
        "young.about",
        "young.me",
        "young.other",
        "young.hate",
        "young.home_more",
        "young.tell",
        "young.outside",
        "young.after",
        "young.after_outside",
        "drawn_in.first",
        "drawn_in.what",
        "drawn_in.pulled",
        "drawn_in.pulled_more",
        "drawn_in.thoughts_more",
        "drawn_in.leave",
        "drawn_in.away",
        "drawn_in.online",
        "drawn_in.private",
        "drawn_in.outside",
    }
)
"""Texts of flows for danger without a number: questions right after one that has it, and gentle
words for someone who would be frightened off by a number in every line. All others keep theirs,
whoever edits them."""
