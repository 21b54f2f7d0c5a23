"""Models of every preset are added from a stand-in hub, and then served."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from service.config.settings import Settings
from service.evaluation.datasets import Row
from service.inference.models.registry import Registry
from service.inference.protocol import Window
from service.inference.torch_backend import TorchBackend
from service.model_import import conversion, presets, sanity
from service.model_import.add import Adding
from service.model_import.downloads import LocalSource
from service.model_import.draft import ReadingOptions
from service.model_import.errors import CannotAdd
from service.model_import.hub import HubClient
from service.model_import.labels import LABELS
from service.model_import.plan import AddOrder, AddPlan, Watcher
from service.model_import.snapshot import ModelReference
from service.tasks.registry import MODEL_NEEDS
from tests.conftest import settings
from tests.inference import tiny
from tests.model_import import checkpoints
from tests.model_import.checkpoints import NLI2, NLI3, POLARITY
from tests.model_import.hub_server import StandInHub, commit_of

Layout = Callable[[Path], Any]


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    """Settings of a service with a tiny stance model, and a new folder of one's own."""
    models, cache = tiny.make(tmp_path)
    return settings(models_dir=models, cache_dir=cache, own_models_dir=tmp_path / "own")


def adding(
    hub: StandInHub,
    given: Settings,
    asked: str,
    task: str,
    *,
    tried: bool = False,
    preset: str | None = None,
    **options: Any,
) -> Adding:
    name, _, revision = asked.partition("@")
    order = AddOrder(
        ModelReference(name, revision or "main"), task, ReadingOptions(**options), preset, tried
    )
    return Adding(order, given, HubClient(hub.address), MODEL_NEEDS)


def added(hub: StandInHub, given: Settings, asked: str, task: str, **options: Any) -> AddPlan:
    process = adding(hub, given, asked, task, **options)
    plan = process.plan()
    process.add(plan)
    return plan


def served(given: Settings, task: str) -> tuple[TorchBackend, str]:
    """The backend with the model that now serves a task, loaded."""
    registry = Registry.from_settings(given, MODEL_NEEDS)
    name = registry.served[task, "balanced"]
    alone = Registry(registry.folder(name).parent, given.cache_dir, needs=MODEL_NEEDS)
    backend = TorchBackend(alone, threads=1)
    backend.load()
    return backend, name


def spm(file: str, tokenizer: str) -> Layout:
    """A SentencePiece model instead of a tokenizer.json."""

    def change(folder: Path) -> None:
        (folder / "tokenizer.json").unlink()
        checkpoints.sentencepiece_model(folder / file)
        checkpoints.changed(
            folder / "tokenizer_config.json", lambda found: found.update(tokenizer_class=tokenizer)
        )

    return change


def vocabulary(folder: Path) -> None:
    """The files of a tokenizer of BERT's kind instead of a tokenizer.json."""
    whole = json.loads(checkpoints.fast_tokenizer("words"))
    words = sorted(whole["model"]["vocab"], key=whole["model"]["vocab"].__getitem__)
    (folder / "vocab.txt").write_text("\n".join(words))
    (folder / "tokenizer.json").unlink()
    checkpoints.changed(
        folder / "tokenizer_config.json",
        lambda found: found.update(tokenizer_class="DistilBertTokenizer"),
    )


def sharded(folder: Path) -> None:
    """Safetensors in two parts with an index."""
    whole = load_file(folder / "model.safetensors")
    names = sorted(whole)
    places: dict[str, str] = {}
    for number, some in enumerate((names[::2], names[1::2]), 1):
        file = f"model-{number:05}-of-00002.safetensors"
        save_file({n: whole[n] for n in some}, folder / file, metadata={"format": "pt"})
        places |= dict.fromkeys(some, file)
    (folder / "model.safetensors").unlink()
    index = {"metadata": {"total_size": 1}, "weight_map": places}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def pickled_parts(folder: Path) -> None:
    """Pickles in two parts with an index, as large models were saved before safetensors."""
    whole = load_file(folder / "model.safetensors")
    names = sorted(whole)
    places: dict[str, str] = {}
    for number, some in enumerate((names[::2], names[1::2]), 1):
        file = f"pytorch_model-{number:05}-of-00002.bin"
        torch.save({n: whole[n] for n in some}, folder / file)
        places |= dict.fromkeys(some, file)
    (folder / "model.safetensors").unlink()
    index = {"metadata": {"total_size": 1}, "weight_map": places}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index))


def as_it_is(folder: Path) -> None:
    """Safetensors and a fast tokenizer."""


