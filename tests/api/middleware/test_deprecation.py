"""Only deprecated paths are marked in their answers and in the OpenAPI document."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from service.api.middleware import deprecation
from service.api.middleware.deprecation import DEPRECATED, Deprecated, DeprecationMiddleware
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from tests.conftest import running, settings

MODELS = Deprecated("/v1/models", "2027-01-01", "2027-08-01", "https://example.org/guide")
JOB = Deprecated("/v1/jobs/{job}", "2027-01-01", "2027-08-01", "https://example.org/j")
NAMES = {"deprecation", "sunset"}


@pytest.fixture
async def retiring(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A client to an app that has deprecated two paths."""
    app = create_app(settings(), FakeEngine())
    deprecation.install(app, (MODELS, JOB))
    async with running(app) as asgi:
        transport = httpx.ASGITransport(asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


async def test_a_deprecated_path_says_since_when_until_when_and_what_instead(
    retiring: httpx.AsyncClient,
) -> None:
    answer = await retiring.get("/v1/models")
    assert answer.status_code == 200
    assert answer.headers["deprecation"] == "@1798761600"
    assert answer.headers["sunset"] == "Sun, 01 Aug 2027 00:00:00 GMT"
    assert answer.headers["link"] == '<https://example.org/guide>; rel="deprecation"'


async def test_a_path_with_a_parameter_is_matched_and_its_problems_are_marked(
    retiring: httpx.AsyncClient,
) -> None:
    answer = await retiring.get("/v1/jobs/unknown")
    assert answer.status_code == 501
    assert NAMES <= answer.headers.keys()


@pytest.mark.parametrize("path", ["/livez", "/v1/jobs", "/v1/models/more"])
async def test_other_paths_say_nothing(retiring: httpx.AsyncClient, path: str) -> None:
    assert not NAMES & (await retiring.get(path)).headers.keys()


async def test_the_document_marks_deprecated_operations_only(retiring: httpx.AsyncClient) -> None:
    paths = (await retiring.get("/openapi.json")).json()["paths"]
    marked = {
        path
        for path, verbs in paths.items()
        if any(verb.get("deprecated") for verb in verbs.values())
    }
    assert marked == {"/v1/models", JOB.path}


def test_a_notice_that_is_too_short_is_an_error() -> None:
    with pytest.raises(ValueError, match="less than 183 days"):
        Deprecated("/v1/models", "2027-01-01", "2027-06-30", "https://example.org/").headers()


def test_every_deprecated_path_is_one_of_the_app() -> None:
    served = {getattr(route, "path", None) for route in create_app(settings(), FakeEngine()).routes}
    assert {one.path for one in DEPRECATED} <= served


def test_without_deprecated_paths_no_middleware_is_added() -> None:
    app = create_app(settings(), FakeEngine())
    added = {getattr(one.cls, "__name__", "") for one in app.user_middleware}
    assert "SecurityHeadersMiddleware" in added
    assert (DeprecationMiddleware.__name__ in added) == bool(DEPRECATED)
