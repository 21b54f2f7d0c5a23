"""A task is one module, a model folder, an example and an entry in the table, and is everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

import service
from service.inference import fake_engine
from service.inference.manifest.entry import ModelEntry
from service.tasks.registry import MODEL_NEEDS
from tests.inference import tiny

HERE = Path(__file__).parent / "new_task"
TEXT = "The council is good and the road opens. The mayor was not very bad."
LABELS = ["joy", "anger", "fear", "sadness"]
HANG = 120.0
GUIDE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with a task more, as CONTRIBUTING.md tells how to add it."""
    root = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__")
    package = root / "service"
    shutil.copytree(Path(service.__file__).parent, package, ignore=ignored)
    shutil.copy(HERE / "emotion.py.txt", package / "tasks" / "emotion.py")
    shutil.copy(HERE / "emotion.single.json", package / "api" / "openapi" / "examples")
    table = package / "tasks" / "registry.py"
    text = table.read_text()
    text = text.replace(
        "from service.tasks.sentiment", "from service.tasks.emotion import EMOTION\n"
        "from service.tasks.sentiment", 1,
    )  # fmt: skip
    text, count = re.subn(r"(?m)^    SENTIMENT,$", "    SENTIMENT,\n    EMOTION,", text)
    assert count == 1
    table.write_text(text)
    tiny.make(root, labels=LABELS)
    entry = root / "models" / "tiny" / "model.toml"
    changed = entry.read_text().replace('"stance"', '"emotion"').replace('pair = "required"\n', "")
    entry.write_text(changed)
    return root


def environment(house: Path) -> dict[str, str]:
    """Of a process that runs that package with its model alone."""
    return {**os.environ, "PYTHONPATH": str(house), "PYTHONSAFEPATH": "1"} | {
        "COPYDESK_MODELS_DIR": str(house / "models"),
        "COPYDESK_CACHE_DIR": str(house / "cache"),
        "COPYDESK_PROFILES": "fast",
        "COPYDESK_PRECISION": "fp32",
        "COPYDESK_JOBS_PATH": str(house / "jobs.db"),
    }


