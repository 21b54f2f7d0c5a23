"""nginx as configured, for real: what it lets through, and whom it asks again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.deploy.proxy import Replica, command, configured, proxied
from tests.programs import needs
from tests.server.workers.conftest import serving

pytestmark = needs("nginx")
FULL = (503, {"Retry-After": "7", "Content-Type": "application/problem+json"})
BODY = {"text": "The dam is good."}


@pytest.fixture
def pair() -> Iterator[tuple[Replica, Replica]]:
    replicas = Replica(), Replica()
    yield replicas
    for replica in replicas:
        replica.close()


@pytest.fixture
def client(pair: tuple[Replica, Replica], tmp_path: Path) -> Iterator[httpx.Client]:
    with proxied(tmp_path, [replica.port for replica in pair]) as client:
        yield client


@pytest.mark.parametrize("listen", ["plain.conf", "tls.conf"])
def test_nginx_accepts_the_files(listen: str, tmp_path: Path) -> None:
    configured(tmp_path, [1, 2], listen=listen)
    (tmp_path / "tls").mkdir()
    key, chain = tmp_path / "tls" / "tls.key", tmp_path / "tls" / "tls.crt"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=copydesk"),
            *("-keyout", str(key), "-out", str(chain)),
        ],
        check=True,
        capture_output=True,
    )
    run = subprocess.run(command(tmp_path, "-t"), capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "[warn]" not in run.stderr


def test_a_full_replica_is_not_the_end_for_an_analysis(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    pair[0].answer = FULL
    for _ in range(6):
        assert client.post("/v1/analyze", json=BODY).status_code == 200
    assert pair[0].asked  # its refusals did not take it out of the rotation
    assert len(pair[1].asked) == 6
    assert pair[0].asked[0][2] == pair[1].asked[0][2] != b""


def test_one_that_hangs_up_in_mid_request_is_not_the_end_either(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    pair[0].answer = None
    for _ in range(6):
        assert client.post("/v1/stance", json=BODY).status_code == 200
    assert pair[0].asked


def test_one_that_is_gone_is_not_noticed(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    gone, other = pair
    gone.close()
    try:
        for path in ("/v1/analyze", "/v1/jobs", "/v1/models"):
            for _ in range(3):
                assert client.post(path, json=BODY).status_code == 200
        assert len(other.asked) == 9
    finally:
        gone.__init__()  # type: ignore[misc]  # so that the fixture has something to close


def test_what_changes_something_is_sent_once(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    for replica in pair:
        replica.answer = FULL
    assert client.post("/v1/jobs", json=BODY).status_code == 503
    assert sum(len(replica.asked) for replica in pair) == 1
    for replica in pair:
        replica.answer = None
    assert client.post("/v1/jobs", json=BODY).status_code == 503
    assert sum(len(replica.asked) for replica in pair) == 2


@pytest.mark.parametrize("path", ["/v1/analyze", "/v1/jobs"])
def test_lines_are_sent_once_and_may_be_long(
    path: str, pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    line = b"x" * 65536 + b"\n"
    lines = {"Content-Type": "application/x-ndjson", "Content-Length": str(40 * len(line))}
    if path == "/v1/analyze":  # of unknown length, as lines are
        del lines["Content-Length"]
        for replica in pair:
            replica.answer = FULL
        assert client.post(path, content=iter([b"{}\n"]), headers=lines).status_code == 503
        assert sum(len(replica.asked) for replica in pair) == 1
    else:
        answer = client.post(path, content=iter([line] * 40), headers=lines)
        assert answer.status_code == 200
        ((_, _, body),) = pair[0].asked + pair[1].asked
        assert body == line * 40


def test_the_last_replicas_refusal_comes_as_it_is(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    for replica in pair:
        replica.answer = FULL
    for _ in range(3):
        answer = client.post("/v1/summary", json=BODY)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "7"
    assert [len(replica.asked) for replica in pair] == [3, 3]


@pytest.mark.parametrize("status", [200, 400, 401, 422, 429, 500, 501, 504])
def test_other_answers_are_given_once_and_as_they_are(
    status: int, pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    for replica in pair:
        replica.answer = (status, {"X-Request-ID": "a"})
    answer = client.post("/v1/sentiment", json=BODY)
    assert (answer.status_code, answer.headers["x-request-id"]) == (status, "a")
    assert sum(len(replica.asked) for replica in pair) == 1


@pytest.mark.parametrize(
    "path",
    ["/livez", "/readyz", "/startupz", "/metrics", "/metrics/", "/%6detrics", "/v1/../metrics"],
)
def test_probes_and_metrics_are_not_to_be_had(
    path: str, pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert not pair[0].asked
    assert not pair[1].asked


def test_refusals_of_its_own_have_the_form_of_the_services(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    answer = client.post("/v1/analyze", content=b"x" * (2 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["status"]) == (413, 413)
    for replica in pair:
        replica.answer = None
    answer = client.post("/v1/analyze", json=BODY)
    assert (answer.status_code, answer.json()["status"]) == (503, 503)
    assert answer.headers["retry-after"]


def test_connections_to_replicas_are_kept(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    for _ in range(20):
        assert client.post("/v1/analyze", json=BODY).status_code == 200
    assert sum(len(replica.asked) for replica in pair) == 20
    assert sum(len(replica.connections) for replica in pair) <= 4


def test_what_a_replica_is_told_of_the_caller(
    pair: tuple[Replica, Replica], client: httpx.Client
) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    given = {"X-Request-ID": "abc", "traceparent": trace, "Authorization": "Bearer k"}
    client.post("/v1/analyze", json=BODY, headers=given)
    (_, headers, _), *_ = pair[0].asked + pair[1].asked
    assert {name.lower(): headers[name.lower()] for name in given} == {
        name.lower(): value for name, value in given.items()
    }
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"


def test_a_caller_with_too_many_requests_is_told_so(
    pair: tuple[Replica, Replica], tmp_path: Path
) -> None:
    slower = {"rate=100r/s": "rate=1r/m", "burst=200": "burst=2"}
    with proxied(tmp_path, [replica.port for replica in pair], slower) as client:
        found = [client.post("/v1/analyze", json=BODY) for _ in range(6)]
    assert [answer.status_code for answer in found] == [200] * 3 + [429] * 3
    assert found[-1].headers["retry-after"] == "1"
    assert found[-1].json()["status"] == 429


def test_the_service_itself_behind_it(tmp_path: Path) -> None:
    with serving() as serve:
        services = [serve(), serve()]
        ports = [service.ready().port for service in services]
        with proxied(tmp_path, ports) as client:
            answers = [client.post("/v1/sentiment", json=BODY) for _ in range(4)]
            assert [answer.status_code for answer in answers] == [200] * 4
            assert client.get("/docs").status_code == 200
            assert client.get("/openapi.json").json()["info"]["title"] == "Copydesk"
            services[0].process.kill()
            again = [client.post("/v1/sentiment", json=BODY) for _ in range(4)]
            assert [answer.json() for answer in again] == [answer.json() for answer in answers]