@dataclass(frozen=True)
class Case:
    """A repository of the table, with the kind and the layout of its files, and what it gets."""

    repository: str
    task: str
    kind: str
    labels: tuple[str, ...] = ()
    layout: Layout = as_it_is
    wanted: tuple[str, ...] = ()
    max_tokens: int = 512


NUMBERED = ("LABEL_0", "LABEL_1")
CASES = [
    Case("mlburnham/Political_DEBATE_base_v1.0", "stance", "deberta-v2", NLI2),
    Case("mlburnham/Political_DEBATE_large_v1.0", "stance", "deberta-v2", NLI2, sharded),
    Case(
        "MoritzLaurer/deberta-v3-base-zeroshot-v2.0-c", "stance", "deberta-v2", NLI2,
        spm("spm.model", "DebertaV2Tokenizer"), ("tokenizer",),
    ),
    Case("MoritzLaurer/ModernBERT-base-zeroshot-v2.0", "stance", "modernbert", NLI2,
         max_tokens=8192),
    Case("MoritzLaurer/DeBERTa-v3-base-mnli-fever-anli", "stance", "deberta-v2", NLI3),
    Case("MoritzLaurer/DeBERTa-v3-base-mnli-fever-anli", "verify", "deberta-v2", NLI3),
    Case("tasksource/ModernBERT-base-nli", "stance", "modernbert", NLI3, max_tokens=8192),
    Case("tasksource/deberta-small-long-nli", "verify", "deberta-v2", NLI3, max_tokens=1680),
    Case("sileod/deberta-v3-base-tasksource-nli", "stance", "deberta-v2", NLI3),
    Case("facebook/bart-large-mnli", "stance", "bart", NLI3[::-1]),
    Case(
        "cardiffnlp/twitter-roberta-base-sentiment-latest", "sentiment", "roberta", POLARITY,
        checkpoints.as_pickle, ("weights",),
    ),
    Case("siebert/sentiment-roberta-large-english", "sentiment", "roberta",
         ("NEGATIVE", "POSITIVE"), checkpoints.as_pickle, ("weights",)),
    Case("distilbert/distilbert-base-uncased-finetuned-sst-2-english", "sentiment", "distilbert",
         ("NEGATIVE", "POSITIVE"), vocabulary, ("tokenizer",)),
    Case("hakonmh/sentiment-xdistil-uncased", "sentiment", "bert",
         ("Negative", "Neutral", "Positive")),
    Case("yangheng/deberta-v3-base-absa-v1.1", "stance", "deberta-v2",
         ("Negative", "Neutral", "Positive")),
    Case("yaxili96/FactCG-DeBERTa-v3-Large", "verify", "deberta-v2", NUMBERED, max_tokens=2048),
    Case("lytang/MiniCheck-RoBERTa-Large", "verify", "roberta", NUMBERED, checkpoints.as_pickle,
         ("weights",)),
    Case("facebook/bart-large-cnn", "summary", "bart"),
    Case("facebook/bart-large-xsum", "summary", "bart", (), pickled_parts, ("weights",)),
    Case("sshleifer/distilbart-cnn-12-6", "summary", "bart", (), checkpoints.as_pickle,
         ("weights",)),
    Case("google/pegasus-cnn_dailymail", "summary", "pegasus", (),
         spm("spiece.model", "PegasusTokenizer"), ("tokenizer",)),
    Case("google/flan-t5-base", "summary", "t5", (), spm("spiece.model", "T5Tokenizer"),
         ("tokenizer",)),
    Case("allenai/led-base-16384", "summary", "led", max_tokens=2048),
    Case("Qwen/Qwen2.5-0.5B-Instruct", "summary", "qwen2", max_tokens=4096),
    Case("Qwen/Qwen3-0.6B", "summary", "qwen3", max_tokens=4096),
    Case("HuggingFaceTB/SmolLM2-360M-Instruct", "summary", "llama", max_tokens=4096),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.repository}-{c.task}")
def test_each_model_of_the_table_is_served(
    hub: StandInHub, given: Settings, tmp_path: Path, case: Case
) -> None:
    network = checkpoints.network(case.kind, case.labels)
    causal = case.kind in ("qwen2", "qwen3", "llama")
    pieces = "words" if case.kind in ("bert", "distilbert") else "bytes"
    folder = checkpoints.save(tmp_path / "repository", network, tokenizer=pieces, chat=causal)
    case.layout(folder)
    hub.add(case.repository, folder, card={"license": "mit"})
    plan = added(hub, given, case.repository, case.task)
    assert plan.choice.converted == case.wanted
    backend, name = served(given, case.task)
    info = backend.infos()[name]
    assert (info.task, info.licence, info.max_tokens) == (case.task, "mit", case.max_tokens)
    if case.task == "summary":
        assert info.generates
        return
    windows = [Window("The council closed the road.", "the road"), Window("We like it.", "tea")]
    rows = backend.run(name, backend.tokenise(name, windows))
    assert rows.shape[1] == 3
    assert np.isfinite(rows).all()
    assert rows.sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)


