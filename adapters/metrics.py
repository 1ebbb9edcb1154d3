"""Figures for Prometheus. No label ever names a contact, a conversation, an adviser or a text."""

from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.errors import Refusal
from bot.messages import Failure, Inbound
from bot.ports import Delivery

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
TURN_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Metrics:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._count_messages()
        self._measure_the_store()

    def _count_messages(self) -> None:
        where = self.registry
        self._inbound = Counter(
            "hearthline_inbound", "Inbound messages.", ("channel", "kind"), registry=where
        )
        self._outbound = Counter(
            "hearthline_outbound",
            "Attempts to send, by what became of them.",
            ("channel", "status", "failure"),
            registry=where,
        )
        self._refusals = Counter(
            "hearthline_refusals",
            "HTTP requests that were not from the provider they claimed.",
            ("channel", "reason"),
            registry=where,
        )
        self._set_aside = Counter(
            "hearthline_set_aside", "Messages whose turn failed.", ("channel",), registry=where
        )
        self._turn_seconds = Histogram(
            "hearthline_turn_seconds",
            "From a message read to the commit that holds its turn.",
            registry=where,
            buckets=TURN_SECONDS,
        )

    def _measure_the_store(self) -> None:
        where = self.registry
        ProcessCollector(registry=where)
        self._batch_size = Histogram(
            "hearthline_commit_batch_size",
            "Items that shared one commit; the count is the number of commits.",
            registry=where,
            buckets=BATCH_SIZES,
        )
        self._waiting = Gauge(
            "hearthline_outbox_waiting", "Messages in the outbox that are due.", registry=where
        )
        self._open_cases = Gauge("hearthline_open_cases", "Open cases.", ("queue",), registry=where)

    def received(self, inbound: Inbound) -> None:
        self._inbound.labels(inbound.channel, inbound.kind).inc()

    def took(self, seconds: float) -> None:
        """A turn took this long, from the message read to its commit."""
        self._turn_seconds.observe(seconds)

    def sent(self, channel: str, status: Delivery, failure: Failure | None = None) -> None:
        """An attempt to send ended with this status."""
        self._outbound.labels(channel, status, failure or "none").inc()

    def set_aside(self, channel: str) -> None:
        self._set_aside.labels(channel).inc()

    def refused(self, channel: str, refusal: Refusal) -> None:
        self._refusals.labels(channel, refusal).inc()

    def committed(self, items: int) -> None:
        """One commit that held this many items."""
        self._batch_size.observe(items)

    def outbox_holds(self, waiting: int) -> None:
        self._waiting.set(waiting)

    def cases_are_open(self, by_queue: Mapping[str, int]) -> None:
        """The open cases of each queue; a queue that is not named has none."""
        self._open_cases.clear()
        for queue, count in by_queue.items():
            self._open_cases.labels(queue).set(count)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)
