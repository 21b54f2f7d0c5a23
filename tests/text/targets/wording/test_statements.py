"""A target is a statement by its grammar: a subject with a finite verb, a question, a demand."""

from __future__ import annotations

import pytest

from service.text.targets.wording.statements import is_declarative, is_statement

STATEMENTS = (
    "Vaccines save lives",
    "Brexit hurts trade",
    "The opposition obstructs parliament",
    "The union negotiated in good faith",
    "Obamacare failed",
    "Taxes should rise",
    "The rich get richer",
    "Legal brothels spread disease",
    "Raising cattle ruins the land",
    "Smoking causes cancer",
    "The firm overcharged its clients",
    "The board covered up abuse",
    "Those who break the law must be punished",
    "What Duarte did was wrong",
    "The law that bans headscarves is unjust",
    "Whoever wins will raise taxes",
    "They're lying",
    "It's a scandal",
    "that the council lied",
    "black lives matter",
    "TAXES ARE THEFT",
    "Duarte Is Unfit for Office",
    "London needs a new airport",
    "Reyes plans to resign",
    "The Israelis want peace",
)
ASKED_OR_DEMANDED = (
    "Ban fracking",
    "Tax the rich",
    "Don't cut pensions",
    "Let voters decide",
    "Repeal Obamacare",
    "Save the NHS",
    "Vote for Ana Duarte",
    "Should voting be compulsory?",
    "Is the mayor corrupt?",
)
PHRASES = (
    "gun control",
    "police strikes",
    "tax cuts",
    "school closures",
    "state budget cuts to schools",
    "the will of the people",
    "building the wall",
    "letting voters decide",
    "prisoners released last week",
    "people accused of theft",
    "tips based on the price",
    "the bill passed by the senate",
    "the emails Duarte deleted",
    "the deal he made with the port",
    "the belief that everyone needs a degree",
    "how the media covers Reyes",
    "whether to leave the union",
    "What should schools teach?",
    "lab-grown meat",
    "the tax cut plans",
    "sports betting",
    "Reyes's failed plan",
    "Black Lives Matter",
    "Save the Children",
    "Doctors Without Borders",
    "Just Stop Oil",
    "Make America Great Again",
    "We Are the World",
    "Stop the War Coalition",
    "Stand Your Ground laws",
    "vote",
    "?",
    "",
)


@pytest.mark.parametrize("target", STATEMENTS)
def test_a_clause_is_a_statement(target: str) -> None:
    assert is_statement(target)
    assert is_declarative(target)


@pytest.mark.parametrize("target", ASKED_OR_DEMANDED)
def test_so_is_a_question_or_a_demand_which_is_not_true_or_false(target: str) -> None:
    assert is_statement(target)
    assert not is_declarative(target)


@pytest.mark.parametrize("target", PHRASES)
def test_a_phrase_or_a_name_is_none(target: str) -> None:
    assert not is_statement(target)
    assert not is_declarative(target)
