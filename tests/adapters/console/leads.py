"""The lead's pages over a real store: who works here, and cases that wait or are held."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from starlette.testclient import TestClient

from adapters.console.console import Console
from adapters.console.feed import Feed
from adapters.console.lead_routes import lead_routes
from bot.desk import commands as ask
from bot.desk.accounts import Change
from bot.desk.desk import Desk
from bot.desk.model import Adviser, Case, Presence, Role
from bot.desk.plan import Plan
from bot.desk.presence import Attendance
from bot.desk.typing import Typing
from bot.engine.turn import Engine
from bot.ports import Hold, Transaction
from tests.adapters.console.entrance import HOME, Entrance
from tests.contracts.conftest import World, do
from tests.contracts.turns import open_case
from tests.desk.office import plan_with

OMAR, IDA, LENA, ADA, ED = 901, 902, 903, 904, 905
STAFF = {
    OMAR: ("omar", Role.ADVISER),
    IDA: ("ida", Role.ADVISER),
    LENA: ("lena", Role.LEAD),
    ADA: ("ada", Role.ADMIN),
    ED: ("ed", Role.EDITOR),
}
LIMITS = {"telegram": 4096}


class Leads:
    def __init__(self, world: World, engine: Engine, plan: Plan | None = None) -> None:
        self.world, self.clock = world, world.clock
        self.database = world.open()
        self.plan = plan or plan_with()
        self.desk = Desk(self.plan, self.clock, engine)
        self.attendance = Attendance(self.plan, self.clock, engine)
        self.entrance = Entrance(world, self.database)
        reader = self.database.desk_reader
        self.console = Console(
            reader=reader,
            writer=self.database.writer,
            desk=self.desk,
            attendance=self.attendance,
            catalogue=engine.catalogue,
            clock=self.clock,
            sessions=self.entrance.sessions,
            feed=Feed(reader),
            pages=self.entrance.pages,
            limits=LIMITS,
            typing=Typing(self.clock),
            shows_typing={},
        )
        self.entrance.more = [HOME, *lead_routes(self.console)]
        self.entrance.__post_init__()
        for id_, (login, role) in STAFF.items():
            self.entrance.hire(login, role, id_=id_)
        for id_ in (OMAR, IDA):
            self.does(self.attendance.set_presence, ask.SetPresence(id_, Presence.ON))

    def does(self, batch: Callable[[Transaction, Sequence[Any]], Sequence[Any]], item: Any) -> Any:
        return self.database.writer.submit(batch, item).result(30)

    def browser(self, adviser: int = LENA) -> TestClient:
        return self.entrance.at_work(STAFF[adviser][0])

    def asks(self, id_: int, queue: str = "general", **fields: Any) -> int:
        """Somebody asks for a person; the number of her case."""
        now = self.clock()
        given = {"opened_at": now, "waiting_since": now, "name": f"Elm Lark {id_}", **fields}

        def work(transaction: Transaction) -> int:
            contact = open_case(transaction, str(id_), id_, queue=queue, **given)
            contact.hold, contact.case_id = Hold.WAITING, id_
            transaction.save([contact])
            return id_

        return do(self.database, work)

    def claims(self, case_id: int, by: int = OMAR) -> Case:
        case: Case = self.does(self.desk.claim, ask.Claim(by, case_id, None))
        assert isinstance(case, Case)
        return case

    def case(self, case_id: int) -> Case:
        row = self.database.desk_reader.case_row(case_id)
        assert row is not None
        return row.case

    def adviser(self, id_: int = OMAR) -> Adviser:
        adviser = self.database.desk_reader.adviser(id_)
        assert adviser is not None
        return adviser

    def sets(self, id_: int, **fields: Any) -> None:
        def work(transaction: Transaction) -> None:
            adviser = transaction.desk.adviser(id_)
            assert adviser is not None
            transaction.desk.save_adviser(replace(adviser, **fields))

        do(self.database, work)

    def renames(self, id_: int, name: str) -> None:
        adviser = replace(self.adviser(id_), name=name)
        self.database.accounts.change(Change(id_, "operator", "renamed", adviser=adviser))
