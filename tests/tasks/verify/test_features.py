"""What speaks for a statement, and how a head weighs it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.statement_head import STATEMENT_FEATURES, StatementHead
from service.tasks.verify.compared import ComparedUnit
from service.tasks.verify.differences.find import Unfounded
from service.tasks.verify.features import (
    VERBATIM,
    combined,
    features,
    is_copied,
    is_verbatim,
    verbatim,
)
from service.tasks.verify.premise import Premise

WHOLE = {"contradicted": 0.2, "not_in_text": 0.3, "supported": 0.5}
words = st.lists(st.sampled_from("a b c d".split()), max_size=12)


def unit(text: str, premise: str) -> ComparedUnit:
    return ComparedUnit(text, Premise(premise, (0,), (0,), {0: premise}), WHOLE, {0: WHOLE})


def test_every_feature_has_a_value() -> None:
    found = features(unit("The road is closed.", "The road is open."), Unfounded((), ()))
    assert tuple(found) == STATEMENT_FEATURES
    assert found["premise"] == pytest.approx(0)
    assert found["words"] == 0.75
    assert found["pairs"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("statement", "sentence", "copied"),
    [
        ("a b c", "x a b c y", True),
        ("a b c", "a b x c", False),
        ("a b", "a a b", True),
        ("a b", "b a", False),
    ],
)
def test_what_is_copied_stands_side_by_side(statement: str, sentence: str, copied: bool) -> None:
    assert is_copied(statement.split(), sentence.split()) is copied


@given(words, words, words)
def test_every_part_of_a_sentence_is_copied(
    one: list[str], two: list[str], three: list[str]
) -> None:
    assert is_copied(two, [*one, *two, *three]) is bool(two)


def test_a_sentence_of_the_article_is_verbatim_whatever_its_marks() -> None:
    assert is_verbatim(unit("The road is closed", "The road is closed."))
    assert not is_verbatim(unit("The road is", "The road is closed."))
    found = verbatim({"contradicted": 0.6, "not_in_text": 0.2, "supported": 0.2})
    assert found["supported"] == VERBATIM
    assert sum(found.values()) == pytest.approx(1)


@given(st.floats(-50, 50))
def test_a_head_leaves_a_distribution(constant: float) -> None:
    found = combined(StatementHead({"constant": constant}), WHOLE, {"constant": 1.0})
    assert sum(found.values()) == pytest.approx(1)
    assert min(found.values()) >= 0
    assert found["contradicted"] <= found["not_in_text"]  # as the model says of the rest


def test_a_name_that_the_article_has_not_speaks_against_a_statement() -> None:
    head = StatementHead({"premise": 1.0, "names": -1.0})
    values = features(unit("a", "a"), Unfounded((), ()))
    less = combined(head, WHOLE, values | {"names": 2.0})
    assert less["supported"] < combined(head, WHOLE, values)["supported"]
