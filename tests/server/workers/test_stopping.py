"""SIGTERM in a running service: readiness off, no new connections, then cancelled requests."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

from tests.server.workers.conftest import Serve


def test_requests_in_flight_are_answered_and_the_exit_code_is_0(serve: Serve) -> None:
    service = serve().ready()
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(service.sentiment, "Good sleep 1.") for _ in range(8)]
        service.until(lambda: service.in_flight() == 8)
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
        service.until(lambda: service.in_flight() == 1)
        service.process.send_signal(signal.SIGTERM)
        assert answer.result().status_code == 503
    assert answer.result().headers["Retry-After"] == "1"
    assert "stopping" in answer.result().json()["detail"]
    assert service.end()[0] == 0


def test_one_process_answers_probes_while_it_loads(serve: Serve) -> None:
    service = serve("--engine", "slow")
    service.until(lambda: service.status("/livez") == 200)
    assert service.status("/startupz") == 503
    service.ready()
    assert service.status("/startupz") == 200
