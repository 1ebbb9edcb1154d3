"""A small guide in memory behind the web chat's ports, and the application around it."""

import threading
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware

from adapters.headers import SecurityHeaders
from adapters.languages import Language
from adapters.webchat import api
from adapters.webchat.chat import CHANNEL, WebChat
from adapters.webchat.pages import HelpLine, Pages, Site, Way
from adapters.webchat.wake import Wake
from bot.errors import StoreUnavailable
from bot.messages import UNTICK, Choice, Inbound, Kind, Rendered, Say, Urgency
from bot.ports import Outgoing, Receipt, Talk

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORDS = Path(__file__).parents[3] / "bot/content/en/web.toml"

GREETING = Say("welcome.hello", choices=("signs", "talk", "call"))
MENU = Say("menu.menu", choices=("signs", "talk", "call", "person"))
URGENT = Say("urgent.numbers", urgency=Urgency.SAFETY)
BREATHE = Say("calm.breathe")
HEARD = Say("menu.heard", choices=("menu",))
SIGNS = ("withdrawn", "online", "hatred", "travel", "done")

TEXTS = {
    "welcome.hello": "Hello, and welcome.\n\nI am a guide, not a person. You can ask me what"
    " you have noticed, how to talk, and who to call.\n\nWhat would help you first?",
    "menu.menu": "What would you like to do?",
    "menu.heard": "Thank you for telling me.",
    "urgent.numbers": "You can call now.\n\n\u2066999\u2069\nEmergency services\n\n"
    "\u20660800 011 3764\u2069\nACT Early. Specially trained officers answer.\n\n"
    "Last checked on 2026-11-02. See https://actearly.uk/contact.",
    "signs.list": "Have you noticed any of these? Tick all that fit.",
    "signs.result": "Thank you. That was not easy to write down.",
    "calm.breathe": "Breathe in, and out.",
    "hide.done": "Everything is erased. Take care.",
    "adviser.said": "Hello, I have read what you wrote. I am here.",
}
ARABIC = {
    "welcome.hello": "أهلا بك.\n\nأنا دليل ولست إنسانا. يمكنك أن تسأليني عما لاحظته."
    "\n\n\u20660800 011 3764\u2069",
    "menu.heard": "شكرا لأنك أخبرتني.",
}
LABELS = {
    "signs": ("Early signs", "What you may have noticed at home or online"),
    "talk": ("How to talk", "Ways to begin, and what to leave out"),
    "call": ("Who to call", "And what happens when you do"),
    "person": ("A person", "An adviser answers you here"),
    "menu": ("Menu", ""),
    "withdrawn": ("Pulls away from family and old friends", ""),
    "online": ("New people online that you may not know about", ""),
    "hatred": ("Talks with hatred about a whole group of people", ""),
    "travel": ("Speaks of leaving, or hides a passport", ""),
    "done": ("Done", ""),
}
PAGE_IN_ARABIC = {
    "page.kind": "دليل، وليس إنسانا",
    "page.exit": "غادري الصفحة",
    "page.menu": "القائمة",
    "page.person": "إنسان",
    "page.urgent": "مساعدة عاجلة",
    "page.send": "إرسال",
    "page.placeholder": "اكتبي هنا",
    "page.exit_note": "يغلق هذا الزر الصفحة فورا ويمسح المحادثة. لا يمسح سجل المتصفح.",
}


