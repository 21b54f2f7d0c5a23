"""Evaluation runs the test sets it finds through the service's own tasks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.config.settings import Settings
from service.evaluation import graph_summarizers, metrics, run
from service.evaluation.catalogue import SETS, Metric
from service.evaluation.datasets import CONTRAST, Row, read, read_articles, sample
from service.evaluation.predict import Predictor
from service.evaluation.reporting import plots, tables
from service.evaluation.reporting.figures import conditions
from service.inference.fake_engine import FakeEngine
from service.inference.models.registry import Registry
from service.inference.protocol import Call, ModelInfo

ROWS = [
    ("The mayor was praised for the great plan.", "mayor", "positive"),
    ("The mayor lied in the crisis.", "mayor", "negative"),
    ("The mayor came by train.", "mayor", "neutral"),
    ("The mayor did a terrible thing.", "mayor", "positive"),  # the word list errs here
]


WORDS = "harbour north south old new west east mill quay ring".split()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one small test set and two articles in it."""
    folder = tmp_path / "open" / "sentiment" / "newsmtsc"
    folder.mkdir(parents=True)
    with (folder / "test.jsonl").open("w") as file:
        for text, target, label in ROWS:
            file.write(json.dumps({"text": text, "target": target, "label": label}) + "\n")
    folder = tmp_path / "research" / "summarisation" / "newts"
    folder.mkdir(parents=True)
    article = (
        "The council closed the harbour road to private cars on Monday night. Traders were angry "
        "about the decision of the council. The weather was calm and the sea was blue that day. "
        "A court will hear the case against the closed road in December. Nobody expects a quick "
        "end to the dispute. The buses run every ten minutes along the quay."
    )
    with (folder / "test.jsonl").open("w") as file:
        row = {"article": article, "summary": "The council closed the harbour road.", "meta": {}}
        file.write(json.dumps(row) + "\n")
        file.write(json.dumps(row | {"meta": {"references": ["A court hears the case."]}}) + "\n")
    return tmp_path


async def test_figures_of_the_sets_that_are_there(data: Path) -> None:
    found = await run.evaluate(data, ["sentiment"], ["fast"], FakeEngine())
    (figures,) = found.figures
    assert (figures.set, figures.rows, figures.accuracy) == ("NewsMTSC", 4, 0.75)
    assert figures.baselines["majority"] == pytest.approx((2 * 2 / 6) / 3)
    assert set(figures.baselines) == {"majority", "VADER", "zero-shot"}
    assert figures.interval[0] <= figures.value <= figures.interval[1]
    assert figures.f1 == pytest.approx({"negative": 2 / 3, "neutral": 1.0, "positive": 2 / 3})


async def test_every_profile_has_its_line(data: Path) -> None:
    found = await run.evaluate(data, ["sentiment"], ["fast", "accurate"], FakeEngine())
    assert [f.profile for f in found.figures] == ["fast", "accurate"]


async def test_the_contrast_pairs_need_no_data_folder(tmp_path: Path) -> None:
    found = await run.evaluate(tmp_path, ["stance"], ["fast"], FakeEngine(), limit=20)
    (figures,) = found.figures
    assert (figures.set, figures.metric) == ("contrast pairs", Metric.PAIRS)
    assert figures.rows == figures.of  # a pair is whole or not there, and they are few


async def test_summaries_are_scored_beside_three_baselines(data: Path) -> None:
    found = await run.evaluate(data, ["summary"], ["fast"], FakeEngine())
    (figures,) = found.figures
    assert set(figures.baselines) == {"lead-3", "LexRank", "TextRank"}
    assert figures.rouge is not None
    assert set(figures.rouge) == {"ours", *figures.baselines}
    for one, two, longest in figures.rouge.values():
        assert 0 < two < longest <= one < 1
    assert figures.value == figures.rouge["ours"][1]
    assert figures.baselines["lead-3"] == figures.rouge["lead-3"][1]


async def test_profiles_that_share_an_encoder_share_a_line_of_summaries(data: Path) -> None:
    found = await run.evaluate(data, ["summary"], ["fast", "accurate"], FakeEngine())
    assert len(found.figures) == 1


