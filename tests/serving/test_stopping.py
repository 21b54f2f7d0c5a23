"""SIGTERM in a running service: readiness first, then no connections, then no patience."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.serving.conftest import Served

Serve = Callable[..., Served]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_requests_in_flight_are_answered_and_the_exit_code_is_0(serve: Serve, workers: str) -> None:
    service = serve("--workers", workers).ready()
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(service.sentiment, "Good sleep 1.") for _ in range(8)]
        service.until(lambda: _in_flight(service) >= 9)  # the metrics' request is one
        service.process.send_signal(signal.SIGTERM)
        assert [answer.result().status_code for answer in answers] == [200] * 8
    assert service.end()[0] == 0
    assert service.status("/livez") is None


def test_readiness_turns_before_connections_are_refused(serve: Serve) -> None:
    service = serve("--drain", "30").ready()
    service.process.send_signal(signal.SIGTERM)
    service.until(lambda: service.status("/readyz") == 503)
    assert service.status("/livez") == 200
    answer = service.sentiment("Still good.")
    assert answer.status_code == 200
    assert answer.headers["Connection"] == "close"
    service.process.send_signal(signal.SIGTERM)  # the second ends the draining
    assert service.end()[0] == 0


def test_what_outlasts_the_grace_period_gets_an_error(serve: Serve) -> None:
    service = serve("--grace", "1").ready()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(service.sentiment, "Good sleep 50.")
        service.until(lambda: _in_flight(service) >= 2)
        service.process.send_signal(signal.SIGTERM)
        assert answer.result().status_code == 503
    assert answer.result().headers["Retry-After"] == "1"
    assert "stopping" in answer.result().json()["detail"]
    assert service.end()[0] == 0


def _in_flight(service: Served) -> float:
    text = service.client.get("/metrics").text
    (line,) = [x for x in text.splitlines() if x.startswith("copydesk_requests_in_flight")]
    return float(line.split()[-1])
