"""Every error of the product.

    HearthlineError
    ├── BadContent            words, numbers or a flow that cannot be right; refused at start
    ├── BadSetting            a setting that cannot be right; refused at start
    ├── NotOurs               a request that is not from the provider it claims (401, 403) or no
    message at all (400) └── StoreUnavailable      the database cannot be reached, is full or
    read-only; nothing was stored

`SendFailed` (messages.py) stands apart: it is what channels answer, not a fault of ours.
"""

from enum import StrEnum


class HearthlineError(Exception):
    """The root: catching it catches what we raise ourselves, and nothing else."""


class BadContent(HearthlineError):
    """`faults` holds one sentence per fault: file, key, language, what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class BadSetting(HearthlineError):
    """`faults` holds one sentence per wrong setting."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Refusal(StrEnum):
    """Why a request is not ours."""

    UNSIGNED = "unsigned"  # no secret or signature: 401
    FORGED = "forged"  # a wrong one: 403
    MALFORMED = "malformed"  # not the shape the provider documents: 400


class NotOurs(HearthlineError):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal

    @property
    def http_status(self) -> int:
        return {Refusal.UNSIGNED: 401, Refusal.FORGED: 403, Refusal.MALFORMED: 400}[self.refusal]


class StoreUnavailable(HearthlineError):
    """Nothing of the turn was stored; the provider must be told to come again, or she must be
    told."""
