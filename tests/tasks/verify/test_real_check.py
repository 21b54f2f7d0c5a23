"""The shipped model tells what an article says, denies and leaves open."""

from __future__ import annotations

import asyncio

import pytest

from service.config.settings import Settings
from service.inference.engine import LocalEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.registry import MODEL_NEEDS
from service.tasks.verify.check import check
from service.tasks.verify.results import StatementVerdict
from service.text.segmentation.builder import build_document
from tests.conftest import settings

pytestmark = pytest.mark.models

TEXT = (
    "Council closes harbour road\n\nPORTVALE - The city council voted 7-2 on Monday to close the "
    "harbour road to cars next spring. Mayor Ana Duarte praised the decision as a great success "
    "for the old town. “It is a terrible idea that will kill our trade,” said Tom Reyes, who owns "
    "a café on the quay. Residents fear long detours, but the council expects cleaner air and "
    "safer streets."
)
CASES = [
    ("The city council voted on Monday to close the harbour road to cars.", "supported"),
    ("Tom Reyes, a café owner, called the closure a terrible idea.", "supported"),
    ("The council voted to close the road, which worries residents because of detours.",
     "supported"),
    ("Mayor Ana Duarte condemned the decision.", "contradicted"),
    ("The city council voted 9-1 to close the harbour road.", "contradicted"),
    ("The council voted on Friday to close the harbour road.", "contradicted"),
    ("The court in Springfield will hear the case in June.", "not_in_text"),
    ("The mayor has been in office since 2014 and will not run again.", "not_in_text"),
]  # fmt: skip


@pytest.fixture(scope="module")
def verdicts() -> dict[str, StatementVerdict]:
    """The verdict on each statement, of the default profile."""
    return asyncio.run(_verdicts(settings(log_level="error", profiles=["balanced"])))


async def _verdicts(made: Settings) -> dict[str, StatementVerdict]:
    engine = LocalEngine.from_settings(made, needs=MODEL_NEEDS)
    await engine.start()
    try:
        annotations = Annotations(build_document(TEXT), engine, Call())
        found = await check(annotations, [statement for statement, _ in CASES])
    finally:
        await engine.stop()
    return {one.text: one for one in found}


@pytest.mark.parametrize(("statement", "label"), CASES)
def test_the_label_is_that_of_a_careful_reader(
    verdicts: dict[str, StatementVerdict], statement: str, label: str
) -> None:
    assert verdicts[statement].label == label


def test_what_is_wrong_is_named(verdicts: dict[str, StatementVerdict]) -> None:
    kinds = {text: [one.kind for one in own.differs] for text, own in verdicts.items()}
    assert "number" in kinds["The city council voted 9-1 to close the harbour road."]
    assert "date" in kinds["The council voted on Friday to close the harbour road."]
