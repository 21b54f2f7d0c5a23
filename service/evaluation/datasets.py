"""The test sets of a data folder and how their labels map to ours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

POLES = {"negative": 0, "against": 0, "neutral": 1, "positive": 2, "favor": 2}


@dataclass(frozen=True, slots=True)
class TestSet:
    """One test part; `seen` says that the set's train part was trained on."""

    task: str
    name: str
    path: str
    seen: bool

    __test__ = False  # not a test case, whatever its name says


SETS = (
    TestSet("sentiment", "NewsMTSC test", "open/sentiment/newsmtsc/test.jsonl", True),
    TestSet("sentiment", "NewsMTSC multi-target", "open/sentiment/newsmtsc/test_mt.jsonl", True),
    TestSet("sentiment", "EmoBank", "open/sentiment/emobank/test.jsonl", True),
    TestSet("sentiment", "UCI sentences", "open/sentiment/uci_sentences/test.jsonl", True),
    TestSet("sentiment", "SST-5", "unclear/sentiment/sst5/test.jsonl", False),
    TestSet("stance", "NewsMTSC test", "open/sentiment/newsmtsc/test.jsonl", True),
    TestSet("stance", "DSE news", "open/stance/dse_news/test.jsonl", True),
    TestSet("stance", "IBM claims", "open/stance/ibm_claim_stance/test.jsonl", True),
    TestSet("stance", "Perspectrum", "open/stance/perspectrum/test.jsonl", True),
    TestSet("stance", "VAST zero-shot", "unclear/stance/vast/test.jsonl", False),
    TestSet("stance", "SemEval-2016 A", "research/stance/semeval2016_t6/test.jsonl", False),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One example; `label` is 0, 1 or 2 from the low pole to the high one."""

    text: str
    target: str | None
    label: int


def read(data: Path, part: TestSet, limit: int | None = None) -> list[Row]:
    """The rows of a test part, none when the folder has not got it."""
    path = data / part.path
    if not path.is_file():
        return []
    rows = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = " ".join(row["text"].split())
            rows.append(Row(text, row.get("target"), POLES[row["label"]]))
            if limit is not None and len(rows) == limit:
                break
    return rows
