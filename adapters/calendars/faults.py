"""Why a calendar is not taken as a whole: a closed vocabulary, a sentence each."""

from enum import StrEnum

from bot.errors import HearthlineError

MOST_BYTES = 10_000_000
MOST_ENTRIES = 20_000


class FeedFault(StrEnum):
    BAD_ADDRESS = "bad_address"
    BAD_PORT = "bad_port"
    NO_HOST = "no_host"
    NOT_PUBLIC = "not_public"
    NO_ANSWER = "no_answer"
    BAD_CERTIFICATE = "bad_certificate"
    REDIRECTS = "redirects"
    NOT_ALLOWED = "not_allowed"
    NOT_THERE = "not_there"
    SERVER = "server"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    GARBLED = "garbled"
    NOT_A_CALENDAR = "not_a_calendar"
    CUT_OFF = "cut_off"
    TOO_MANY = "too_many"
    TOO_MUCH_WORK = "too_much_work"
    ALL_BROKEN = "all_broken"
    UNREADABLE = "unreadable"

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    FeedFault.BAD_ADDRESS: "The address is not one of the web: it has to begin with https:// and "
    "hold no password.",
    FeedFault.BAD_PORT: "The address names a port other than 80 and 443.",
    FeedFault.NO_HOST: "There is no server of that name.",
    FeedFault.NOT_PUBLIC: "The address leads into a private network and is not called.",
    FeedFault.NO_ANSWER: "The server does not answer.",
    FeedFault.BAD_CERTIFICATE: "The server cannot show that it is the one it claims to be: its "
    "certificate is not valid.",
    FeedFault.REDIRECTS: "The address leads on and on to other addresses.",
    FeedFault.NOT_ALLOWED: "The server does not let us read the calendar: it has to be public.",
    FeedFault.NOT_THERE: "There is no calendar at the address any more.",
    FeedFault.SERVER: "The server has a fault of its own.",
    FeedFault.TOO_SLOW: "The server takes too long to send the calendar.",
    FeedFault.TOO_LARGE: f"The calendar is larger than {MOST_BYTES // 1_000_000} MB.",
    FeedFault.GARBLED: "What the server sends cannot be unpacked.",
    FeedFault.NOT_A_CALENDAR: "What is there is not a calendar.",
    FeedFault.CUT_OFF: "The calendar ends in the middle.",
    FeedFault.TOO_MANY: f"The calendar has more than {MOST_ENTRIES:,} entries.",
    FeedFault.TOO_MUCH_WORK: "The calendar is made so that reading it would take too long.",
    FeedFault.ALL_BROKEN: "No entry of the calendar can be read.",
    FeedFault.UNREADABLE: "The calendar cannot be read.",
}


class FeedRefused(HearthlineError):
    """Nothing of the calendar is taken; what was taken from it before stays."""

    def __init__(self, fault: FeedFault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


class BadEntry(HearthlineError):
    """What is wrong with one entry, to be said after its name: "has no start"."""