def test_a_text_with_an_end_token_does_not_end_there(
    hub: StandInHub, given: Settings, tmp_path: Path
) -> None:
    """BART's classifier reads the last end token, and as many of them in each text."""
    folder = checkpoints.save(tmp_path / "repository", checkpoints.network("bart", NLI3))
    hub.add("owner/bart-nli", folder)
    added(hub, given, "owner/bart-nli", "stance")
    backend, name = served(given, "stance")
    texts = ("We like [SEP] it, [SEP] so we stay.", "We like it.")
    rows = backend.run(name, backend.tokenise(name, [Window(text, "tea") for text in texts]))
    assert np.isfinite(rows).all()


def test_the_cases_are_all_repositories_that_presets_name() -> None:
    named = [row for row in presets.table() if row.repositories and not row.refused]
    for row in named:
        if row.name in ("twitter-roberta", "minicheck-deberta"):
            continue  # read as the other of their kind
        assert any(row.names(case.repository) and case.task in row.tasks for case in CASES), (
            row.name
        )


@pytest.fixture
def binary(tmp_path: Path, hub: StandInHub) -> Path:
    """A repository "owner/Binary_NLI" with a two-class NLI model."""
    network = checkpoints.network("bert", NLI2)
    folder = checkpoints.save(tmp_path / "repository", network, tokenizer="words")
    hub.add("owner/Binary_NLI", folder, card={"license": "apache-2.0"})
    return folder


@pytest.mark.usefixtures("binary")
def test_a_plan_downloads_only_descriptions(hub: StandInHub, given: Settings) -> None:
    plan = adding(hub, given, "owner/Binary_NLI", "stance").plan()
    assert plan.replaced == dict.fromkeys(("balanced", "fast", "accurate"), "tiny")
    assert plan.folder == given.own_models_dir / "binary-nli"  # type: ignore[operator]
    assert plan.download > 10_000
    assert not [path for path, _ in hub.asked if "safetensors" in path]
    assert given.own_models_dir is not None
    assert not given.own_models_dir.exists()


@pytest.mark.usefixtures("binary")
def test_the_trial_and_the_origin_are_written(
    hub: StandInHub, given: Settings, binary: Path
) -> None:
    steps: list[str] = []
    there: dict[str, int] = {}
    sizes: dict[str, int] = {}
    order = AddOrder(ModelReference("owner/Binary_NLI"), "stance")
    watcher = Watcher(steps.append, there.__setitem__, sizes.update)
    process = Adding(order, given, HubClient(hub.address), MODEL_NEEDS)
    outcome = process.add(process.plan(), watcher)
    assert there == sizes
    assert steps == ["downloading", "computing checksums", "trying it on plain texts"]
    registry = Registry.from_settings(given, MODEL_NEEDS)
    entry = registry.entries["binary-nli"]
    assert entry.origin is not None
    assert entry.origin.commit == commit_of("main", binary)
    assert entry.metrics == sanity.as_metrics(outcome.report)  # type: ignore[arg-type]
    assert set(registry.served.values()) == {"binary-nli"}
    card = (registry.folder("binary-nli") / "card.md").read_text()
    assert "owner/Binary_NLI at commit" in card
    assert "apache-2.0" in card
    assert "sanity set" in card
    assert not (given.cache_dir / "downloads" / "owner--Binary_NLI").exists()


@pytest.mark.usefixtures("binary")
def test_only_the_named_profile_is_served(hub: StandInHub, given: Settings) -> None:
    plan = added(hub, given, "owner/Binary_NLI", "stance", profiles=("accurate",), name="theirs")
    assert plan.replaced == {"accurate": "tiny"}
    registry = Registry.from_settings(given, MODEL_NEEDS)
    assert registry.served["stance", "accurate"] == "theirs"
    assert registry.served["stance", "fast"] == "tiny"


