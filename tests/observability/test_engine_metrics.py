"""What the engine tells becomes series, each event counted once."""

from __future__ import annotations

import random
import threading

from prometheus_client import CollectorRegistry

from service.inference.events import EngineEvents
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Load
from service.observability.engine_metrics import EngineMetrics


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    """The value of one series, None when there is none."""
    return registry.get_sample_value(f"copydesk_engine_{name}", labels)


def test_series_stand_at_nothing_before_the_first_event() -> None:
    registry = CollectorRegistry()
    EngineMetrics(registry).expect(("a", "b"))
    for model in "ab":
        assert value(registry, "batch_seconds_count", model=model) == 0
        assert value(registry, "batch_tokens_total", model=model) == 0
        for reason in ("error", "not_a_number", "memory", "lane"):
            assert value(registry, "failed_windows_total", model=model, reason=reason) == 0
    for reason in ("cancelled", "expired", "stopped"):
        assert value(registry, "dropped_windows_total", reason=reason) == 0
    assert value(registry, "lane_restarts_total") == 0


def test_a_known_load_gives_its_sums_from_any_threads() -> None:
    registry = CollectorRegistry()
    metrics = EngineMetrics(registry)
    events: EngineEvents = metrics
    chance = random.Random(3)
    batches = [(chance.randint(1, 9), chance.randint(10, 90), chance.random()) for _ in range(400)]

    def tell(part: list[tuple[int, int, float]]) -> None:
        for windows, tokens, seconds in part:
            events.batch(
                "m", windows=windows, tokens=tokens, padded=tokens + 5, seconds=seconds,
                predicted=0.5,
            )  # fmt: skip
            events.split("m")
            events.dropped("expired", 2)
            events.failed("m", "memory", 3)
            events.cache("joined", 4)
            events.lane_restarted()

    threads = [threading.Thread(target=tell, args=(batches[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count = len(batches)
    tokens = sum(b[1] for b in batches)
    found = {
        "batch_windows_total": sum(b[0] for b in batches),
        "batch_tokens_total": tokens,
        "batch_padded_tokens_total": tokens + 5 * count,
        "batch_seconds_count": count,
        "batch_seconds_sum": sum(b[2] for b in batches),
        "batch_predicted_seconds_total": 0.5 * count,
        "batch_error_seconds_total": sum(abs(b[2] - 0.5) for b in batches),
        "batch_splits_total": count,
    }
    for name, expected in found.items():
        got = value(registry, name, model="m")
        assert got is not None
        assert abs(got - expected) < 1e-6, name
    assert value(registry, "dropped_windows_total", reason="expired") == 2 * count
    assert value(registry, "failed_windows_total", model="m", reason="memory") == 3 * count
    assert value(registry, "cache_windows_total", outcome="joined") == 4 * count
    assert value(registry, "lane_restarts_total") == count


def test_gauges_show_the_load_of_the_moment() -> None:
    class Loaded(FakeEngine):
        @property
        def load(self) -> Load:
            return Load(
                tokens=7, windows=3, oldest=1.5, tokens_per_second=9.0, lanes=2, lanes_alive=1
            )

    registry = CollectorRegistry()
    EngineMetrics(registry).refresh(Loaded())
    names = ("queue_tokens", "queue_windows", "queue_oldest_seconds", "tokens_per_second")
    assert [value(registry, name) for name in names] == [7, 3, 1.5, 9]
    assert [value(registry, name) for name in ("lanes", "lanes_alive")] == [2, 1]
