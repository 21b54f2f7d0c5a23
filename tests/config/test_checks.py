"""Settings that cannot be meant, and such as do nothing: a table of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import structlog

from service.config import sources
from service.config.settings import Settings
from service.config.sources import BadSettings

Set = dict[str, str]
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [n for n in os.environ if n.upper().startswith(("COPYDESK_", "PORT", "OTEL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _set(monkeypatch: pytest.MonkeyPatch, given: Set) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name if name.isupper() else f"COPYDESK_{name.upper()}", value)


ERRORS: list[tuple[Set, str]] = [
    (
        {"results_redis_url": "redis://h"},
        "COPYDESK_RESULTS_REDIS_URL needs COPYDESK_RESULTS_SECRET",
    ),
    ({"results_secret": "a" * 64}, "needs at least 32 characters"),
    ({"profile": "fast", "profiles": "accurate"}, "COPYDESK_PROFILE: 'fast' is not loaded"),
    ({"profile": "accurate", "profiles": "fast"}, "COPYDESK_PROFILE: 'accurate' is not loaded"),
    ({"profiles": ""}, "COPYDESK_PROFILES: (from the environment) is empty"),
    ({"profiles": ","}, "COPYDESK_PROFILES: ',' (from the environment) names none"),
    ({"profiles": "fast,fast"}, "names 'fast' twice"),
    ({"profiles": "slow"}, "COPYDESK_PROFILES: 'slow' (from the environment) must be 'bal"),
    ({"profiles": "fast accurate"}, "must be 'balanced', 'fast' or 'accurate'"),
    ({"profile": "Quick"}, "COPYDESK_PROFILE: 'Quick' (from the environment) must be 'bal"),
    ({"deadline_seconds": "700"}, "COPYDESK_DEADLINE_SECONDS (700) is more than"),
    ({"max_queue_seconds": "1", "strained_queue_seconds": "2"}, "(2) is more than COPYDESK_MAX_Q"),
    ({"workers": "4", "threads": "2"}, "COPYDESK_WORKERS (4) is more than COPYDESK_THREADS (2)"),
    ({"workers": "0"}, "COPYDESK_WORKERS: '0' (from the environment) must be at least 1"),
    ({"workers": "1.5"}, "must be a whole number"),
    ({"drain_seconds": "inf"}, "must be a finite number"),
    ({"max_queue_seconds": "0"}, "must be more than 0"),
    ({"metrics_need_key": "maybe"}, "must be true or false"),
    ({"metrics_need_key": "true"}, "needs COPYDESK_KEYS_FILE or COPYDESK_API_KEYS"),
    ({"quota_kib_per_minute": "9"}, "needs COPYDESK_KEYS_FILE or COPYDESK_API_KEYS"),
    ({"api_keys": ""}, "COPYDESK_API_KEYS: (from the environment) is empty"),
    ({"api_keys": " , "}, "COPYDESK_API_KEYS: (from the environment) names none"),
    ({"cors_origins": "*,https://news.example"}, "`*` allows every origin"),
    ({"cors_origins": "https://news.example/path"}, "is no origin such as"),
    ({"cors_origins": "news.example"}, "is no origin such as"),
    ({"otlp_endpoint": "collector:4318"}, "is no address such as http://collector:4318"),
    ({"hub_url": "hub.example"}, "'hub.example' is no address such as https://hub.example"),
    ({"port": "70000"}, "COPYDESK_PORT: '70000' (from the environment) must be at most 65535"),
    ({"port": "http"}, "COPYDESK_PORT: 'http' (from the environment) must be a whole number"),
    ({"PORT": "http"}, "PORT: 'http' (from the environment) must be a whole number"),
    ({"cache_dir": "~nobody-of-this-name/x"}, "names the home of a user who is not known"),
    ({"log_format": "xml"}, "must be 'auto', 'json' or 'console'"),
]


@pytest.mark.parametrize(("given", "line"), ERRORS, ids=lambda x: str(x)[:60])
def test_what_cannot_be_meant_is_one_line(
    given: Set, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, given)
    with pytest.raises(BadSettings) as refused:
        sources.read()
    (told,) = str(refused.value).splitlines()
    assert line in told
    assert "PORT" in told or "COPYDESK_" in told


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_no_setting_may_be_empty(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {name: " "})
    with pytest.raises(BadSettings, match=f"^{sources.variable(name)}: .*is empty; remove"):
        sources.read()


WARNINGS: list[tuple[Set, str]] = [
    ({"proflie": "fast"}, "COPYDESK_PROFLIE is no setting; did you mean COPYDESK_PROFILE?"),
    ({"model_dir": "x"}, "COPYDESK_MODEL_DIR is no setting; did you mean COPYDESK_MODELS_DIR?"),
    ({"sandwich": "x"}, "COPYDESK_SANDWICH is no setting; `copydesk config` lists all that are"),
    ({"max_body_bytes": "2048", "max_text_bytes": "4096"}, "(4096) has no effect"),
    ({"max_body_bytes": "4096", "jobs_max_body_bytes": "2048"}, "more than a whole job may have"),
    ({"jobs_max_json_bytes": "4096", "jobs_max_body_bytes": "2048"}, "COPYDESK_JOBS_MAX_JSON"),
    ({"threads": "3", "workers": "2"}, "COPYDESK_THREADS (3) does not divide"),
    ({"threads": "2", "lanes": "4"}, "COPYDESK_LANES (4) is more than"),
    ({"lanes": "9"}, "COPYDESK_LANES (9) is more than the threads of a worker (4)"),
    ({"threads": "8"}, "COPYDESK_THREADS (8) is more than the cores granted (4)"),
    ({"workers": "2", "prepared_dir": "x"}, "COPYDESK_PREPARED_DIR has no effect"),
    ({"results_seconds": "60"}, "RESULTS_SECONDS has no effect without COPYDESK_RESULTS_REDIS_URL"),
    ({"results_timeout_ms": "9"}, "COPYDESK_RESULTS_TIMEOUT_MS has no effect"),
    ({"results_secret": SECRET}, "COPYDESK_RESULTS_SECRET has no effect without"),
    ({"jobs_path": "off", "jobs_attempts": "2"}, "COPYDESK_JOBS_ATTEMPTS has no effect while"),
    ({"otlp_endpoint": "http://c:4318", "OTEL_SDK_DISABLED": "true"}, "OTLP_ENDPOINT has no eff"),
]


@pytest.mark.parametrize(("given", "line"), WARNINGS, ids=lambda x: str(x)[:60])
def test_what_does_nothing_is_told(given: Set, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, given)
    (told,) = sources.warnings(sources.read(), cores=4)
    assert line in told


SILENT: list[Set] = [
    {},
    {"profiles": "accurate"},
    {"profile": "accurate"},
    {"max_body_bytes": "2048"},
    {"max_deadline_seconds": "5"},
    {"max_queue_seconds": "0.5"},
    {"workers": "2", "threads": "4", "lanes": "2"},
    {"jobs_path": "off"},
    {"jobs_path": "off", "jobs_redis_url": "redis://h", "jobs_attempts": "2"},  # as deploy/ does
    {"results_redis_url": "redis://h", "results_seconds": "60", "results_secret": SECRET},
    {"cors_origins": "*"},
    {"api_keys": "a", "metrics_need_key": "true", "quota_kib_per_minute": "9"},
    {"otlp_endpoint": "http://c:4318"},
]


@pytest.mark.parametrize("given", SILENT, ids=str)
def test_of_what_makes_sense_nothing_is_said(given: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, given)
    assert sources.warnings(sources.read(), cores=4) == []


def test_one_profile_that_is_listed_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"profiles": "accurate"})
    assert sources.read().profile == "accurate"
    assert sources.origins()["profile"] == "COPYDESK_PROFILES"
    _set(monkeypatch, {"profiles": "accurate, fast"})
    assert sources.read().profile == "accurate"
    _set(monkeypatch, {"profile": "fast"})
    assert sources.read().profile == "fast"


def test_a_lower_maximum_lowers_the_defaults_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"max_deadline_seconds": "5", "max_queue_seconds": "0.5"})
    made = sources.read()
    assert (made.deadline_seconds, made.strained_queue_seconds) == (5.0, 0.5)


@pytest.mark.parametrize(
    ("given", "file", "port", "origin"),
    [
        ({}, "", 8000, "default"),
        ({"PORT": "81"}, "", 81, "PORT"),
        ({"PORT": ""}, "", 8000, "default"),
        ({"PORT": "81"}, "COPYDESK_PORT=82", 82, ".env file"),
        ({"PORT": "81", "port": "83"}, "COPYDESK_PORT=82", 83, "environment"),
        ({"port": "tcp://10.0.0.7:80"}, "", 8000, "default"),
        ({"port": "tcp://10.0.0.7:80", "PORT": "81"}, "", 81, "PORT"),
    ],
)
def test_where_the_port_comes_from(
    given: Set, file: str, port: int, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(".env").write_text(file)
    _set(monkeypatch, given)
    assert sources.read().port == port
    assert sources.origins()["port"] == origin


def test_what_kubernetes_sets_for_its_services_is_no_misspelling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    links = {
        "service_host": "10.0.0.7", "service_port": "80", "service_port_http": "80",
        "port": "tcp://10.0.0.7:80", "port_80_tcp": "tcp://10.0.0.7:80", "port_80_tcp_addr": "10.0",
        "redis_service_host": "10.0.0.8", "redis_port": "tcp://10.0.0.8:6379",
        "redis_port_6379_tcp_proto": "tcp",
    }  # fmt: skip
    _set(monkeypatch, links)
    assert sources.warnings(sources.read(), cores=4) == []


ENV_FILES = [
    ("COPYDESK_WORKERS", ".env, line 1: COPYDESK_WORKERS has no value"),
    ("\n# a\n\nCOPYDESK_WORKERS\n", ".env, line 4: COPYDESK_WORKERS has no value"),
    ("A=1\nCOPYDESK_WORKERS: 2\n", ".env, line 2: is not of the form NAME=value"),
    ("A=1\n\n'x\n", ".env, line 3: is not of the form NAME=value"),
    ("COPYDESK_LANES=2\ncopydesk_lanes=1\n", ".env, line 2: COPYDESK_LANES stands in line 1 too"),
]


@pytest.mark.parametrize(("text", "line"), ENV_FILES)
def test_a_bad_line_of_the_file_is_named(text: str, line: str) -> None:
    Path(".env").write_text(text)
    with pytest.raises(BadSettings) as refused:
        sources.read()
    (told,) = str(refused.value).splitlines()
    assert told.startswith(line)


def test_what_the_file_may_hold() -> None:
    lines = "\ufeffCOPYDESK_LANES = 3\r\nexport COPYDESK_CACHE_DIR='~/x'\r\nOTHER\r\nA=1\r\nA=2\r\n"
    Path(".env").write_bytes(lines.encode())
    made = sources.read()
    assert made.lanes == 3
    assert made.cache_dir == Path.home() / "x"


def test_origins_are_as_browsers_send_them(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"cors_origins": "https://News.example:443,http://a.example:80,http://b:81"})
    assert sources.read().cors_origins == [
        "https://news.example", "http://a.example", "http://b:81",
    ]  # fmt: skip


def test_doubts_are_lines_of_the_log_where_an_app_reads_its_settings_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from service.app import create_app
    from service.inference.fake_engine import FakeEngine

    _set(monkeypatch, {"proflie": "fast"})
    try:
        create_app(engine=FakeEngine())
    finally:
        structlog.reset_defaults()
    assert "did you mean COPYDESK_PROFILE?" in capsys.readouterr().err
