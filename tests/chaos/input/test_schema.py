"""Schemathesis over the OpenAPI document, against a service of its own over HTTP."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.chaos.conftest import Tried
from tests.chaos.leaks import leak
from tests.chaos.record import tally
from tests.contract.lines import as_posted
from tests.server.workers.conftest import Served

__all__ = ["as_posted"]

pytestmark = pytest.mark.chaos

schema = schemathesis.openapi.from_path("openapi/openapi.json")
_seen: dict[str, list[int]] = defaultdict(list)


@schema.parametrize()
@hypothesis_settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_the_document_allows_and_forbids(lone: Served, case: Any) -> None:
    answer = case.call(base_url=f"http://127.0.0.1:{lone.port}")
    _seen[case.operation.label].append(answer.status_code)
    # A request may ask for a time limit of 10 ms (504) or for what is switched off here (501).
    assert answer.status_code < 500 or answer.status_code in (501, 504)
    if case.path.startswith("/v1/"):
        assert leak(str(answer.headers), answer.text) is None


def test_the_service_is_still_well(lone: Served, tried: Tried) -> None:
    assert lone.sentiment("Good.").status_code == 200
    assert _seen
    for label, statuses in _seen.items():
        often = f"{len(statuses):,} requests"
        tried("Malformed input", f"Schemathesis: {label}", often, tally(statuses))
