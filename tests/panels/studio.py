"""A panel over a real store: who asks in the chat, moderators, a panellist."""

from datetime import timedelta
from typing import Any

from adapters.panel_parts import PanelParts
from adapters.speech import Speech
from bot.desk.model import Role
from bot.engine.content import Catalogue
from bot.panels import commands as ask
from bot.panels.model import Decline, Member, Panel, PanelStatus, PanelText, Question, Theme
from bot.panels.moderating import Moderating
from bot.panels.posting import post_due
from bot.panels.refusals import Refused
from bot.ports import Delivery, Outgoing, Receipt, Transaction
from tests.contracts.conftest import World, do
from tests.contracts.desks import add_adviser
from tests.parts import Guide

MIRA, LENA, ROSA, OMAR = 801, 802, 803, 804
"""Two who moderate, a panellist, and an adviser who is not of the panel."""
PANEL, SEAT = 71, 72
TITLE, ABOUT = "A talk among women", "Five women answer what you ask."
SLUG = "a-talk-among-women"
ANSWER = "Stay near her, and ask what she hopes for."
THEME = "What helps when a girl withdraws?"


class Studio:
    """The panel begins in two days, at 12:00 by London's clocks."""

    def __init__(self, world: World, catalogue: Catalogue) -> None:
        self.world, self.clock = world, world.clock
        self.guide = Guide(world, catalogue, Delivery.SENT)
        self.database = self.guide.database
        self.moderating = Moderating(world.clock)
        self.parts = PanelParts(self.database, world.clock)
        self.speech = Speech(catalogue, world.clock, "", self.parts.worders())
        roles = {MIRA: Role.EDITOR, LENA: Role.LEAD, ROSA: Role.ADVISER, OMAR: Role.ADVISER}
        for id_, role in roles.items():
            add_adviser(world, id_, f"N{id_}", role=f"'{role}'")

    @property
    def starts_at(self) -> Any:
        return self.world.clock.now.replace(hour=12, minute=0) + timedelta(days=2)

    def opens(self, **fields: Any) -> Panel:
        """Announced, with one member."""
        self.saves(**fields)
        seat = Member(0, PANEL, "Rosa", "Teacher", "She listens.", ROSA)
        member = self.does(ask.SaveMember(MIRA, PANEL, seat))
        assert isinstance(member, Member), member
        return self.moves(PanelStatus.ANNOUNCED)

    def saves(self, by: int = MIRA, version: int = 0, **fields: Any) -> Any:
        given: dict[str, Any] = {
            "slug": SLUG,
            "texts": {"en": PanelText(TITLE, ABOUT)},
            "starts_at": self.starts_at,
            "ends_at": self.starts_at + timedelta(hours=1),
            "zone": "Europe/London",
            "languages": ("en",),
        }
        return self.does(ask.SavePanel(by, PANEL, version, **given | fields))

    def moves(self, to: PanelStatus, by: int = MIRA) -> Panel:
        done = self.does(ask.MoveOn(by, PANEL, self.panel.version, to))
        assert isinstance(done, Panel), done
        return done

    def does(self, item: Any) -> Any:
        return self.database.writer.submit(self.moderating.do, item).result(30)

    @property
    def panel(self) -> Panel:
        found = self.database.panel_reader.panel(PANEL)
        assert found is not None
        return found

    @property
    def waiting(self) -> list[Question]:
        return self.database.panel_reader.waiting(PANEL, 999)

    def theme(self, id_: int) -> Theme:
        found = self.database.panel_reader.theme(id_)
        assert found is not None
        return found

    def asks(self, text: str, address: str = "7") -> Receipt:
        """In the chat, from its greeting on."""
        self.presses("menu.more:webchat", address)
        self.presses("webchat.here:ask", address)
        return self.guide.write(text, address=address)

    def presses(self, token: str, address: str = "7") -> Receipt:
        return self.guide.press(token, address=address)

    def follows(self, address: str = "7") -> Receipt:
        self.presses("menu.more:webchat", address)
        self.presses("webchat.here:follow", address)
        return self.presses("webchat.agree:yes", address)

    def merges(self, *questions: Question, theme: int = 0, text: str = THEME) -> Theme:
        ids = tuple(one.id for one in questions)
        done = self.does(ask.Merge(MIRA, PANEL, ids, theme, {"en": text}))
        assert isinstance(done, Theme), done
        return done

    def declines(self, question: Question, reason: Decline) -> None:
        done = self.does(ask.DeclineAll(MIRA, PANEL, (question.id,), reason))
        assert not isinstance(done, Refused), done

    def answers(self, theme: Theme, text: str = ANSWER, by: int = ROSA, **more: str) -> Theme:
        item = ask.WriteAnswer(by, PANEL, theme.id, theme.version, {"en": text, **more})
        done = self.does(item)
        assert isinstance(done, Theme), done
        return done

    def publishes(self, theme: Theme) -> Theme:
        done = self.does(ask.Publish(MIRA, PANEL, theme.id, self.theme(theme.id).version))
        assert isinstance(done, Theme), done
        return done

    def says(self, text: str = ANSWER) -> Theme:
        """Whatever waits becomes one theme, which is answered and published."""
        return self.publishes(self.answers(self.merges(*self.waiting), text))

    def posts(self) -> list[str]:
        """What goes out by itself now, each with its address, in words."""
        while self.database.writer.submit(post_due, self.clock.now).result(30):
            pass

        def claim(transaction: Transaction) -> list[Outgoing]:
            return transaction.claim_due(self.clock.now, 999)

        claimed = do(self.database, claim)
        return [f"{one.address}: {self.speech.render(one).text}" for one in claimed]

    def told(self, receipt: Receipt) -> str:
        return "\n".join(self.speech.render(one).text for one in receipt.replies)
