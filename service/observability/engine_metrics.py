"""Prometheus series of the inference engine: its load, its batches, its failures."""

from __future__ import annotations

from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from service.inference.events import Cached, Dropped, EngineEvents, Failed
from service.inference.protocol import Engine

_Mode = Literal["livesum", "livemax"]  # how the gauges of several workers are combined
_BATCH_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class EngineMetrics(EngineEvents):
    """`EngineEvents` that counts. Any thread may call it, because prometheus_client locks."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"copydesk_engine_{name}", text, labels, registry=registry)

        def gauge(name: str, text: str, over_workers: _Mode = "livesum") -> Gauge:
            return Gauge(
                f"copydesk_engine_{name}", text, registry=registry, multiprocess_mode=over_workers
            )

        self.queue_tokens = gauge("queue_tokens", "Tokens that wait or run.")
        self.queue_windows = gauge("queue_windows", "Windows that wait or run.")
        self.oldest = gauge(
            "queue_oldest_seconds", "Age of the oldest window that waits.", "livemax"
        )
        self.speed = gauge("tokens_per_second", "Speed of all lanes, by the cost model.")
        self.lanes = gauge("lanes", "Lanes that should run.")
        self.lanes_alive = gauge("lanes_alive", "Lanes that do run.")
        self.batch_seconds = Histogram(
            "copydesk_engine_batch_seconds",
            "Time of a batch in the lane; the count is the number of batches.",
            ("model",),
            buckets=_BATCH_BUCKETS,
            registry=registry,
        )
        self.predicted = counter(
            "batch_predicted_seconds", "What the cost model said batches would take.", "model"
        )
        self.error = counter(
            "batch_error_seconds", "How far off it was, batch by batch, either way.", "model"
        )
        self.windows = counter("batch_windows", "Windows that ran in batches.", "model")
        self.tokens = counter("batch_tokens", "Useful tokens that ran in batches.", "model")
        self.padded = counter("batch_padded_tokens", "The same with their padding.", "model")
        self.dropped_windows = counter(
            "dropped_windows", "Windows given up before they ran, by reason.", "reason"
        )
        self.splits = counter("batch_splits", "Failed batches that were cut in two.", "model")
        self.failed_windows = counter(
            "failed_windows", "Windows that got an error, by reason.", "model", "reason"
        )
        self.cached_windows = counter(
            "cache_windows", "Windows found finished, found in flight, or computed.", "outcome"
        )
        self.restarts = counter("lane_restarts", "Dead lanes that were replaced.")
        # Series exist before the first event, so that rates and alerts start from 0.
        for reason in get_args(Dropped):
            self.dropped_windows.labels(reason)
        for outcome in get_args(Cached):
            self.cached_windows.labels(outcome)

    def expect(self, models: tuple[str, ...]) -> None:
        """Create the series of these models."""
        for model in models:
            self.batch_seconds.labels(model)
            for series in (self.predicted, self.error, self.windows, self.tokens, self.padded):
                series.labels(model)
            self.splits.labels(model)
            for reason in get_args(Failed):
                self.failed_windows.labels(model, reason)

    def refresh(self, engine: Engine) -> None:
        """Set the gauges to the engine's present load."""
        load = engine.load
        self.queue_tokens.set(load.tokens)
        self.queue_windows.set(load.windows)
        self.oldest.set(load.oldest)
        self.speed.set(load.tokens_per_second)
        self.lanes.set(load.lanes)
        self.lanes_alive.set(load.lanes_alive)

    def batch(
        self,
        model: str,
        *,
        windows: int,
        tokens: int,
        padded: int,
        seconds: float,
        predicted: float,
    ) -> None:
        """See `EngineEvents.batch`."""
        self.batch_seconds.labels(model).observe(seconds)
        self.predicted.labels(model).inc(predicted)
        self.error.labels(model).inc(abs(seconds - predicted))
        self.windows.labels(model).inc(windows)
        self.tokens.labels(model).inc(tokens)
        self.padded.labels(model).inc(padded)

    def dropped(self, reason: Dropped, windows: int) -> None:
        """See `EngineEvents.dropped`."""
        self.dropped_windows.labels(reason).inc(windows)

    def split(self, model: str) -> None:
        """See `EngineEvents.split`."""
        self.splits.labels(model).inc()

    def failed(self, model: str, reason: Failed, windows: int) -> None:
        """See `EngineEvents.failed`."""
        self.failed_windows.labels(model, reason).inc(windows)

    def cache(self, outcome: Cached, windows: int) -> None:
        """See `EngineEvents.cache`."""
        self.cached_windows.labels(outcome).inc(windows)

    def lane_restarted(self) -> None:
        """See `EngineEvents.lane_restarted`."""
        self.restarts.inc()
