"""The check of an analysis finds each fault it is for, and knows the project's own article."""

from __future__ import annotations

import argparse
import copy
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.check_analysis import faults, main, wanted

ROOT = Path(__file__).parents[2]
ARTICLE = "The dam leaks. Farmers lost everything. The senator lied. Photo: Ana Duarte"
SENTENCES = ["The dam leaks.", "Farmers lost everything.", "The senator lied."]


def span(text: str) -> dict[str, Any]:
    """A span of the article."""
    begin = ARTICLE.index(text)
    return {"text": text, "begin": begin, "end": begin + len(text)}


RESULT: dict[str, Any] = {
    "summary": {
        "text": " ".join(SENTENCES),
        "sentences": [{"text": one, "sources": [span(one)]} for one in SENTENCES],
    },
    "sentiment": {"label": "negative", "sentences": [{"span": span(SENTENCES[1])}]},
    "stance": {"targets": [{"text": "senator", "evidence": [{"span": span(SENTENCES[2])}]}]},
}
OPTIONS = argparse.Namespace(
    sentences=3, stance=["senator"], sentiment=["negative"], not_in_summary=["Ana Duarte"]
)


def test_an_analysis_that_holds_has_no_fault() -> None:
    assert faults(ARTICLE, RESULT, OPTIONS) == []


def _shift(result: dict[str, Any]) -> None:
    result["summary"]["sentences"][0]["sources"][0]["begin"] += 1


def _repeat(result: dict[str, Any]) -> None:
    result["summary"]["sentences"][1] = result["summary"]["sentences"][0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_shift, "span 1-14 is not the posted text"),
        (lambda r: r["summary"]["sentences"].pop(), "the summary has 2 sentences, not 3"),
        (_repeat, "the summary repeats a sentence"),
        (lambda r: r["summary"].update(text="Photo: Ana Duarte"), "the summary holds"),
        (lambda r: r["sentiment"].update(label="positive"), "the sentiment is positive"),
        (lambda r: r["sentiment"].update(sentences=[]), "no sentence has a sentiment"),
        (lambda r: r["stance"].update(targets=[]), "no stance toward 'senator'"),
        (lambda r: r["stance"]["targets"][0].update(evidence=[]), "'senator' has no evidence"),
    ],
)
def test_each_fault_is_found(spoil: Callable[[dict[str, Any]], None], said: str) -> None:
    result = copy.deepcopy(RESULT)
    spoil(result)
    assert any(said in fault for fault in faults(ARTICLE, result, OPTIONS))


def test_an_analysis_without_spans_is_a_fault() -> None:
    bare = {
        "summary": {"text": "", "sentences": []},
        "sentiment": {"label": "neutral", "sentences": []},
        "stance": {"targets": []},
    }
    assert "the result holds no span" in faults(ARTICLE, bare, OPTIONS)


def test_the_table_of_an_article_is_found_by_its_name_and_options_add_to_it() -> None:
    options = wanted(["examples/harbour-road.txt", "x.json", "--stance", "Tom Reyes"])
    assert "Ana Duarte" in options.stance
    assert options.stance[-1] == "Tom Reyes"
    assert wanted(["other.txt", "x.json"]).stance == []


def test_the_tables_hold_known_options_and_text_of_their_article() -> None:
    tables = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))
    assert "harbour-road" in tables
    for name, table in tables.items():
        assert set(table) <= {"stance", "sentiment", "not_in_summary"}
        path = ROOT / "examples" / f"{name}.txt"
        if path.exists():
            article = path.read_text(encoding="utf-8")
            assert [text for text in table["not_in_summary"] if text not in article] == []


@pytest.mark.parametrize(("label", "code"), [("negative", 0), ("positive", 1)])
def test_the_exit_code_says_whether_there_are_faults(
    label: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    article, result = tmp_path / "dam.txt", tmp_path / "dam.json"
    article.write_text(ARTICLE, encoding="utf-8")
    result.write_text(json.dumps(RESULT), encoding="utf-8")
    arguments = [str(article), str(result), "--sentiment", label]
    monkeypatch.setattr("sys.argv", ["check_analysis.py", *arguments])
    assert main() == code
    assert capsys.readouterr().out == f"dam.txt: {code} faults\n"
