"""A client that openapi-python-client generates from the document, against a real server.

Its users need no configuration. It warns that it leaves out the bodies of lines, which it cannot
read; the bytes of an answer are there all the same.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from mypy import api as mypy

from tests.conftest import ARTICLE

pytestmark = pytest.mark.contract

DOCUMENT = Path(__file__).parents[2] / "openapi" / "openapi.json"
PACKAGE = "generated_copydesk_client"
CALLER = Path(__file__).parent / "python" / "caller.py"
CONFIG = "post_hooks: []\n"  # the formatter that would run after it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the package of the generated client is."""
    folder = tmp_path_factory.mktemp("client")
    config = folder / "config.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(DOCUMENT)]
    where = ["--output-path", str(folder / PACKAGE), "--meta", "none", "--config", str(config)]
    done = subprocess.run([*command, *where], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    warnings = re.findall(r"^WARNING parsing (.*) within", done.stderr, re.MULTILINE)
    assert set(warnings) == {
        "POST /v1/analyze",
        "POST /v1/jobs",
        "GET /v1/jobs/{job}/results",
    }, done.stderr
    (folder / PACKAGE / "py.typed").touch()
    return folder


@pytest.fixture(scope="module")
def generated(folder: Path) -> Iterator[ModuleType]:
    """The client, imported."""
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(PACKAGE)
    finally:
        sys.path.remove(str(folder))
        for name in [n for n in sys.modules if n.split(".")[0] == PACKAGE]:
            del sys.modules[name]


def part(name: str) -> ModuleType:
    """A module of the generated package."""
    return importlib.import_module(f"{PACKAGE}.{name}")


def test_it_analyses_a_document(generated: ModuleType, server: str) -> None:
    models, analyze = part("models"), part("api.analysis.analyze_documents")
    body = models.AnalyzeRequest(text=ARTICLE, id="one", targets=["Ana Duarte"])
    with generated.Client(base_url=server) as client:
        found = analyze.sync(client=client, body=body)
    assert isinstance(found, models.AnalyzeResult)
    assert found.id == "one"
    (target,) = found.stance.targets
    assert target.text == "Ana Duarte"
    assert target.label == "favor"
    for evidence in target.evidence:
        assert ARTICLE[evidence.span.begin : evidence.span.end] == evidence.span.text
    assert found.sentiment.sentences
    assert found.summary.sentences[0].sources[0].text in ARTICLE


def test_it_reads_a_batch_with_its_errors(generated: ModuleType, server: str) -> None:
    models, summarize = part("models"), part("api.analysis.summarize_documents")
    documents = [models.DocumentInput(text=ARTICLE), models.DocumentInput(text=" ", id="b")]
    body = models.SummaryBatchRequest(documents=documents, sentences=1)
    with generated.Client(base_url=server) as client:
        found = summarize.sync(client=client, body=body)
    assert isinstance(found, models.SummaryBatchResult)
    assert [d.index for d in found.documents] == [0]
    assert [(e.id, e.status) for e in found.errors] == [("b", 422)]
    assert found.errors[0].errors[0].pointer == "/documents/1/text"


def test_it_reads_problems(generated: ModuleType, server: str) -> None:
    models, sentiment = part("models"), part("api.analysis.detect_sentiment")
    with generated.Client(base_url=server) as client:
        found = sentiment.sync_detailed(client=client, body=models.SentimentRequest(text=""))
    assert found.status_code == 422
    assert isinstance(found.parsed, models.ProblemDetails)
    assert found.parsed.errors[0].code == "blank"
    assert found.headers["server-timing"]


def test_it_posts_a_job_and_reads_its_results(generated: ModuleType, server: str) -> None:
    models, jobs = part("models"), "api.jobs."
    documents = [models.TargetedDocument(text=ARTICLE, id="a"), models.TargetedDocument(text=" ")]
    body = models.JobRequest(documents=documents)
    with generated.Client(base_url=server) as client:
        job = part(jobs + "post_job").sync(client=client, body=body)
        assert isinstance(job, models.JobStatus)
        find = part(jobs + "find_job")
        deadline = time.monotonic() + 60
        while (job := find.sync(job.id, client=client)).state != "done":
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert (job.documents.succeeded, job.documents.failed) == (1, 1)
        read = part(jobs + "read_job_results").sync_detailed(job.id, client=client, after=0)
        lines = [models.JobResult.from_dict(json.loads(r)) for r in read.content.splitlines()]
        assert {line.index for line in lines} == {0, 1}
        again = part(jobs + "cancel_job").sync(job.id, client=client)
        listed = part(jobs + "list_jobs").sync(
            client=client, limit=1, state=models.ListJobsState.DONE
        )
    assert again.state == "done"
    assert [found.id for found in listed.jobs] == [job.id]
    assert listed.next_ is None


def test_it_lists_models_and_probes(generated: ModuleType, server: str) -> None:
    with generated.Client(base_url=server) as client:
        listed = part("api.system.list_models").sync(client=client)
        ready = part("api.system.check_readiness").sync(client=client)
    assert {m.task for m in listed.models} == {
        "embedding",
        "reader",
        "sentiment",
        "stance",
        "summary",
        "verify",
    }
    assert ready.status == "ok"


def test_a_typed_caller_type_checks_and_runs(folder: Path, server: str) -> None:
    caller = folder / CALLER.name
    shutil.copy(CALLER, caller)
    told, failed, status = mypy.run(
        ["--strict", "--config-file=", f"--cache-dir={folder / '.mypy_cache'}", str(caller)]
    )
    assert status == 0, told + failed
    command = [sys.executable, str(caller), server, ARTICLE]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "stance": ["Ana Duarte", "favor"],
        "analyze": ["Ana Duarte", "favor", "extractive"],
        "batch": [1, "blank"],
    }