async def test_a_summary_with_a_focus_is_scored_beside_one_without(tmp_path: Path) -> None:
    row = {
        "article": " ".join(f"Report {i} is of the {w} road." for i, w in enumerate(WORDS)),
        "summary": "The harbour road is closed.",
        "meta": {
            "references": ["Report 7 is of the mill road.", "Report 8 is of the quay road."],
            "topic_sentences": ["the mill", "the quay"],
        },
    }
    path = tmp_path / "research/summarisation/newts/test.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(row), encoding="utf-8")
    found = await run.evaluate(
        tmp_path, ["summary"], ["fast"], FakeEngine(), only=["NEWTS by topic"]
    )
    (figures,) = found.figures
    assert figures.rows == 2
    assert figures.value > figures.baselines["without the focus"]


def test_more_references_than_one_are_read(data: Path) -> None:
    part = next(s for s in SETS if s.name == "NEWTS")
    assert [len(a.references) for a in read_articles(data, part)] == [1, 2]


async def test_a_row_is_scored_as_the_service_would() -> None:
    rows = [Row(text, target, 0) for text, target, _ in ROWS]
    predictor = Predictor("sentiment", FakeEngine(), Call())
    found = await predictor.predict(rows)
    assert found.sum(axis=1) == pytest.approx(np.ones(4))
    assert found.argmax(axis=1).tolist() == [2, 0, 1, 0]
    whole = await predictor.predict([Row("A great day. A good end.", None, 2)])
    assert whole.argmax(axis=1).tolist() == [2]


async def test_a_row_that_comes_again_is_not_scored_again() -> None:
    rows = [Row(text, target, 0) for text, target, _ in ROWS]
    predictor = Predictor("stance", FakeEngine(), Call())
    first = await predictor.predict(rows)
    tokens = predictor.call.tokens
    again = await predictor.predict([rows[2], rows[0], rows[2]])
    assert predictor.call.tokens == tokens > 0
    assert again == pytest.approx(first[[2, 0, 2]])


async def test_the_report_is_a_table_json_and_pictures(data: Path, tmp_path: Path) -> None:
    found = await run.evaluate(data, ["sentiment", "summary"], ["fast"], FakeEngine())
    assert tables.table(found.figures).row_count == 2
    made = conditions(["--limit 5"], "fp32", 60.0)
    told = json.loads(tables.to_json(found.figures, made))
    assert told["figures"][0]["accuracy"] == 0.75
    assert told["conditions"]["command"] == "copydesk evaluate --data DATA --limit 5"
    classes, summaries = (t.splitlines() for t in tables.markdown(found.figures).split("\n\n"))
    for lines in (classes, summaries):
        assert len(lines) == 3
        assert len({line.count("|") for line in lines}) == 1
    written = plots.write(found, tmp_path / "plots")
    assert [p.name for p in written] == ["reliability-sentiment.png", "risk-coverage-sentiment.png"]
    assert all(p.read_bytes().startswith(b"\x89PNG") for p in written)


async def test_a_target_that_is_not_found_is_neutral_but_no_verdict(tmp_path: Path) -> None:
    folder = tmp_path / "open" / "sentiment" / "newsmtsc"
    folder.mkdir(parents=True)
    rows = [*ROWS, ("The weather was calm. The sea was blue.", "Ana Duarte", "neutral")]
    lines = [json.dumps({"text": a, "target": b, "label": c}) for a, b, c in rows]
    (folder / "test.jsonl").write_text("\n".join(lines) + "\n")
    found = await run.evaluate(tmp_path, ["sentiment"], ["fast"], FakeEngine(), only=["NewsMTSC"])
    (figures,) = found.figures
    ((gold, probabilities),) = found.predictions.values()
    assert figures.accuracy == 0.8
    assert figures.unfound == pytest.approx(0.2)
    assert figures.ece == metrics.calibration_error(probabilities, gold)
    assert figures.ece_found == metrics.calibration_error(probabilities[:4], gold[:4])
    assert f"(of the 80% found {figures.ece_found:.3f})" in tables.markdown(found.figures)


def test_a_sample_keeps_the_share_of_every_class_and_is_always_the_same() -> None:
    rows = [(i, 0 if i < 75 else 1) for i in range(100)]
    found = sample(rows, 20, lambda row: row[1])
    assert [sum(label == c for _, label in found) for c in (0, 1)] == [15, 5]
    assert found == sorted(found) == sample(rows, 20, lambda row: row[1])
    assert set(found) < set(sample(rows, 40, lambda row: row[1]))
    assert max(i for i, label in found if label == 0) > 60  # not the head of the file
    assert sample(rows, None) == sample(rows, 100) == rows


