"""The sentences of statements and summaries."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.tasks.verify.statements import LONGEST, sentences_of, units_of


def test_a_summary_is_taken_apart_at_its_sentences() -> None:
    text = "The council met Dr. Reyes.\nIt rained. \n\n---\n\nNobody spoke."
    assert sentences_of(text) == ["The council met Dr. Reyes.", "It rained.", "Nobody spoke."]


def test_each_unit_knows_its_statement() -> None:
    units = units_of(["It rained. It snowed.", "Nobody spoke."])
    assert [(unit.owner, unit.text) for unit in units] == [
        (0, "It rained."), (0, "It snowed."), (1, "Nobody spoke."),
    ]  # fmt: skip


def test_a_long_sentence_is_taken_apart_at_its_clauses() -> None:
    clause = "the council closed the road to all private cars for ever"
    units = units_of([", and ".join([clause] * 20)])
    assert len(units) > 1
    assert all(unit.text.startswith(("the council", "and the council")) for unit in units)


@settings(deadline=None)
@given(st.lists(st.text(max_size=300), max_size=4))
def test_every_statement_has_a_unit_and_none_is_too_long(statements: list[str]) -> None:
    units = units_of(statements)
    assert {unit.owner for unit in units} == set(range(len(statements)))
    assert all(len(unit.text.split()) <= LONGEST for unit in units)
