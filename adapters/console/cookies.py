"""The cookies of the console. None can be read by a script or sent from another site.

`__Host-` holds on http://127.0.0.1 as well: browsers take a loopback address for secure.
"""

from starlette.requests import Request
from starlette.responses import Response

SESSION = "__Host-hearthline"
DEVICE = "__Host-hearthline-device"
"""Tells that somebody has logged in here before: guesses made elsewhere do not slow them down."""
COVER = "__Host-hearthline-cover"
"""Whether this adviser wants hard words covered until they ask for them."""

DEVICE_DAYS = 365


def session_token(request: Request) -> str:
    return request.cookies.get(SESSION, "")


def device_token(request: Request) -> str:
    return request.cookies.get(DEVICE, "")


def set_session(response: Response, token: str) -> None:
    """Until the browser is closed, or the server ends the session. "": it keeps the one it has."""
    if token:
        _set(response, SESSION, token)


def set_device(response: Response, token: str) -> None:
    _set(response, DEVICE, token, max_age=DEVICE_DAYS * 24 * 60 * 60)


def set_cover(response: Response, *, covers: bool) -> None:
    _set(response, COVER, "on" if covers else "", max_age=None if covers else 0)


def covers_words(request: Request) -> bool:
    return request.cookies.get(COVER) == "on"


def forget_session(response: Response) -> None:
    _set(response, SESSION, "", max_age=0)


def sets_session(response: Response) -> bool:
    return any(one.startswith(f"{SESSION}=") for one in response.headers.getlist("set-cookie"))


def _set(response: Response, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="strict"
    )
