"""Which sentences need a name or another sentence to be understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.summary.naming import insertions, text_with
from service.tasks.summary.needs import Needs, find_needs
from service.text.document import Document
from service.text.entities.model import Mention, MentionForm
from service.text.entities.references import ResolvedReference
from service.text.reading import Antecedent, ReferenceForm
from service.text.segmentation.builder import build_document
from service.text.span import Span

LEAD = "Tom Reyes won the vote in Portvale on Monday after a long campaign."


async def needs_of(text: str) -> tuple[Document, list[Needs]]:
    """The document, and the needs of its sentences by the fake reader."""
    document = build_document(text)
    annotations = Annotations(document, FakeEngine(), Call())
    return document, find_needs(document, annotations.content, await annotations.names())


async def in_summary(text: str, picked: list[int]) -> list[str]:
    """The texts of the picked sentences."""
    document, needs = await needs_of(text)
    content = list(document.content())
    named = insertions(document, needs, picked)
    return [text_with(document, content[i].span, named[i]) for i in picked]


@pytest.mark.parametrize(
    "second",
    [
        "But this is what the whole book is about.",
        "Instead, the dam above the town broke early on Friday.",
        "As a result, the dam above the town broke early on Friday.",
        "In between, the dam above the town broke early on Friday.",
        "At that time, the dam above the town broke.",
        "In recent years, the couple had been seen on a boat.",
        "The move was welcomed by all traders of the town.",
        "The latter was the stronger of the candidates.",
        "That is what the whole book is about.",
        "Both were sent to prison for seven years.",
        "The next day, the court stopped the vote of the council.",
        "Two weeks later, the court stopped the vote of the council.",
        "The milestone was reached in the first week of May.",
        "A: It was the will of all traders of the town.",
    ],
)
async def test_what_points_back_needs_the_sentence_before(second: str) -> None:
    _, needs = await needs_of(f"{LEAD} {second}")
    assert needs[1].sentences == {0}


@pytest.mark.parametrize(
    "second",
    [
        "The decision of the court was welcomed by all traders.",
        "So far nobody has claimed the prize.",
        "But the dam above the town broke early on Friday.",
        "However, the dam above the town broke early on Friday.",
        "The move to ban cars was welcomed by all traders.",
        "Traders say that this is a disgrace.",
        "Two weeks after the vote, the court stopped the council.",
        "The day before Christmas was the coldest of the year.",
    ],
)
async def test_what_does_not_point_back_needs_nothing(second: str) -> None:
    _, needs = await needs_of(f"{LEAD} {second}")
    assert needs[1].sentences == frozenset()


async def test_the_first_sentence_cannot_have_what_it_points_to() -> None:
    _, needs = await needs_of("Instead, the dam of the town broke on Friday. Nobody was hurt.")
    assert needs[0].sentences == {-1}


async def test_a_name_stands_for_a_pronoun_of_another_sentence() -> None:
    text = f"{LEAD} Traders of the quay were glad. He promised two electric buses for the town."
    assert (await in_summary(text, [2])) == [
        "[Tom Reyes] promised two electric buses for the town."
    ]


async def test_a_pronoun_stays_where_the_sentence_before_it_names_who_is_meant() -> None:
    text = f"{LEAD} He promised two electric buses for the town."
    assert (await in_summary(text, [0, 1]))[1] == "He promised two electric buses for the town."


async def test_a_possessive_becomes_one() -> None:
    text = f"{LEAD} Traders of the quay were glad. His plan has two electric buses for the town."
    assert (await in_summary(text, [2])) == [
        "[Tom Reyes's] plan has two electric buses for the town."
    ]


async def test_what_the_sentence_names_itself_is_left_alone() -> None:
    text = f"{LEAD} Traders said Tom Reyes had kept his promise of two buses."
    _, needs = await needs_of(text)
    assert needs[1].names == ()


@pytest.mark.parametrize(("ahead", "names"), [(2.0, []), (4.0, ["Tom Reyes"])])
async def test_no_name_stands_for_him_if_somebody_else_is_nearly_as_likely(
    ahead: float, names: list[str]
) -> None:
    text = f"{LEAD} Police said John Carter was struck by a bus. He died of his injuries on Friday."
    document = build_document(text)
    annotations = Annotations(document, FakeEngine(), Call())
    found = await annotations.names()
    reyes, carter = (
        Span(begin, begin + len(name))
        for name in ("Tom Reyes", "John Carter")
        for begin in [text.index(name)]
    )
    entity = next(e for e in found.entities if e.name == "Tom Reyes")
    he = next(r for r in found.references if document.read(r.span) == "He")
    read = replace(he, antecedents=(Antecedent(reyes, 6.0), Antecedent(carter, 6.0 - ahead)))
    meant = ResolvedReference(
        Mention(he.span, he.sentence, 1.0, MentionForm.PRONOUN), entity, ReferenceForm.PRONOUN
    )
    names_of = replace(found, references=[read], pronouns=[meant])
    needs = find_needs(document, annotations.content, names_of)
    assert [one.entity.name for one in needs[2].names] == names
    assert needs[2].sentences == (frozenset() if names else {0, 1})