async def test_trained_on_is_a_matter_of_the_model(data: Path) -> None:
    class Learnt(FakeEngine):
        def info(self, task: str, profile: str | None = None) -> ModelInfo:
            training = ("EmoBank", "NewsMTSC, labelled by the teacher alone")
            seen = training if profile == "accurate" else ()
            return replace(super().info(task, profile), training=seen)

    found = await run.evaluate(data, ["sentiment"], ["fast", "accurate"], Learnt())
    assert [f.trained for f in found.figures] == [False, True]
    assert "| accurate | 4 |" in tables.headline(found.figures)
    assert "| fast | no |" in tables.markdown(found.figures)


_SETS_OF = {"reader": "reading"}  # of a model's task


def test_what_the_shipped_models_saw_is_told_from_their_own_lists() -> None:
    found = Registry.from_settings(Settings())
    seen = {
        name: {
            s.name
            for s in SETS
            if s.task == _SETS_OF.get(entry.task, entry.task)
            and s.seen_by(found.info(name).training)
        }
        for name, entry in found.entries.items()
        if entry.task != "embedding"
    }
    gold = {s.name for s in SETS if s.task == "reading"}
    assert seen.pop("reader-minilm") == gold
    checkers = {name for name in seen if name.startswith("verify")}
    assert checkers
    assert not any(seen.pop(name) for name in checkers)  # judgements are for tests alone
    for name, sets in seen.items():
        assert ("DSE news" if name.startswith("stance") else "NewsMTSC") in sets, name
        assert not {"contrast pairs", "SEESAW articles", "TweetEval"} & sets, name
    assert {"VAST zero-shot", "IAM claims"} < seen["stance-mpnet"]


def test_contrast_pairs_are_minimal_many_and_of_both_answers() -> None:
    pairs = [json.loads(line) for line in CONTRAST.read_text().splitlines()]
    assert len(pairs) >= 150
    assert len({p["id"] for p in pairs}) == len(pairs)
    for pair in pairs:
        first, second = pair["pair"]
        assert first["label"] != second["label"]
        assert (first["text"], first["target"]) != (second["text"], second["target"])
    part = next(s for s in SETS if s.metric is Metric.PAIRS)
    assert len(read(Path("nowhere"), part)) == 2 * len(pairs)


def test_contrast_pairs_are_never_trained_on() -> None:
    from models.training.data import synthetic

    held = {side["text"] for line in CONTRAST.read_text().splitlines()
            for side in json.loads(line)["pair"]}  # fmt: skip
    assert not held & {row.text for row in synthetic.rows(3000)}


def test_both_sides_of_a_pair_must_be_right() -> None:
    gold = np.array([0, 2, 1, 0])
    assert metrics.both_right(gold, np.array([0, 2, 1, 1])) == 0.5
    assert metrics.poles_f1(gold, np.array([0, 2, 0, 0])) == pytest.approx((0.8 + 1.0) / 2)


def test_risk_falls_with_coverage_when_confidence_means_something() -> None:
    probabilities = np.array([[0.9, 0.1, 0], [0.6, 0.4, 0], [0.2, 0.8, 0]])
    coverage, risk = metrics.risk_coverage(probabilities, np.array([0, 1, 1]))
    assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk == pytest.approx([0, 0, 1 / 3])


def test_graph_baselines_find_the_sentence_that_the_others_echo() -> None:
    texts = ["The council closed the road.", "Traders blame the council for the closed road.",
             "Whales sing."]  # fmt: skip
    assert graph_summarizers.lexrank(texts, 2) == [0, 1]
    assert graph_summarizers.textrank(texts, 2) == [0, 1]
    assert graph_summarizers.lexrank([], 3) == []


def test_a_vast_neutral_is_about_the_topic_that_was_judged(tmp_path: Path) -> None:
    folder = tmp_path / "unclear" / "stance" / "vast"
    folder.mkdir(parents=True)
    line = {"text": "Homework is harmful.", "target": "homework", "label": "neutral",
            "meta": {"topic_str": "nuclear power"}}  # fmt: skip
    other = line | {"label": "against", "meta": {"topic_str": "homework"}}
    (folder / "test.jsonl").write_text(json.dumps(line) + "\n" + json.dumps(other) + "\n")
    judged, filed = (s for s in SETS if s.path.endswith("vast/test.jsonl"))
    assert [r.target for r in read(tmp_path, judged)] == ["nuclear power", "homework"]
    assert [r.target for r in read(tmp_path, filed)] == ["homework", "homework"]
