"""Documents and calls for the tests of the tasks, over the fake engine."""

from __future__ import annotations

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.text.document import Document
from service.text.segmentation.builder import build_document

ARTICLE = (
    "Local\n"
    "Council closes harbour road to cars\n"
    "Portvale Courier November 9, 2026\n"
    "Portvale's council voted on Monday to close the harbour road to private cars, "
    "ending a long dispute. (Lena Okafor/Portvale Courier)\n"
    "PORTVALE - Portvale's city council voted on Monday night to close the harbour "
    "road to private cars for ever.\n"
    "“This is a great day for everyone who has to breathe here,” said Mayor Ana "
    "Duarte, who staked her second term on the plan.\n"
    "Traders called the decision a terrible betrayal. “Half of my customers arrive by "
    "car,” said Tom Reyes, who runs the Anchor café. “The harbour road was the best "
    "street in town.”\n"
    "Duarte rejected the criticism on Tuesday. She praised the council and promised "
    "two electric buses.\n"
    "A court will hear the traders' case against the council in December.\n"
    "Air monitors on the quay recorded illegal levels of dirt on many days last year, "
    "the agency said.\n"
    "Read more: How the buses will run\n"
)


@pytest.fixture
def document() -> Document:
    """An article as it is posted: label, headline, publication line, caption, dateline."""
    return build_document(ARTICLE)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def call() -> Call:
    return Call()
