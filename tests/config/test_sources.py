"""Settings as an operator sees them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from service.config import sources
from service.config import values as values_module
from service.config.settings import Settings
from service.config.sources import BadSettings
from tests.conftest import settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [n for n in os.environ if n.upper().startswith(("COPYDESK_", "PORT"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_each_value_has_its_origin_and_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("COPYDESK_CACHE_MIB=5\nCOPYDESK_WORKERS=7\n")
    monkeypatch.setenv("copydesk_workers", "2")
    settings, origin = sources.read(), sources.origins()
    assert (settings.cache_mib, settings.workers, settings.profile) == (5, 2, "balanced")
    assert origin["cache_mib"] == ".env file"
    assert origin["workers"] == "environment"
    assert origin["profile"] == "default"
    assert set(origin) == set(Settings.model_fields)


def test_secrets_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEYS", "one-key,another-key")
    shown = sources.shown(sources.read())
    assert shown["api_keys"] == "**********, **********"
    assert "key" not in " ".join(shown.values())


def test_every_fault_names_its_variable_and_shows_the_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("COPYDESK_PROFILES=fast,slow\n")
    monkeypatch.setenv("COPYDESK_THREADS", "many")
    with pytest.raises(BadSettings) as caught:
        sources.read()
    assert str(caught.value).splitlines() == [
        "COPYDESK_PROFILES: 'slow' (from the .env file) must be 'balanced', 'fast' or 'accurate'",
        "COPYDESK_THREADS: 'many' (from the environment) must be a whole number",
    ]


def test_a_fault_of_two_variables_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_QUOTA_KIB_PER_MINUTE", "64")
    with pytest.raises(BadSettings) as caught:
        sources.read()
    needs = "COPYDESK_QUOTA_KIB_PER_MINUTE needs COPYDESK_KEYS_FILE or COPYDESK_API_KEYS"
    assert str(caught.value) == needs


def test_a_fault_beside_secrets_does_not_show_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEYS", "one-key")
    monkeypatch.setenv("COPYDESK_CACHE_MIB", "-1")
    with pytest.raises(BadSettings, match="COPYDESK_CACHE_MIB") as caught:
        sources.read()
    assert "one-key" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_file_that_is_not_text_is_named() -> None:
    Path(".env").write_bytes(b"COPYDESK_PROFILE=\xff\xfe")
    with pytest.raises(BadSettings, match=r"^\.env cannot be read: "):
        sources.read()


def test_misspelt_variables_are_found_wherever_they_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("COPYDESK_THREAD=2\n")
    monkeypatch.setenv("COPYDESK_PROFLE", "balanced")
    assert sources.unknown() == ["COPYDESK_PROFLE", "COPYDESK_THREAD"]
    assert sources.read() == Settings()
    assert sources.misspelt() == [
        "COPYDESK_PROFLE is no setting; did you mean COPYDESK_PROFILE?",
        "COPYDESK_THREAD is no setting; did you mean COPYDESK_THREADS?",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "localhost:6379", "http://localhost", "redis://", "unix://", "redis:///0",
        "redis://:hunter2@host:port", "redis://:hunter2@host:99999", "redis://:hun#ter2@host:6379",
        "redis://:hun/ter2@host:6379", "redis://:hunter2@[::1/0", "redis://:hunter2@host/first",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["COPYDESK_JOBS_REDIS_URL", "COPYDESK_RESULTS_REDIS_URL"])
def test_an_address_of_redis_is_checked(
    name: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, url)
    with pytest.raises(BadSettings, match=name) as refused:
        sources.read()
    assert "redis://:PASSWORD@HOST:6379/0" in str(refused.value)
    assert "hun" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["redis://h", "rediss://u:p%2F@h:6380/3?ssl_cert_reqs=none", "unix:///run/r.sock?db=1",
     "redis://[::1]:6379/"],
)  # fmt: skip
def test_addresses_of_redis(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values_module, "find_spec", lambda name: name)
    assert settings(jobs_redis_url=url).jobs_redis_url == SecretStr(url)
    monkeypatch.setattr(values_module, "find_spec", lambda name: None)
    with pytest.raises(ValidationError, match=r"copydesk\[redis\]"):
        settings(jobs_redis_url=url)


def test_shared_results_need_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_RESULTS_REDIS_URL", "redis://:hunter2@host:6379")
    with pytest.raises(BadSettings, match="needs COPYDESK_RESULTS_SECRET") as refused:
        sources.read()
    assert "openssl rand" in str(refused.value)
    assert "hunter2" not in str(refused.value)
    for weak in ("", "hunter2", "x" * 64, "abc" * 20):
        monkeypatch.setenv("COPYDESK_RESULTS_SECRET", weak)
        with pytest.raises(BadSettings, match="COPYDESK_RESULTS_SECRET") as refused:
            sources.read()
        assert not weak or weak not in str(refused.value)
    good = "u2xNqJ0zk1m5a8P4rT7wYvB3cD6eF9gH"
    monkeypatch.setenv("COPYDESK_RESULTS_SECRET", good)
    assert sources.read().results_secret == SecretStr(good)


def test_jobs_can_be_switched_off_in_words() -> None:
    assert settings(jobs_path="off").jobs_path is None
    assert settings(jobs_path="/x/jobs.sqlite").jobs_path == Path("/x/jobs.sqlite")
