"""Several worker processes under a supervisor."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from service.keys.key import ApiKey, digest
from service.keys.key_file import add
from tests.server.workers.conftest import HANG, Serve, Served, command, wait_for


def test_answers_do_not_say_what_serves_them(pair: Served) -> None:
    refused = pair.client.post("/v1/sentiment", content=b"{")
    for answer in (pair.client.get("/livez"), pair.client.get("/nowhere"), refused):
        assert "server" not in answer.headers
        assert "uvicorn" not in answer.text + str(answer.headers)


def test_metrics_count_what_all_workers_did(pair: Served) -> None:
    before = pair.samples()
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: pair.sentiment("Good.").status_code, range(40)))
    assert statuses == [200] * 40
    # One worker dies over this one; what it counted must not be lost.
    workers = set(pair.workers())
    with pytest.raises(Exception, match=r"(?i)disconnected|reset|closed"):
        pair.sentiment("Do die now.")
    pair.until(lambda: len(workers & set(pair.workers())) == 1 and len(pair.workers()) == 2)
    after = pair.samples()
    ok = ("copydesk_documents_total", "sentiment", "ok")
    answered = ("copydesk_requests_total", "POST", "/v1/sentiment", "200")
    assert after[ok] - before[ok] == 40
    assert after[answered] - before[answered] == 40
    assert pair.in_flight() == 0  # what the dead one had in flight is forgotten


def test_a_killed_worker_is_replaced_while_the_other_serves(pair: Served) -> None:
    killed, other = pair.workers()
    os.kill(killed, signal.SIGKILL)
    pair.until(lambda: killed not in pair.workers())
    assert pair.sentiment("Good.").status_code == 200
    pair.until(lambda: len(pair.workers()) == 2)
    assert other in pair.workers()


def test_requests_in_flight_of_all_workers_are_answered_and_the_exit_code_is_0(
    pair: Served,
) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(pair.sentiment, "Good sleep 3.") for _ in range(8)]
        pair.until(lambda: pair.in_flight() == 8)
        pair.process.send_signal(signal.SIGTERM)
        assert [answer.result().status_code for answer in answers] == [200] * 8
    assert pair.end()[0] == 0
    assert pair.status("/livez") is None


def test_workers_take_connections_once_they_can_serve_and_end_with_their_supervisor(
    serve: Serve,
) -> None:
    service = serve("--workers", "2", "--engine", "slow")
    seen: list[int | None] = [None]
    while seen[-1] is None:
        seen.append(service.status("/readyz"))
    assert seen[-1] == 200
    workers = service.workers()
    assert len(workers) == 2
    service.process.kill()
    wait_for(lambda: not any("spawn_main" in command(pid) for pid in workers))
    assert service.status("/livez") is None


def test_workers_that_cannot_start_end_the_service_with_the_cause(serve: Serve) -> None:
    code, err = serve("--supervised", "--engine", "broken").end()
    assert code == 1
    assert "RuntimeError: the weights are made of cheese" in err.splitlines()[-1]


def test_where_nothing_can_be_written_one_process_serves_and_says_why(serve: Serve) -> None:
    service = serve("--workers", "2", "--nowhere").ready()
    assert service.sentiment("Good.").status_code == 200
    assert service.workers() == []
    service.process.send_signal(signal.SIGTERM)
    code, err = service.end()
    assert code == 0
    assert "one process instead of several" in err
    assert "No such file or directory" in err


@pytest.mark.models
def test_workers_map_the_same_weights(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_PROFILES", "fast")
    monkeypatch.setenv("COPYDESK_THREADS", "2")
    service = serve("serve", "--workers", "2", module="service").ready()
    service.until(lambda: all(_weights(pid) for pid in service.workers()))
    (weights,) = {_weights(pid) for pid in service.workers()}
    assert weights is not None
    assert service.sentiment("A great success.").json()["sentiment"]["label"] == "positive"
    service.process.send_signal(signal.SIGTERM)
    assert service.end()[0] == 0
    assert not Path(weights).parents[1].exists()


def _weights(pid: int) -> str | None:
    """The file of weights that a process maps, if it does."""
    try:
        maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    except OSError:
        return None
    return next((x.split()[-1] for x in maps if x.endswith("/weights/tensors.safetensors")), None)


def test_every_worker_reads_the_keys_again(serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    add(path, ApiKey("news", digest("first")))
    service = serve("--workers", "2", "--keys-file", str(path)).ready()
    service.until(lambda: len(service.workers()) == 2)

    def answers(secret: str) -> set[int]:
        """Statuses over many connections, so that both workers are asked."""
        headers = {"X-API-Key": secret}
        url = f"http://127.0.0.1:{service.port}/v1/models"
        return {
            httpx.get(url, headers=headers, timeout=HANG, trust_env=False).status_code
            for _ in range(20)
        }

    assert answers("first") == {200}
    assert answers("second") == {401}
    add(path, ApiKey("news", digest("second")))
    service.until(lambda: answers("second") == {200})
    path.write_text("")
    service.until(lambda: answers("first") == answers("second") == {401})