@pytest.mark.usefixtures("binary")
def test_without_a_folder_of_ones_own_it_is_put_beside_the_others(
    hub: StandInHub, given: Settings
) -> None:
    alone = given.model_copy(update={"own_models_dir": None})
    added(hub, alone, "owner/Binary_NLI", "stance", profiles=("fast",))
    registry = Registry.from_settings(alone, MODEL_NEEDS)
    assert registry.served["stance", "fast"] == "binary-nli"
    assert registry.served["stance", "balanced"] == "tiny"


@pytest.mark.usefixtures("binary")
def test_a_model_is_added_once(hub: StandInHub, given: Settings) -> None:
    added(hub, given, "owner/Binary_NLI", "stance")
    with pytest.raises(CannotAdd, match=r"binary-nli is there already.*--name"):
        adding(hub, given, "owner/Binary_NLI", "stance").plan()
    with pytest.raises(CannotAdd, match=r"named 'tiny' already"):
        adding(hub, given, "owner/Binary_NLI", "stance", name="tiny").plan()


def test_a_pull_request_is_taken_at_its_commit(
    hub: StandInHub, given: Settings, tmp_path: Path
) -> None:
    network = checkpoints.network("bart")
    branch = checkpoints.as_pickle(checkpoints.save(tmp_path / "main", network))
    request = checkpoints.save(tmp_path / "request", network)
    hub.add("sshleifer/distilbart-cnn-12-6", branch).revisions["refs/pr/18"] = request
    plan = added(hub, given, "sshleifer/distilbart-cnn-12-6@refs/pr/18", "summary")
    assert plan.snapshot.commit == commit_of("refs/pr/18", request)
    assert plan.choice.converted == ()
    assert plan.manifest["generation"]["beams"] == 2


def test_a_local_folder_is_copied(given: Settings, tmp_path: Path) -> None:
    network = checkpoints.network("bert", POLARITY)
    folder = checkpoints.as_pickle(checkpoints.save(tmp_path / "My Model", network))
    order = AddOrder(ModelReference(folder=folder), "sentiment", tried=False)
    process = Adding(order, given, LocalSource(), MODEL_NEEDS)
    process.add(process.plan())
    assert (folder / "pytorch_model.bin").is_file()
    backend, name = served(given, "sentiment")
    assert name == "my-model"
    before = backend.run(name, backend.tokenise(name, [Window("We like it.")]))
    for path in folder.iterdir():
        path.unlink()
    backend, _ = served(given, "sentiment")
    after = backend.run(name, backend.tokenise(name, [Window("We like it.")]))
    assert after == pytest.approx(before)


def test_a_folder_with_pointers_alone_is_explained(given: Settings, tmp_path: Path) -> None:
    folder = checkpoints.save(tmp_path / "theirs", checkpoints.network("bert", POLARITY))
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 99\n"
    (folder / "model.safetensors").write_text(pointer)
    order = AddOrder(ModelReference(folder=folder), "sentiment", tried=False)
    process = Adding(order, given, LocalSource(), MODEL_NEEDS)
    plan = process.plan()
    with pytest.raises(CannotAdd, match=r"model\.safetensors is only a pointer.*git lfs pull"):
        process.add(plan)


def broken(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:5000])


def without_a_head(folder: Path) -> None:
    whole = load_file(folder / "model.safetensors")
    save_file(
        {n: t for n, t in whole.items() if not n.startswith("classifier")},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )


def remote_code(folder: Path) -> None:
    checkpoints.changed(folder / "config.json", lambda c: c.update(auto_map={"AutoModel": "m.py"}))
    (folder / "m.py").write_text("raise SystemExit")


def unknown(folder: Path) -> None:
    checkpoints.changed(folder / "config.json", lambda c: c.update(model_type="hyena"))


def numbered(folder: Path) -> None:
    names = {str(at): f"LABEL_{at}" for at in range(2)}
    checkpoints.changed(folder / "config.json", lambda c: c.update(id2label=names))


def another_tokenizer(folder: Path) -> None:
    """One whose tokens the network has no embeddings for."""
    whole = json.loads((folder / "tokenizer.json").read_text())
    ids = whole["model"]["vocab"]
    whole["model"]["vocab"] = {w: n + 1000 if w.isalpha() else n for w, n in ids.items()}
    (folder / "tokenizer.json").write_text(json.dumps(whole))


