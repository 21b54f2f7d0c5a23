"""The recipe of the weights by which targets are discovered, on texts of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.training import discovery
from models.training.data.target_lists import Listed, ListedText
from service.inference.engine import LocalEngine
from service.inference.fake_engine import FakeEngine
from service.tasks.targeted.discovery import weights
from service.text.segmentation.builder import build_document
from tests.reading import read_names

TEXTS = [
    "Ana Duarte closed the ferry line. Ana Duarte said the ferry line was old. Many people liked "
    "the ferry line. It rained in Oslo.",
    "Tom Reyes sold the harbour. Tom Reyes said the harbour was old. Nobody saw Tom Reyes leave. "
    "Critics of the harbour wept in Bergen.",
    "Sofia Weiss called the strike. Sofia Weiss said the strike would last. The strike began when "
    "Sofia Weiss came back from Paris.",
]
LISTS = [["Ana Duarte", "ferry line"], ["Tom Reyes", "harbour"], ["Sofia Weiss", "strike"]]


@pytest.fixture(scope="module")
def texts() -> list[ListedText]:
    """Fifteen texts, so that each fold has some, and two without lists."""
    found = [
        ListedText(text, [[Listed(name, True), Listed(issue, False)]], [issue])
        for text, (name, issue) in list(zip(TEXTS, LISTS, strict=True)) * 5
    ]
    gum = ListedText(TEXTS[0], salience={"Ana Duarte": 5, "Oslo": 1})
    return [*found, gum, ListedText(TEXTS[0], gist="Ana Duarte rests.", abstract="A day in Oslo.")]


@pytest.fixture(scope="module")
def rows(texts: list[ListedText]) -> list[discovery.Row]:
    found: list[discovery.Row] = []
    for i, text in enumerate(texts):
        document = build_document(text.text, language="en")
        found += discovery.candidates(i, text, document, read_names(document))
    return found


def test_candidates_are_right_if_a_reader_listed_them(rows: list[discovery.Row]) -> None:
    first = {row.name: (row.label, row.weight) for row in rows if row.text == 0}
    assert first["Ana Duarte"] == first["ferry line"] == (1.0, 1.0)
    assert first["Oslo"] == (0.0, 1.0)


def test_names_of_gum_are_right_by_salience_and_its_phrases_count_nothing(
    rows: list[discovery.Row],
) -> None:
    gum = {row.name: (row.label, row.weight) for row in rows if row.text == 15}
    assert gum["Ana Duarte"] == (1.0, 1.0)
    assert gum["Oslo"] == (0.0, 1.0)
    assert gum["ferry line"] == (0.0, 0.0)


def test_names_of_one_summary_count_less(rows: list[discovery.Row]) -> None:
    told = {row.name: row for row in rows if row.text == 16}
    assert (told["Ana Duarte"].label, told["Oslo"].label) == (1.0, 0.5)
    assert 0 < told["Oslo"].weight < 1


def test_the_table_has_no_weight_for_the_kind_of_label(
    texts: list[ListedText], rows: list[discovery.Row]
) -> None:
    assert any(row.features.get("by_summary") for row in rows)
    assert "by_summary" not in discovery.fit(texts, rows)["entity"]


def test_fitted_weights_rank_what_is_listed_first(
    texts: list[ListedText], rows: list[discovery.Row]
) -> None:
    table = discovery.fit(texts, rows)
    assert set(table) == {"entity", "issue", "heads"}
    chance = {
        row.name: weights.probability(table["entity"], row.features)
        for row in rows
        if row.head is None
    }
    assert min(chance[name] for name, _ in LISTS) > 0.5 > max(chance["Oslo"], chance["Bergen"])
    issues = {
        row.name: weights.probability(table["issue"], row.features)
        for row in rows
        if row.head is not None
    }
    assert min(issues[issue] for _, issue in LISTS) > 0.5


def test_a_head_that_readers_choose_has_a_value() -> None:
    texts = [ListedText("", issues=["the dock strike"] if i % 2 else []) for i in range(8)]
    rows = [
        discovery.Row(i, f"{head} {i}", head, {}, 0.0, 0.0, 0.4)
        for i in range(8)
        for head in ("strike", "week")
    ]
    values = discovery.head_values(texts, rows)
    assert values["strike"] > 0 > values["week"]


def test_a_fold_is_scored_without_its_texts(
    texts: list[ListedText], rows: list[discovery.Row]
) -> None:
    assert discovery.fit(texts, rows, left_out=0) != discovery.fit(texts, rows)
    entities, gum, _ = discovery.figures(texts, rows, 0)
    assert entities.startswith("entity 1.000 of ")
    assert gum == "of GUM 1.000 of 1"


def test_the_command_writes_the_table(
    tmp_path: Path, texts: list[ListedText], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "weights.json"
    monkeypatch.setattr(discovery, "read_texts", lambda _: texts)
    monkeypatch.setattr(discovery, "_PATH", path)
    monkeypatch.setattr(LocalEngine, "from_settings", lambda *_, **__: FakeEngine())
    monkeypatch.setattr("sys.argv", ["discovery", "--data", str(tmp_path)])
    discovery.main()
    assert not path.exists()
    monkeypatch.setattr("sys.argv", ["discovery", "--data", str(tmp_path), "--write"])
    discovery.main()
    assert set(json.loads(path.read_text("utf-8"))) == {"entity", "issue", "heads"}
