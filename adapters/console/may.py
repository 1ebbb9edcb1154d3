"""What an adviser may do with a case as it is: which forms its page shows. The desk itself decides
anew about each."""

from collections.abc import Mapping
from datetime import datetime

from bot.desk import desk
from bot.desk.access import Rule, refusal_of
from bot.desk.model import Adviser, CaseStatus, CaseView
from bot.desk.timing import is_window_open, may_reply

Can = Mapping[str, bool]
"""By the name of a form."""


def what_may(view: CaseView, adviser: Adviser, now: datetime) -> Can:
    case = view.case
    is_held, status = case.is_held, case.status
    reaches = not view.is_stopped and may_reply(case, now)
    window = is_window_open(case, now)
    wanted: dict[str, tuple[Rule, bool]] = {
        "claim": (desk.CLAIM, status is CaseStatus.WAITING),
        "reply": (desk.REPLY, is_held and reaches and window),
        "note": (desk.NOTE, True),
        "send_numbers": (desk.SEND_NUMBERS, reaches),
        "ask_to_write": (desk.ASK_TO_WRITE, is_held and reaches and not window),
        "pause": (desk.PAUSE, status is CaseStatus.CLAIMED),
        "resume": (desk.RESUME, status is CaseStatus.CONTACT),
        "flag_unsafe": (desk.FLAG_PHONE, not case.is_unsafe_phone),
        "flag_safe": (desk.FLAG_PHONE, case.is_unsafe_phone),
        "give_back": (desk.GIVE_BACK, is_held),
        "transfer": (desk.TRANSFER, True),
        "invite": (desk.INVITE, True),
        "close": (desk.CLOSE, is_held),
        "warn": (desk.WARN, is_held and reaches),
        "end_abuse": (desk.END_ABUSE, is_held),
        "block": (desk.BLOCK, not view.is_blocked),
        "misread": (desk.MISREAD, True),
        "break_glass": (desk.BREAK_GLASS, True),
    }
    return {
        name: holds and refusal_of(rule, adviser, case, None, "") is None
        for name, (rule, holds) in wanted.items()
    }
