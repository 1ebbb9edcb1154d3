"""What operators' tools ask: alive, ready, figures."""

import hmac
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.metrics import CONTENT_TYPE, Metrics

Check = Callable[[], bool]
"""Whether a part works. It may block (it runs in a thread) and may raise (that means no)."""

CHECK_SECONDS = 2.0
"""A part that has not answered by then does not work."""
CHECKS_AT_ONCE = 8
"""Threads at most, for checks that hang however often they are asked."""

NO_STORE = {"Cache-Control": "no-store"}
PROXIED = ("forwarded", "x-forwarded-for", "via")


def routes(
    checks: Mapping[str, Check],
    metrics: Metrics,
    metrics_token: str | None,
    *,
    patience: float = CHECK_SECONDS,
) -> list[Route]:
    """`/healthz`, `/readyz` and `/metrics`.

    `checks`: the parts that must work before anybody is sent here, by name. `metrics_token`: the
    bearer token for `/metrics`; None opens it to callers on this machine only. `patience`: seconds
    that all checks together may take.
    """
    limiter = anyio.CapacityLimiter(CHECKS_AT_ONCE)

    async def alive(_: Request) -> Response:
        return JSONResponse({"alive": True}, headers=NO_STORE)

    async def ready(_: Request) -> Response:
        parts = await _ask_all(checks, limiter, patience)
        fine = all(parts.values())
        words = {name: "ok" if works else "failing" for name, works in parts.items()}
        return JSONResponse(
            {"ready": fine, "parts": words}, status_code=200 if fine else 503, headers=NO_STORE
        )

    async def figures(request: Request) -> Response:
        refusal = _refusal(request, metrics_token)
        return refusal or Response(metrics.text(), media_type=CONTENT_TYPE, headers=NO_STORE)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", figures)]


async def _ask_all(
    checks: Mapping[str, Check], limiter: anyio.CapacityLimiter, patience: float
) -> dict[str, bool]:
    parts = dict.fromkeys(checks, False)

    async def ask(name: str, check: Check) -> None:
        try:
            parts[name] = await anyio.to_thread.run_sync(
                check, abandon_on_cancel=True, limiter=limiter
            )
        except Exception:  # whatever is wrong with it, the part does not work
            parts[name] = False

    with anyio.move_on_after(patience):
        async with anyio.create_task_group() as asking:
            for name, check in checks.items():
                asking.start_soon(ask, name, check)
    return parts


def _refusal(request: Request, token: str | None) -> Response | None:
    if token is None:
        return None if _is_from_here(request) else Response(status_code=403, headers=NO_STORE)
    given = request.headers.get("authorization", "").encode()
    if hmac.compare_digest(given, f"Bearer {token}".encode()):
        return None
    return Response(status_code=401, headers={**NO_STORE, "WWW-Authenticate": "Bearer"})


def _is_from_here(request: Request) -> bool:
    """From this machine itself, and not by way of a proxy that runs on it."""
    if request.client is None or any(header in request.headers for header in PROXIED):
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