class FakeGuide:
    """Receive, render, erase and read, as the real use cases do them. `down`: the store is away;
    `broken`: nothing that comes in can be kept."""

    def __init__(self) -> None:
        self.wake = Wake()
        self.down = False
        self.broken = False
        self.erased = threading.Event()
        self.talks: dict[str, Talk] = {}
        self.typed: list[str] = []
        self.taken: list[Inbound] = []
        self._conversations: dict[str, list[Outgoing]] = {}
        self._ticked: dict[str, set[str]] = {}
        self._receipts: dict[str, Receipt] = {}
        self._languages: dict[str, str] = {}

    async def receive(self, inbound: Inbound) -> Receipt:
        self._check()
        known = self._receipts.get(inbound.external_id)
        if known:
            return known
        if self.broken:
            apology = Outgoing(0, 1, CHANNEL, inbound.address, 0, "en", URGENT, NOON)
            return Receipt(True, 0, "en", (apology,))
        self.taken.append(inbound)
        if inbound.kind is Kind.START or inbound.language:
            self._languages[inbound.address] = inbound.language.split("-")[0]
        says = self._answer(inbound)
        replies = tuple(self._put(inbound.address, say) for say in says)
        if inbound.text == "hide":
            self._forget(inbound.address)
        receipt = Receipt(True, 1, self._languages.get(inbound.address, "en"), replies)
        self._receipts[inbound.external_id] = receipt
        return receipt

    def _answer(self, inbound: Inbound) -> list[Say]:
        if inbound.kind is Kind.START:
            return [GREETING]
        if inbound.choice == "signs.list:done":
            return [Say("signs.result"), MENU]
        if inbound.choice.startswith("signs.list:"):
            return [self._tick(inbound)]
        if inbound.choice.endswith(":signs"):
            self._ticked[inbound.address] = set()
            return [Say("signs.list", SIGNS, multiple=True)]
        by_word = {
            "breathe": Say("calm.breathe"),
            "menu": MENU,
            "urgent": URGENT,
            "hide": Say("hide.done"),
        }
        return [by_word.get(inbound.text, HEARD)]

    def _tick(self, inbound: Inbound) -> Say:
        ticked = self._ticked.setdefault(inbound.address, set())
        choice = inbound.choice.partition(":")[2]
        if choice.startswith(UNTICK):
            ticked.discard(choice.removeprefix(UNTICK))
        else:
            ticked.add(choice)
        return Say(
            "signs.list",
            SIGNS,
            ticked=tuple(sorted(ticked)),
            multiple=True,
            replaces=inbound.pressed,
        )

    def _put(self, address: str, say: Say) -> Outgoing:
        queued = self._conversations.setdefault(address, [])
        language = self._languages.get(address) or "en"
        outgoing = Outgoing(1, len(queued) + 1, CHANNEL, address, 0, language, say, NOON)
        queued.append(outgoing)
        return outgoing

    def _forget(self, address: str) -> None:
        self._conversations.pop(address, None)

    def _check(self, channel: str = CHANNEL) -> None:
        assert channel == CHANNEL
        if self.down:
            raise StoreUnavailable

    def adviser_writes(self, address: str) -> None:
        said = Say("adviser.said", params={"name": "Farah"}, urgency=Urgency.ADVISER)
        self._put(address, said)
        self.wake.publish(address)

    def only_address(self) -> str:
        (address,) = self._conversations
        return address

    def conversations(self) -> int:
        return len(self._conversations)

    async def erase(self, address: str) -> None:
        self._check()
        self._forget(address)
        self.erased.set()

    def render(self, outgoing: Outgoing) -> Rendered:
        say, is_arabic = outgoing.say, outgoing.language == "ar"
        texts = {**TEXTS, **ARABIC} if is_arabic else TEXTS
        return Rendered(
            texts[say.key],
            "ar" if is_arabic else "en",
            "rtl" if is_arabic else "ltr",
            tuple(_choice(say, choice) for choice in say.choices),
            say.multiple,
            say.replaces,
            "en/breathe.ogg" if say.key == "calm.breathe" else "",
        )

    def messages_after(self, channel: str, address: str, seq: int) -> list[Outgoing]:
        self._check(channel)
        return [one for one in self._conversations.get(address, []) if one.seq > seq]

    def knows(self, channel: str, address: str) -> bool:
        self._check(channel)
        return address in self._conversations

    def talk(self, channel: str, address: str) -> Talk | None:
        return self.talks.get(address, Talk()) if self.knows(channel, address) else None

    async def types(self, address: str) -> None:
        self.typed.append(address)

    def is_healthy(self) -> bool:
        return not self.down


def _choice(say: Say, choice: str) -> Choice:
    label, hint = LABELS[choice]
    shown = hint if say.key == "menu.menu" else ""
    is_ticked = choice in say.ticked
    token = f"{say.key}:{UNTICK if is_ticked else ''}{choice}"
    return Choice(token, label, shown, is_ticked)


def words(language: str) -> Mapping[str, str]:
    tables = tomllib.loads(WORDS.read_text("utf-8"))
    flat = {f"{table}.{key}": text for table, keys in tables.items() for key, text in keys.items()}
    return {**flat, **PAGE_IN_ARABIC} if language == "ar" else flat


def pages() -> Pages:
    return Pages(
        words=words,
        languages=[Language("en", "English", "ltr"), Language("ar", "العربية", "rtl")],
        help_lines=lambda _language: [
            HelpLine("999", "Emergency", "Danger to life, now. Free, day and night."),
            HelpLine("101", "Police, not an emergency", "Free, day and night."),
            HelpLine("0800 011 3764", "ACT Early", "Worried about someone? Talk it through."),
        ],
        ways=[
            Way("telegram", "https://t.me/sample_bot"),
            Way("whatsapp", "https://wa.me/440000000000"),
        ],
    )


def web_chat(guide: FakeGuide) -> WebChat:
    recording = "/recordings/{}?v=1".format
    return WebChat(
        guide.receive,
        guide.render,
        guide.erase,
        recording,
        guide,
        guide.wake,
        guide.types,
        lambda _inbound: None,
    )


def build_app(guide: FakeGuide) -> Starlette:
    routes = [*Site(pages()).routes(), *api.routes(web_chat(guide))]
    return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])
