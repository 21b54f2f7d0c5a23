"""The objects of an app are connected, and are started and closed with it."""

from __future__ import annotations

from service.api.container import AppParts, build_services, running
from service.config.settings import Settings
from service.inference.background_engine import BackgroundEngine
from service.inference.fake_engine import FakeEngine
from service.keys.keyring import Keyring
from service.lifecycle.shutdown import Shutdown
from service.observability.metrics import Metrics
from tests.conftest import settings


def parts(engine: FakeEngine, given: Settings) -> AppParts:
    """Those of an app without keys, jobs and traces."""
    return AppParts(
        settings=given,
        metrics=Metrics(),
        keyring=Keyring.from_settings(given),
        shutdown=Shutdown(),
        engine=engine,
    )


def test_all_share_one_engine_and_jobs_have_it_in_the_background() -> None:
    engine = FakeEngine()
    state = build_services(parts(engine, settings())).state
    assert state["engine"] is state["services"].engine is engine
    assert isinstance(state["bulk"].engine, BackgroundEngine)
    assert state["bulk"].admission is state["services"].admission is state["admission"]
    assert state["bulk"].read_limiter is state["read_limiter"]
    assert state["jobs"] is None
    assert not state["startup"].done


def test_the_gate_covers_each_analysis() -> None:
    gate = build_services(parts(FakeEngine(), settings())).state["overload_gate"]
    covered = {name for name in ("summary", "stance", "sentiment", "analyze", "jobs")
               if gate.covers("POST", f"/v1/{name}")}  # fmt: skip
    assert covered == {"summary", "stance", "sentiment", "analyze"}
    assert not gate.covers("GET", "/v1/stance")


async def test_the_engine_runs_for_as_long_as_the_app() -> None:
    engine = FakeEngine()
    async with running(parts(engine, settings())) as state:
        assert state["startup"].done
        assert engine.ready
    assert not engine.ready
