"""What operators' tools see: alive, ready, figures."""

import threading
from collections.abc import Mapping
from typing import cast

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from adapters.health import CHECKS_AT_ONCE, Check, routes
from adapters.metrics import Metrics
from bot.errors import Refusal
from bot.messages import Failure, Inbound, Kind
from bot.ports import Delivery

HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.0.2.7", 50000)
FINE: Mapping[str, Check] = {"database": lambda: True, "telegram": lambda: True}


def client(
    checks: Mapping[str, Check] = FINE,
    *,
    metrics: Metrics | None = None,
    token: str | None = None,
    caller: tuple[str, int] = HERE,
) -> TestClient:
    app = Starlette(routes=list(routes(checks, metrics or Metrics(), token)))
    return TestClient(app, client=caller)


def breaks() -> bool:
    raise RuntimeError("canary")


def test_alive_asks_nobody() -> None:
    answer = client({"database": breaks}).get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_ready_when_every_part_is() -> None:
    answer = client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "parts": {"database": "ok", "telegram": "ok"}}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("check", [breaks, lambda: False])
def test_not_ready_names_the_part(check: Check) -> None:
    answer = client({**FINE, "database": check}).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "parts": {"database": "failing", "telegram": "ok"}}
    assert "canary" not in answer.text


def test_a_part_that_hangs_is_not_ready_and_holds_nobody_up_for_ever() -> None:
    released = threading.Event()
    checks = {f"part{n}": lambda: released.wait(60) for n in range(CHECKS_AT_ONCE + 1)}
    app = Starlette(routes=list(routes(checks, Metrics(), None, patience=0.05)))
    answer = TestClient(app).get("/readyz")
    released.set()
    assert answer.status_code == 503
    assert set(cast("dict[str, str]", answer.json()["parts"]).values()) == {"failing"}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_without_a_token_figures_are_for_this_machine(address: str) -> None:
    assert client(caller=(address, 1)).get("/metrics").status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1", "x"])
def test_without_a_token_figures_are_for_nobody_else(address: str) -> None:
    answer = client(caller=(address, 1)).get("/metrics")
    assert (answer.status_code, answer.text) == (403, "")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
def test_a_proxy_on_this_machine_does_not_open_the_figures(header: str) -> None:
    assert client().get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


def test_with_a_token_figures_are_for_its_bearer_anywhere() -> None:
    figures = client(token="t" * 16, caller=ELSEWHERE)
    answer = figures.get("/metrics", headers={"Authorization": "Bearer " + "t" * 16})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ttt", "Bearer é", "t" * 16])
def test_with_a_token_this_machine_needs_it_too(given: str) -> None:
    headers = [(b"Authorization", given.encode())] if given else []
    answer = client(token="t" * 16).get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def filled() -> Metrics:
    metrics = Metrics()
    metrics.received(Inbound("telegram", "447700900123", "77001", Kind.VOICE))
    metrics.took(0.003)
    metrics.sent("whatsapp", Delivery.FAILED, Failure.WINDOW_SHUT)
    metrics.sent("whatsapp", Delivery.SENT)
    metrics.refused("telegram", Refusal.FORGED)
    metrics.set_aside("webchat")
    metrics.committed(64)
    metrics.outbox_holds(5)
    metrics.cases_are_open({"urgent": 2, "general": 0})
    return metrics


@pytest.mark.parametrize(
    "line",
    [
        'hearthline_inbound_total{channel="telegram",kind="voice"} 1.0',
        'hearthline_turn_seconds_bucket{le="0.005"} 1.0',
        'hearthline_outbound_total{channel="whatsapp",failure="window_shut",status="failed"} 1.0',
        'hearthline_outbound_total{channel="whatsapp",failure="none",status="sent"} 1.0',
        'hearthline_refusals_total{channel="telegram",reason="forged"} 1.0',
        'hearthline_set_aside_total{channel="webchat"} 1.0',
        "hearthline_commit_batch_size_count 1.0",
        "hearthline_commit_batch_size_sum 64.0",
        "hearthline_outbox_waiting 5.0",
        'hearthline_open_cases{queue="urgent"} 2.0',
        "process_resident_memory_bytes",
    ],
)
def test_what_happened_is_counted(line: str) -> None:
    assert line in client(metrics=filled()).get("/metrics").text


def test_figures_name_nobody() -> None:
    assert "7700" not in filled().text().decode()


def test_a_queue_that_was_emptied_is_gone() -> None:
    metrics = filled()
    metrics.cases_are_open({"general": 1})
    assert 'queue="urgent"' not in metrics.text().decode()


def test_two_registries_do_not_meet() -> None:
    filled()
    assert 'kind="voice"' not in Metrics().text().decode()
