"""Models behind endpoints, from the manifest to the answer of the service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from service.inference.endpoint_settings import EndpointSettings
from service.inference.endpoints.remote_models import RemoteModels, named_label
from service.inference.engine import LocalEngine
from service.inference.fake_engine import fake_model
from service.inference.generation_settings import INSTRUCTION, GenerationSettings
from service.inference.manifest.entry import ModelFileError, read_entry
from service.inference.models.registry import Registry
from service.inference.protocol import Call, EndpointFailed, ModelInfo, Window
from service.inference.torch_backend import TorchBackend
from tests.conftest import settings
from tests.inference import tiny
from tests.inference.endpoints.stand_in import raw, said, standing_in

LABELS = ("contradicted", "not_in_text", "supported")
TOML = """
name = "theirs"
task = "{task}"
version = "1"
architecture = "endpoint"
licence = "proprietary"
labels = {labels}
max_tokens = 4096

[endpoint]
url = "{url}"
model = "big-model"
{more}
"""


def manifest(root: Path, url: str, task: str = "summary", more: str = "") -> Registry:
    """A registry with a model behind an endpoint, and a tiny one of another task."""
    models, cache = tiny.make(root / "tiny")
    folder = root / "own" / "theirs"
    folder.mkdir(parents=True)
    labels = json.dumps(LABELS if task == "verify" else [])
    text = TOML.format(task=task, url=url, more=more, labels=labels)
    (folder / "model.toml").write_text(text)
    return Registry(models, cache, own_dir=root / "own")


@asynccontextmanager
async def engine(registry: Registry) -> AsyncIterator[LocalEngine]:
    made = LocalEngine(TorchBackend(registry, threads=1), grace=0.1)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def test_a_model_behind_an_endpoint_writes(tmp_path: Path) -> None:
    with standing_in(said("<think>Hm.</think>\nThe road is closed. And")) as (url, endpoint):
        async with engine(manifest(tmp_path, url)) as made:
            call = Call()
            assert await made.generate(["A long text."], 99, call, words=30) == [
                "The road is closed. And"
            ]
            assert made.ready
    ((body, _),) = endpoint.asked
    prompt = INSTRUCTION.format(text="A long text.", words=30)
    assert body["messages"] == [{"role": "user", "content": prompt}]
    assert (body["model"], body["max_tokens"]) == ("big-model", 99)
    assert call.windows == 1


async def test_a_sentence_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    with standing_in(said("The road is closed. And", finish="length")) as (url, _):
        async with engine(manifest(tmp_path, url)) as made:
            assert await made.generate(["A text."], 9) == ["The road is closed."]


async def test_the_section_on_generation_is_heeded(tmp_path: Path) -> None:
    more = (
        '[generation]\nsystem = "Be brief."\nchat = true\nprompt = "Sum up: {text}"\nstop = ["##"]'
    )
    with standing_in(said("Closed.")) as (url, endpoint):
        async with engine(manifest(tmp_path, url, more=more)) as made:
            await made.generate(["A text."], 9)
    body = endpoint.asked[0][0]
    assert [m["content"] for m in body["messages"]] == ["Be brief.", "Sum up: A text."]
    assert body["stop"] == ["##"]


async def test_a_model_behind_an_endpoint_judges(tmp_path: Path) -> None:
    with standing_in(said("Not_in_text.")) as (url, endpoint):
        async with engine(manifest(tmp_path, url, "verify")) as made:
            (found,) = await made.classify("verify", [Window("The passage.", "The statement.")])
    assert found.probabilities == pytest.approx((0.05, 0.9, 0.05))
    system, user = endpoint.asked[0][0]["messages"]
    assert all(label in system["content"] for label in LABELS)
    assert "The passage." in user["content"]
    assert "The statement." in user["content"]


async def test_a_judge_that_names_no_label_fails(tmp_path: Path) -> None:
    with standing_in(said("It depends.")) as (url, _):
        async with engine(manifest(tmp_path, url, "verify")) as made:
            with pytest.raises(EndpointFailed, match="named none"):
                await made.classify("verify", [Window("a", "b")])


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("supported", "supported"),
        ("**Supported**.", "supported"),
        ("Answer: not in text", "not_in_text"),
        ("NOT-IN-TEXT", "not_in_text"),
        ("<think>supported?</think>contradicted", "contradicted"),
        ("not supported", None),
        ("unsupported", None),
        ("supported or contradicted", None),
        ("", None),
    ],
)
def test_the_label_is_the_only_one_that_is_named(answer: str, label: str | None) -> None:
    assert named_label(answer, LABELS) == label


@pytest.mark.parametrize(
    ("answer", "label"), [("not_entailment", "not_entailment"), ("Entailment.", "entailment")]
)
def test_a_label_within_another_is_told_from_it(answer: str, label: str) -> None:
    assert named_label(answer, ("entailment", "not_entailment")) == label


async def test_a_failure_does_not_stop_the_engine(tmp_path: Path) -> None:
    with standing_in(raw(b"", 500)) as (url, endpoint):
        async with engine(manifest(tmp_path, url)) as made:
            with pytest.raises(EndpointFailed):
                await made.generate(["a"], 9)
            endpoint.answer = staticmethod(said("Closed."))
            assert await made.generate(["a"], 9) == ["Closed."]


def test_an_endpoint_is_refused_unless_the_operator_allows_it(tmp_path: Path) -> None:
    registry = manifest(tmp_path, "https://example.test/v1")
    given: dict[str, Any] = {
        "models_dir": registry.models_dir,
        "cache_dir": registry.cache_dir,
        "own_models_dir": tmp_path / "own",
    }
    with pytest.raises(ModelFileError, match="COPYDESK_ALLOW_ENDPOINTS"):
        LocalEngine.from_settings(settings(**given))
    LocalEngine.from_settings(settings(**given, allow_endpoints=True))


async def test_a_key_that_is_not_set_is_an_error_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("THEIR_KEY", raising=False)
    made = LocalEngine(
        TorchBackend(manifest(tmp_path, "https://example.test", more='key_env = "THEIR_KEY"'))
    )
    with pytest.raises(ModelFileError, match="THEIR_KEY"):
        await made.start()
    await made.stop()


def test_a_remote_model_is_shown_by_the_name_it_has_there(tmp_path: Path) -> None:
    registry = manifest(tmp_path, "https://example.test")
    info = registry.info("theirs")
    assert (info.base, info.remote, info.generates) == ("big-model", True, False)
    registry.verify("theirs")  # there are no files


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"url": "ftp://example.test"}, "http"),
        ({"url": "https://user:secret@example.test"}, "no user"),
        ({"url": "http://example.test", "key_env": "KEY"}, "only sent over https"),
        ({"key_env": "a key"}, "key_env"),
        ({"seconds": 0}, "seconds"),
        ({"token": "x"}, "token"),
    ],
)
def test_a_doubtful_section_is_refused(change: dict[str, Any], why: str) -> None:
    given = {"url": "https://example.test/v1/", "model": "m"}
    assert EndpointSettings(**given).url == "https://example.test/v1"
    with pytest.raises(ValidationError, match=why):
        EndpointSettings(**given | change)


def test_an_endpoint_has_no_files(tmp_path: Path) -> None:
    registry = manifest(tmp_path, "https://example.test")
    path = registry.folder("theirs") / "model.toml"
    text = path.read_text()
    base = '[base]\nname = "b"\nlicence = "MIT"\npath = "."\n[base.files]\n"a.json" = "0"\n'
    path.write_text(text + base)
    with pytest.raises(ModelFileError, match=r"no `\[base\]`"):
        read_entry(path.parent)
    path.write_text(text.split("[endpoint]")[0])
    with pytest.raises(ModelFileError, match="endpoint"):
        read_entry(path.parent)


async def test_a_model_that_is_not_open_fails() -> None:
    info = replace(
        fake_model("summary"),
        architecture="endpoint",
        endpoint=EndpointSettings(url="http://localhost:9", model="m"),
        generation=GenerationSettings(),
    )
    models: list[ModelInfo] = [info]
    with pytest.raises(EndpointFailed, match="not running"):
        await RemoteModels(models).write(info, ["a"], 9, None, Call())
