"""The test sets of a data folder, how their labels map to ours, and what is measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

POLES = {"negative": 0, "against": 0, "neutral": 1, "positive": 2, "favor": 2}
CONTRAST = Path(__file__).parent / "sets" / "contrast.jsonl"


class Metric(StrEnum):
    """What a set is judged by."""

    MACRO_F1 = "macro-F1"
    POLES_F1 = "mean F1 of favor and against"  # as SemEval-2016 task 6 does
    ACCURACY = "accuracy"
    PAIRS = "pairs with both sides right"
    ROUGE = "ROUGE-1/2/L"


@dataclass(frozen=True, slots=True)
class TestSet:
    """One test part. `trained` says that the set's train part was trained on.

    `poles_only` leaves the rows out that are neutral, `article` says that the texts are whole
    articles, and `news` marks the domain that the calibration is fitted for. `as_filed` takes
    the target of every row as it stands in the file: see `judged_target`.
    """

    task: str
    name: str
    path: str
    trained: bool
    metric: Metric = Metric.MACRO_F1
    news: bool = False
    poles_only: bool = False
    article: bool = False
    as_filed: bool = False

    __test__ = False  # not a test case, whatever its name says


_NEWSMTSC = "open/sentiment/newsmtsc"
_SEMEVAL = "research/stance/semeval2016_t6"
SETS = (
    TestSet("stance", "NewsMTSC", f"{_NEWSMTSC}/test.jsonl", True, news=True),
    TestSet("stance", "NewsMTSC multi-target", f"{_NEWSMTSC}/test_mt.jsonl", True, news=True),
    TestSet("stance", "DSE news", "open/stance/dse_news/test.jsonl", True, news=True),
    TestSet(
        "stance", "SEESAW sentences", "research/stance/seesaw_sent/test.jsonl", False, news=True
    ),
    TestSet("stance", "VAST zero-shot", "unclear/stance/vast/test.jsonl", True),
    TestSet("stance", "VAST as filed", "unclear/stance/vast/test.jsonl", True, as_filed=True),
    TestSet("stance", "SemEval-2016 A", f"{_SEMEVAL}/test.jsonl", False, Metric.POLES_F1),
    TestSet(
        "stance", "SemEval-2016 B", f"{_SEMEVAL}/test_taskB_trump.jsonl", False, Metric.POLES_F1
    ),
    TestSet("stance", "IBM arguments", "open/stance/ibm_argq30k/test.jsonl", True),
    TestSet("stance", "IBM claims", "open/stance/ibm_claim_stance/test.jsonl", True),
    TestSet("stance", "Perspectrum", "open/stance/perspectrum/test.jsonl", True),
    TestSet("stance", "IAM claims", "unclear/stance/iam/test.jsonl", True),
    TestSet("stance", "contrast pairs", "contrast", False, Metric.PAIRS),
    TestSet(
        "stance",
        "SEESAW articles",
        "research/stance/seesaw_doc/test.jsonl",
        False,
        news=True,
        article=True,
    ),
    TestSet("sentiment", "NewsMTSC", f"{_NEWSMTSC}/test.jsonl", True, news=True),
    TestSet("sentiment", "NewsMTSC multi-target", f"{_NEWSMTSC}/test_mt.jsonl", True, news=True),
    TestSet("sentiment", "EmoBank", "open/sentiment/emobank/test.jsonl", True),
    TestSet("sentiment", "UCI sentences", "open/sentiment/uci_sentences/test.jsonl", True),
    TestSet("sentiment", "SST-5", "unclear/sentiment/sst5/test.jsonl", True),
    TestSet(
        "sentiment",
        "SST-5 poles",
        "unclear/sentiment/sst5/test.jsonl",
        True,
        Metric.ACCURACY,
        poles_only=True,
    ),
    TestSet(
        "sentiment", "Financial PhraseBank", "research/sentiment/fpb/test.jsonl", False, news=True
    ),
    TestSet(
        "sentiment",
        "Finance headlines",
        "research/sentiment/semeval2017_t5_headlines/test.jsonl",
        False,
        news=True,
    ),
    TestSet("sentiment", "TweetEval", "research/sentiment/tweeteval_sentiment/test.jsonl", False),
    TestSet("summary", "NEWTS", "research/summarisation/newts/test.jsonl", False, Metric.ROUGE),
    TestSet("summary", "FRANK", "research/summarisation/frank/test.jsonl", False, Metric.ROUGE),
    TestSet(
        "summary", "REALSumm", "research/summarisation/realsumm/test.jsonl", False, Metric.ROUGE
    ),
    TestSet(
        "summary", "SummEval", "research/summarisation/summeval/test.jsonl", False, Metric.ROUGE
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One example; `label` is 0, 1 or 2 from the low pole to the high one."""

    text: str
    target: str | None
    label: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article with reference summaries, which need not be sentences of it."""

    text: str
    references: tuple[str, ...]


def read(data: Path, part: TestSet, limit: int | None = None) -> list[Row]:
    """The rows of a test part, none when the folder has not got it.

    With a limit, so many rows spread evenly over the set: sets are often sorted.
    """
    if part.metric is Metric.PAIRS:
        rows = [_row(side) for pair in _lines(CONTRAST) for side in pair["pair"]]
        return rows[: 2 * limit] if limit else rows
    rows = [_row(line, as_filed=part.as_filed) for line in _lines(data / part.path)]
    if part.poles_only:
        rows = [row for row in rows if row.label != 1]
    return spread(rows, limit)


def read_articles(data: Path, part: TestSet, limit: int | None = None) -> list[Article]:
    """The articles of a summary set."""
    found = []
    for line in _lines(data / part.path):
        references = [line["summary"], *(line.get("meta") or {}).get("references", [])]
        found.append(Article(line["article"], tuple(dict.fromkeys(references))))
    return spread(found, limit)


def spread(rows: list[T], limit: int | None) -> list[T]:
    """At most `limit` of the rows, evenly spaced."""
    if limit is None or len(rows) <= limit:
        return rows
    return [rows[i * len(rows) // limit] for i in range(limit)]


def judged_target(line: Mapping[str, Any]) -> str | None:
    """The target that a row's label is about.

    VAST makes its neutrals by pairing a text with a topic of another text. The files at hand
    name the text's own topic in `target` and that other one in `meta.topic_str`: by `target`
    they would call texts neutral that argue their topic with force.
    """
    other = (line.get("meta") or {}).get("topic_str")
    return other if other and line["label"] == "neutral" else line.get("target")


def _row(line: dict[str, Any], *, as_filed: bool = False) -> Row:
    target = line.get("target") if as_filed else judged_target(line)
    return Row(line["text"], target, POLES[line["label"]])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
