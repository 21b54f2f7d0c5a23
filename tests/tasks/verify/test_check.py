"""Verdicts on statements, with the sentences that decide them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.inference.fake_engine import FakeEngine, fake_model
from service.inference.protocol import Call, ClassScores, Window
from service.tasks.annotations import Annotations
from service.tasks.verify.check import check
from service.tasks.verify.results import LABELS, StatementVerdict
from service.text.document import Document
from service.text.segmentation.builder import build_document
from tests.tasks.verify.overlap import OverlapEngine

TEXT = (
    "The council voted to close the harbour road. Traders did not welcome the plan. "
    "Mayor Ana Duarte promised two buses. The agency measured dirt on 40 days."
)


async def verdicts(text: str, *statements: str) -> list[StatementVerdict]:
    annotations = Annotations(build_document(text), OverlapEngine(), Call())
    return await check(annotations, statements)


async def test_each_statement_has_its_label_and_its_sentences() -> None:
    document = build_document(TEXT)
    found = await check(
        Annotations(document, OverlapEngine(), Call()),
        ["The council voted to close the road.", "Traders did welcome the plan.", "A ship sank."],
    )
    assert [one.label for one in found] == ["supported", "contradicted", "not_in_text"]
    assert [document.read(span) for span in found[0].sources] == [
        "The council voted to close the harbour road."
    ]
    assert [document.read(span) for span in found[1].sources] == [
        "Traders did not welcome the plan."
    ]
    assert found[2].sources == []


async def test_a_statement_may_rest_on_two_sentences() -> None:
    (one,) = await verdicts(TEXT, "The council voted to close the road and Duarte promised buses.")
    assert one.label == "supported"
    assert len(one.sources) == 2


async def test_a_statement_is_as_good_as_its_weakest_sentence() -> None:
    good, bad = "Duarte promised two buses.", "A ship sank in the bay."
    found = await verdicts(TEXT, good, f"{good} {bad}", f"{good} Traders did welcome the plan.")
    assert [one.label for one in found] == ["supported", "not_in_text", "contradicted"]


async def test_what_differs_is_named_with_the_words_of_the_article() -> None:
    document = build_document(TEXT)
    annotations = Annotations(document, OverlapEngine(), Call())
    found = await check(annotations, ["Traders did welcome the plan.", "Dirt on 70 days."])
    (negation,) = found[0].differs
    assert negation.kind == "negation"
    assert negation.article is not None
    assert (negation.statement, document.read(negation.article)) == (None, "not")
    assert [(one.kind, one.statement) for one in found[1].differs] in ([], [("number", "70")])


class _Contradicting(FakeEngine):
    """An engine that calls every statement contradicted."""

    async def classify(
        self, task: str, windows: Sequence[Window], call: Call | None = None
    ) -> list[ClassScores]:
        return [ClassScores((0.9, 0.06, 0.04)) for _ in windows]


async def test_every_sentence_of_an_article_is_supported_by_it() -> None:
    document = build_document(TEXT)
    engine = _Contradicting()
    own = [sentence.clean for sentence in document.content()]
    found = await check(Annotations(document, engine, Call()), own)
    assert [(one.label, one.decided_by) for one in found] == [("supported", "exact")] * len(own)


async def test_an_article_without_sentences_bears_nothing_out() -> None:
    found = await verdicts("https://example.org/a", "It rains.")
    assert [(one.label, one.decided_by) for one in found] == [("not_in_text", "none")]


async def test_no_statement_asks_no_model(document: Document) -> None:
    engine = FakeEngine()
    assert await check(Annotations(document, engine, Call()), []) == []
    assert engine.windows == []


@pytest.mark.parametrize("statement", ["…", "?!", "x" * 2000, "word " * 400, "a. " * 300])
async def test_any_text_is_a_statement(statement: str) -> None:
    (one,) = await verdicts(TEXT, statement)
    assert one.label in LABELS
    assert one.text == " ".join(statement.split())


async def test_windows_of_long_statements_and_sentences_fit_the_model() -> None:
    engine = OverlapEngine()
    document = build_document("Go " + "word " * 900 + "on. It rained. " * 30)
    await check(Annotations(document, engine, Call()), ["big word " * 200, "It rained."])
    assert engine.windows
    pairs = [(len(w.text.split()), len((w.target or "").split())) for w in engine.windows]
    assert max(premise for premise, _ in pairs) <= 200
    assert max(hypothesis for _, hypothesis in pairs) <= 90


async def test_a_model_of_two_labels_contradicts_nothing() -> None:
    engine = FakeEngine(models=[fake_model("verify", ("not_in_text", "supported"))])
    (one,) = await check(Annotations(build_document(TEXT), engine, Call()), ["It rains."])
    assert one.distribution["contradicted"] == 0
    assert sum(one.distribution.values()) == pytest.approx(1)


@settings(deadline=None)  # the first text loads word lists
@given(st.text(min_size=1, max_size=300), st.lists(st.text(min_size=1, max_size=120), max_size=3))
async def test_whatever_is_posted_has_a_distribution(text: str, statements: list[str]) -> None:
    document = build_document(text)
    found = await check(Annotations(document, OverlapEngine(), Call()), statements)
    assert len(found) == len(statements)
    for one in found:
        assert sum(one.distribution.values()) == pytest.approx(1)
        assert one.confidence == max(one.distribution.values())
        assert all(span.end <= len(document.text) for span in one.sources)