def run(house: Path, *arguments: str) -> str:
    """The standard output of a command of that package."""
    asked = [sys.executable, "-m", "service", *arguments]
    done = subprocess.run(
        asked, cwd=house, env=environment(house), capture_output=True, text=True, timeout=HANG
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def served(house: Path) -> Iterator[httpx.Client]:
    """A client of a service that runs that package."""
    asked = [sys.executable, "-m", "service", "serve", "--port", "0"]
    with subprocess.Popen(
        asked, cwd=house, env=environment(house), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            with closing(_ready(process)) as client:
                yield client
        finally:
            process.terminate()
            process.communicate(timeout=HANG)


def _ready(process: subprocess.Popen[str]) -> httpx.Client:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            base = f"http://127.0.0.1:{found[1]}"
            client = httpx.Client(base_url=base, trust_env=False, timeout=HANG)
            until = time.monotonic() + HANG
            while client.get("/readyz").status_code != 200:
                assert time.monotonic() < until
                time.sleep(0.1)
            return client
    raise AssertionError("the service said no address")


def check(emotion: dict[str, object]) -> None:
    """It is the tiny model's own, with as many labels as it has."""
    assert emotion["model"] == "tiny"
    assert emotion["label"] in LABELS
    assert list(emotion["distribution"]) == LABELS  # type: ignore[call-overload]


def test_it_has_a_path_of_its_own(served: httpx.Client) -> None:
    answer = served.post("/v1/emotion", json={"text": TEXT, "offset_unit": "utf8"})
    assert answer.status_code == 200, answer.text
    emotion = answer.json()["emotion"]
    check(emotion)
    (span,) = emotion["evidence"]
    assert TEXT[span["begin"] : span["end"]] == span["text"]
    wrong = served.post("/v1/emotion", json={"text": TEXT, "evidense": False})
    assert "Did you mean `evidence`?" in wrong.json()["errors"][0]["detail"]


def test_it_takes_batches(served: httpx.Client) -> None:
    body = {"documents": [{"text": TEXT}, {"text": " "}], "evidence": False}
    answer = served.post("/v1/emotion", json=body).json()
    assert [d["emotion"]["evidence"] for d in answer["documents"]] == [[]]
    assert [e["index"] for e in answer["errors"]] == [1]


def test_it_runs_among_others_in_analyze_and_in_lines(served: httpx.Client) -> None:
    body = {"text": TEXT, "tasks": ["emotion"], "emotion": {"evidence": False}}
    found = served.post("/v1/analyze", json=body).json()
    check(found["emotion"])
    assert found["stance"] is None
    lines = served.post(
        "/v1/analyze",
        content=f"{json.dumps(body)}\n" * 2,
        headers={"Content-Type": "application/x-ndjson"},
    )
    for line in lines.text.splitlines():
        check(json.loads(line)["result"]["emotion"])


def test_it_runs_in_jobs(served: httpx.Client) -> None:
    body = {"documents": [{"text": TEXT}], "tasks": ["emotion"]}
    job = served.post("/v1/jobs", json=body).json()
    until = time.monotonic() + HANG
    while served.get(f"/v1/jobs/{job['id']}").json()["state"] != "done":
        assert time.monotonic() < until
        time.sleep(0.1)
    (line,) = served.get(f"/v1/jobs/{job['id']}/results").text.splitlines()
    check(json.loads(line)["result"]["emotion"])


def test_it_is_described_listed_and_counted(served: httpx.Client) -> None:
    document = served.get("/openapi.json").json()
    operation = document["paths"]["/v1/emotion"]["post"]
    assert operation["operationId"] == "detectEmotion"
    assert {"EmotionRequest", "EmotionBatchRequest", "EmotionResult", "Emotion"} <= set(
        document["components"]["schemas"]
    )
    schemas = document["components"]["schemas"]
    assert "emotion" in schemas["AnalyzeResult"]["properties"]
    (example,) = schemas["EmotionResult"]["properties"]["emotion"]["examples"]
    assert example["distribution"] == {"joy": 0.61, "anger": 0.39}
    assert schemas["AnalyzeRequest"]["properties"]["emotion"]["examples"] == [{"evidence": True}]
    described = document["paths"]["/v1/analyze"]["post"]["description"]
    assert re.match(r"Summary, .*\bemotion\b.* in one call", described)
    (model,) = served.get("/v1/models").json()["models"]
    assert (model["task"], model["labels"]) == ("emotion", LABELS)
    served.post("/v1/emotion", json={"text": TEXT})
    metrics = served.get("/metrics").text
    assert re.search(r'copydesk_documents_total\{operation="emotion",outcome="ok"\} [1-9]', metrics)


def test_the_command_line_shows_it(house: Path) -> None:
    article = house / "article.txt"
    article.write_text(TEXT)
    shown = run(house, "analyze", "--task", "emotion", str(article))
    assert "Emotion" in shown
    assert any(label in shown for label in LABELS)
    assert "tiny" in run(house, "models", "list")


def test_a_model_that_cannot_serve_it_is_refused(house: Path) -> None:
    entry = house / "models" / "tiny" / "model.toml"
    right = entry.read_text()
    wrong = house / "wrong" / "tiny"
    wrong.mkdir(parents=True)
    (wrong / "model.toml").write_text(right.replace('"emotion"', '"emotions"'))
    asked = [sys.executable, "-m", "service", "models", "list"]
    told = environment(house) | {"COPYDESK_MODELS_DIR": str(wrong.parent)}
    done = subprocess.run(asked, cwd=house, env=told, capture_output=True, text=True, timeout=HANG)
    assert done.returncode == 1
    assert "no task here needs a model for 'emotions'" in " ".join(done.stderr.split())


def test_the_model_file_of_the_guide_is_read() -> None:
    shown = re.search(r'(?m)^    name = "emotion-tiny"\n(?:(?:    .*)?\n)+', GUIDE)
    assert shown
    told = tomllib.loads(f'{shown[0]}[base.files]\n"model.safetensors" = "{"0" * 64}"')
    entry = ModelEntry.model_validate(told)
    assert list(entry.labels) == LABELS
    (need,) = re.findall(r'ModelNeed\("emotion", .*\)', GUIDE)
    assert entry.architecture in need


def test_the_fake_engine_has_the_models_of_every_task() -> None:
    missing = set(MODEL_NEEDS) - {info.task for info in fake_engine.FakeEngine().models}
    assert not missing, f"{missing}: add rows to LABELS in service/inference/fake_engine.py"


def test_the_guide_shows_this_very_module() -> None:
    module = (HERE / "emotion.py.txt").read_text(encoding="utf-8")
    shown = "\n".join(f"    {line}".rstrip() for line in module.rstrip().split("\n"))
    assert shown in GUIDE
