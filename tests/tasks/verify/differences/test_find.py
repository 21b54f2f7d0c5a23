"""What a statement says differently from the sentences that it rests on."""

from __future__ import annotations

import pytest

from service.tasks.verify.differences.find import ArticleWords, differences, unfounded
from service.text.segmentation.builder import build_document

CASES = [
    ("The council paid $40,000 for the bus.", "The council paid $70,000 for the bus.",
     "number", "$70,000", "$40,000"),
    ("The council met on Monday in the town hall.", "The council met on Friday in the town hall.",
     "date", "Friday", "Monday"),
    ("The council approved the new road plan.", "The council rejected the new road plan.",
     "negation", "rejected", "approved"),
    ("The council did not approve the plan.", "The council did approve the plan.",
     "negation", None, "not"),
    ("Ana Duarte sued Tom Reyes over the road.", "Tom Reyes sued Ana Duarte over the road.",
     "roles", "Tom Reyes sued Ana Duarte", "Ana Duarte sued Tom Reyes"),
    ("Radcliffe thanked Kosgei after the race.", "Kosgei thanked Radcliffe after the race.",
     "roles", "Kosgei thanked Radcliffe", "Radcliffe thanked Kosgei"),
    ("The council will close the harbour road.", "The council closed the harbour road.",
     "tense", None, "will"),
    ("The man allegedly stole the council's car.", "The man stole the council's car.",
     "hedge", None, "allegedly"),
    ("The mayor met the council in the hall.", "The mayor met Tom Reyes in the hall.",
     "name", "Tom Reyes", None),
]  # fmt: skip


def found(article: str, statement: str) -> list[tuple[str, str | None, str | None]]:
    document = build_document(article)
    sentences = list(document.content())
    absent = unfounded(statement, ArticleWords.of(sentences, None))
    return [
        (one.kind, one.statement, document.read(one.article) if one.article else None)
        for one in differences(document, statement, sentences, absent)
    ]


@pytest.mark.parametrize(("article", "statement", "kind", "own", "there"), CASES)
def test_the_difference_is_named_with_the_words_of_both(
    article: str, statement: str, kind: str, own: str | None, there: str | None
) -> None:
    assert (kind, own, there) in found(article, statement)


@pytest.mark.parametrize(("article", "statement"), [(case[0], case[0]) for case in CASES])
def test_a_sentence_does_not_differ_from_itself(article: str, statement: str) -> None:
    assert found(article, statement) == []


def test_the_month_of_may_leaves_nothing_open() -> None:
    kinds = [one[0] for one in found("The ban starts on 3 May.", "The ban starts on 3 June.")]
    assert kinds == ["date"]


def test_wording_is_compared_with_sentences_about_the_same_only() -> None:
    assert found("The weather did not change.", "The council approved the road plan.") == []


def test_a_headline_that_was_posted_apart_has_its_names_and_numbers() -> None:
    sentences = list(build_document("It rained all day.").content())
    absent = unfounded("It rained in Springfield on 7 days.", ArticleWords.of(
        sentences, "7 days of rain in Springfield"))  # fmt: skip
    assert (absent.names, absent.numbers) == ((), ())