def no_config(folder: Path) -> None:
    (folder / "config.json").unlink()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (broken, r"model\.safetensors is damaged or not complete.*download it again"),
        (without_a_head, r"lack the tensor 'classifier.*base model"),
        (remote_code, "`auto_map`.*no code"),
        (unknown, "'hyena'.*no classifier"),
        (numbered, "only numbered.*--labels"),
        (no_config, r"no config\.json"),
        (another_tokenizer, r"fails on plain texts.*index out of range.*tokenizer"),
    ],
)
def test_a_fault_is_told_and_leaves_nothing(
    hub: StandInHub, given: Settings, binary: Path, change: Layout, said: str
) -> None:
    change(binary)
    with pytest.raises(CannotAdd, match=said) as error:
        added(hub, given, "owner/Binary_NLI", "stance", tried=True)
    assert ".adding-" not in str(error.value)
    assert given.own_models_dir is not None
    own = given.own_models_dir
    assert not own.exists() or not list(own.iterdir())


def test_a_gated_model_is_told_before_anything_is_written(
    hub: StandInHub, given: Settings, binary: Path
) -> None:
    hub.repositories["owner/Binary_NLI"].gated = True
    with pytest.raises(CannotAdd, match=r"gated.*HF_TOKEN"):
        added(hub, given, "owner/Binary_NLI", "stance")
    assert binary.exists()


@pytest.mark.usefixtures("binary")
def test_labelled_rows_fit_the_threshold(hub: StandInHub, given: Settings) -> None:
    rows = tuple(
        Row(row["text"] + end, row["target"], LABELS["stance"].index(row["label"]))
        for row in sanity.rows("stance")
        for end in ("", " So it was.", " That is all.", " We shall see.")
    )
    order = AddOrder(ModelReference("owner/Binary_NLI"), "stance", rows=rows, tried=False)
    process = Adding(order, given, HubClient(hub.address), MODEL_NEEDS)
    outcome = process.add(process.plan())
    assert outcome.fitted is not None
    registry = Registry.from_settings(given, MODEL_NEEDS)
    entry = registry.entries["binary-nli"]
    assert entry.nli is not None
    assert entry.nli.threshold == outcome.fitted.keys["nli"]["threshold"]
    assert entry.temperature == outcome.fitted.keys["temperature"]
    card = (registry.folder("binary-nli") / "card.md").read_text()
    assert f"- macro-F1 {outcome.fitted.before.macro_f1:.3f}, then " in card


def test_a_writer_is_tried_through_the_engine(
    hub: StandInHub, given: Settings, tmp_path: Path
) -> None:
    network: Any = checkpoints.network("bart")
    network.final_logits_bias[0, 1] = 99.0  # it ends at once
    hub.add("owner/writer", checkpoints.save(tmp_path / "repository", network))
    process = adding(hub, given, "owner/writer", "summary", tried=True)
    report = process.add(process.plan()).report
    assert report is not None
    assert {figure.title: figure.share for figure in report.figures} == {
        "texts with a summary": 0, "words that the text has": 0,
    }  # fmt: skip
    assert len(report.doubts) == 2


@pytest.mark.usefixtures("binary")
def test_longer_windows_than_the_network_reads_are_refused(
    hub: StandInHub, given: Settings
) -> None:
    with pytest.raises(CannotAdd, match="reads 512 tokens, fewer than `max_tokens` = 600"):
        added(hub, given, "owner/Binary_NLI", "stance", max_tokens=600)


@pytest.mark.usefixtures("binary")
def test_what_was_downloaded_before_a_fault_is_not_asked_for_again(
    hub: StandInHub, given: Settings, monkeypatch: pytest.MonkeyPatch, binary: Path
) -> None:
    checkpoints.as_pickle(binary)

    def fail(*_: Any) -> None:
        raise CannotAdd("the conversion failed")

    with monkeypatch.context() as failing:
        failing.setattr(conversion, "convert", fail)
        with pytest.raises(CannotAdd, match="the conversion failed"):
            added(hub, given, "owner/Binary_NLI", "stance")
    before = len(hub.asked)
    added(hub, given, "owner/Binary_NLI", "stance")
    assert [path for path, _ in hub.asked[before:] if "/resolve/" in path] == []


@pytest.mark.usefixtures("binary")
def test_too_little_room_is_told_before_the_download(
    hub: StandInHub, given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.model_import.place._SPARE", 1 << 60)
    with pytest.raises(CannotAdd, match="free some room"):
        added(hub, given, "owner/Binary_NLI", "stance")
    assert not [path for path, _ in hub.asked if "safetensors" in path]


def test_what_is_known_not_to_fit_is_not_asked_for(hub: StandInHub, given: Settings) -> None:
    with pytest.raises(CannotAdd, match="code in its repository"):
        adding(hub, given, "vectara/hallucination_evaluation_model", "verify").plan()
    assert hub.asked == []
