"""Schemathesis against the app: whatever the document allows, and what it forbids."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig

from service.api.errors.problems import KeyReused, LanguageNotSupported, NoArticle
from service.api.errors.validation import validated
from service.api.schemas.requests import DocumentInput
from service.app import create_app
from service.inference.fake_engine import FakeEngine
from service.jobs.sqlite.store import SqliteStore
from tests.conftest import settings
from tests.contract.lines import as_posted

__all__ = ["as_posted"]

pytestmark = pytest.mark.contract

# A request may ask for a time limit of 10 ms, and 504 is then the right answer.
CHECKED = {"checks": {"not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "504"]}}}
# That HTML holds text ("<p>" does not), or a text is English where the caller is strict about
# it, is beyond JSON Schema; so is what else was posted under an idempotency key.
BEYOND_SCHEMA = (NoArticle.type_uri(), LanguageNotSupported.type_uri(), KeyReused.type_uri())
STORE = SqliteStore(Path(tempfile.mkdtemp(prefix="copydesk-contract-")) / "jobs.sqlite")
atexit.register(shutil.rmtree, STORE.path.parent)
UNKNOWN_HEADER = "x-schemathesis-unknown-property"


schema = schemathesis.openapi.from_asgi(
    "/openapi.json",
    create_app(settings(log_level="error"), FakeEngine(), store=STORE),
    config=SchemathesisConfig.from_dict(CHECKED),
)


def one_is_bad(body: Any) -> bool:
    """Whether a document of the body is not valid."""
    documents = body.get("documents") if isinstance(body, dict) else None
    return isinstance(documents, list) and any(
        validated(DocumentInput, document, []) is None for document in documents
    )


@schema.parametrize()
@hypothesis_settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_app_keeps_the_contract(case: Any) -> None:
    response = case.call()
    excluded = []
    if response.status_code == 422 and response.json()["type"] in BEYOND_SCHEMA:
        excluded.append(CHECKS.get_one("positive_data_acceptance"))
    if UNKNOWN_HEADER in (case.headers or {}):
        # HTTP asks servers to ignore header fields that they do not know (RFC 9110, 5.1).
        excluded.append(CHECKS.get_one("negative_data_rejection"))
    elif response.status_code == 200 and '"errors":[{' in response.text:
        # A bad document of a batch fails alone, within an answer of 200.
        excluded.append(CHECKS.get_one("negative_data_rejection"))
    elif response.status_code == 202 and one_is_bad(case.body):
        # Nor does a bad document of a job, which has its error among the results.
        excluded.append(CHECKS.get_one("negative_data_rejection"))
    elif response.status_code in (200, 202) and case.media_type == "application/x-ndjson":
        # So does a bad line of a stream, or of a job that is posted as lines.
        excluded.append(CHECKS.get_one("negative_data_rejection"))
    case.validate_response(response, excluded_checks=excluded)
