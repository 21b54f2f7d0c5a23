"""Several worker processes under a supervisor."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from prometheus_client.parser import text_string_to_metric_families

from tests.serving.conftest import Served, command

Serve = Callable[..., Served]


def test_a_killed_worker_is_replaced(serve: Serve) -> None:
    service = serve("--workers", "2").ready()
    service.until(lambda: len(service.workers()) == 2)
    killed, other = service.workers()
    os.kill(killed, signal.SIGKILL)
    service.until(lambda: len(set(service.workers()) - {killed}) == 2)
    assert other in service.workers()
    assert service.sentiment("Good.").status_code == 200
    service.process.send_signal(signal.SIGTERM)
    assert service.end()[0] == 0


def test_workers_end_with_a_killed_supervisor(serve: Serve) -> None:
    service = serve("--workers", "2").ready()
    service.until(lambda: len(service.workers()) == 2)
    workers = service.workers()
    service.process.kill()
    service.process.wait()
    import time

    until = time.monotonic() + 60
    while any("spawn_main" in command(pid) for pid in workers):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert service.status("/livez") is None


def test_metrics_count_what_all_workers_did(serve: Serve) -> None:
    service = serve("--workers", "2").ready()
    service.until(lambda: len(service.workers()) == 2)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: service.sentiment("Good.").status_code, range(40)))
        assert statuses == [200] * 40
        # One worker dies over this one; what it counted must not be lost.
        pool.submit(service.sentiment, "Do die now.").exception()
    service.until(lambda: len(service.workers()) == 2)
    found = _samples(service)
    assert found["copydesk_documents_total", "sentiment", "ok"] == 40
    assert found["copydesk_requests_total", "POST", "/v1/sentiment", "200"] == 40


def test_workers_that_cannot_start_end_the_service_with_the_cause(serve: Serve) -> None:
    code, err = serve("--workers", "2", "--engine", "broken").end()
    assert code == 1
    assert "RuntimeError: the weights are made of cheese" in err.splitlines()[-1]


def test_workers_take_connections_only_when_they_can_serve(serve: Serve) -> None:
    service = serve("--workers", "2", "--engine", "slow")
    seen: list[int | None] = []
    service.until(lambda: seen.append(service.status("/readyz")) or seen[-1] == 200)
    assert set(seen) == {None, 200}


def test_one_process_answers_probes_while_it_loads(serve: Serve) -> None:
    service = serve("--engine", "slow")
    service.until(lambda: service.status("/livez") == 200)
    assert service.status("/startupz") == 503
    service.ready()
    assert service.status("/startupz") == 200


def _samples(service: Served) -> dict[tuple[str, ...], float]:
    """Values of the series by name and label values, labels in the order of their names."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(service.client.get("/metrics").text)
        for sample in family.samples
    }
