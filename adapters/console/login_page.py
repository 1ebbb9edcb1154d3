"""The page that asks to log in, however somebody came to it."""

import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

HOME = "/console/"
BACK = re.compile(r"/console/[A-Za-z0-9/_-]{0,200}", re.ASCII)


def show_login(
    render: Callable[..., Response],
    request: Request,
    status: int = 200,
    why: str = "",
    *,
    next_: str = "",
    unsent: str = "",
    seconds: int = 0,
) -> Response:
    """`why`: the key of a sentence. `unsent`: an envelope (`adapters.console.envelope`)."""
    return render(
        request,
        "login.html",
        status=status,
        why=why,
        next=back_to(next_),
        unsent=unsent,
        seconds=seconds,
    )


def back_to(wished: str) -> str:
    """Where somebody wanted to go before logging in; never to another site."""
    return wished if BACK.fullmatch(wished) else HOME
