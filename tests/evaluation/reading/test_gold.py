"""Rows of the gold sets: whose sentence it is and what a text mentions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.evaluation.catalogue import SETS, TestSet
from service.evaluation.datasets import BadSet
from service.evaluation.reading.evaluate import MEASURES, read
from service.evaluation.reading.gold import attributed, referring
from service.text.span import Span
from tests.evaluation.reading.texts import mention, span

TEXT = "Ana Duarte runs the harbour. She said the mayor of the old town by the sea was wrong."


def part(name: str) -> TestSet:
    (found,) = [one for one in SETS if one.task == "reading" and one.name == name]
    return found


def test_attributions_without_a_source_name_nobody() -> None:
    rows = [{"source": [[29, 32]], "cue": [[33, 37]], "content": [[38, 60], [62, 84]]},
            {"source": [], "cue": [[0, 3]], "content": [[4, 10]]}]  # fmt: skip
    gold = attributed({"id": "a", "text": TEXT, "attributions": rows})
    (found,) = gold.attributions
    assert found.source == (Span(29, 32),)
    assert found.content == (Span(38, 60), Span(62, 84))
    assert (gold.genre, gold.referents) == ("", ())


def test_mentions_of_a_cluster_are_one_referent() -> None:
    rows = [
        mention(TEXT, "Ana Duarte", named=True, salience=2),
        mention(TEXT, "the harbour", cluster=2, type="place", salience=1),
        mention(TEXT, "She", type="animal", salience=4),
    ]
    gold = referring({"text": TEXT, "genre": "news", "mentions": rows})
    ana, harbour = gold.referents
    assert gold.genre == "news"
    assert (ana.kind, ana.salience, ana.names) == ("person", 4, ("Ana Duarte",))
    assert [m.span for m in ana.mentions] == [span(TEXT, "Ana Duarte"), span(TEXT, "She")]
    assert (ana.named_party, harbour.named_party) == (True, False)


def test_a_long_mention_with_a_name_in_it_is_no_name() -> None:
    text = f"Ana Duarte, {'who keeps the old harbour ' * 3}was there."
    whole = text.removesuffix(" was there.")
    gold = referring({"text": text, "mentions": [mention(text, whole, named=True)]})
    assert gold.referents[0].names == ()
    assert not gold.referents[0].named_party


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("PolNeAR dev attribution", {"attributions": []}, "has no 'text'"),
    ("PolNeAR dev attribution", {"text": "a"}, "has no 'attributions'"),
    ("PolNeAR dev attribution", {"text": "a", "attributions": [{"source": [[0, 1]]}]},
     "has no 'content'"),
    ("PolNeAR dev attribution",
     {"text": "a", "attributions": [{"source": [[1, 0]], "content": []}]}, "is no object of"),
    ("GUM dev mentions", {"text": "a", "mentions": [{"begin": 0}]}, "has no 'cluster'"),
    ("GUM dev discovery", {"text": "a", "mentions": 1}, "is no object of the form"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "why"), BAD, ids=[str(i) for i in range(len(BAD))])
def test_a_row_of_another_form_is_named(
    name: str, row: dict[str, Any], why: str, tmp_path: Path
) -> None:
    path = tmp_path / part(name).path
    path.parent.mkdir(parents=True)
    good = {"text": TEXT, "attributions": [], "mentions": []}
    path.write_text(f"{json.dumps(good)}\n{json.dumps(row)}\n", encoding="utf-8")
    with pytest.raises(BadSet, match=rf"dev\.jsonl, line 2: {re.escape(why)}"):
        read(tmp_path, part(name))


def test_a_set_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    assert [read(tmp_path, one) for one in SETS if one.metric in MEASURES] == [[]] * 8
