"""What speaks for a statement, and how a head weighs it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.statement_head import STATEMENT_FEATURES, StatementHead
from service.tasks.verify.compared import ComparedUnit
from service.tasks.verify.differences.find import Unfounded
from service.tasks.verify.features import combined, density, features
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
    ("statement", "premise", "share"),
    [("a b c d", "x a b c d y", 1.0), ("a b c d", "a b x c d", 0.5), ("a b", "c d", 0.0)],
)
def test_density_is_that_of_the_copied_runs(statement: str, premise: str, share: float) -> None:
    assert density(statement.split(), premise.split()) == pytest.approx(share)


@given(words, words)
def test_density_is_a_share(statement: list[str], premise: list[str]) -> None:
    assert 0 <= density(statement, premise) <= 1


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
