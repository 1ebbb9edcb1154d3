"""All routes of logging in and of accounts."""

from starlette.routing import Route

from adapters.console.access import Access
from adapters.console.advisers import Advisers, Work
from adapters.console.finish import Finish
from adapters.console.guard import ConsoleRoute
from adapters.console.login import Login
from adapters.console.own_account import OwnAccount


def account_routes(access: Access, work: Work) -> list[ConsoleRoute | Route]:
    return [
        *Login(access).routes(),
        *Finish(access).routes(),
        *OwnAccount(access).routes(),
        *Advisers(access, work).routes(),
    ]
