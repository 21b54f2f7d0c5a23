"""Statements about an article: their labels follow from how they were made."""

from __future__ import annotations

import random

import pytest

from models.training.verify import fusion
from models.training.verify.facts import ArticleFacts, facts_of
from models.training.verify.people import CHANGES
from models.training.verify.prepare import premises
from models.training.verify.rows import NOT_IN_TEXT, SUPPORTED, Claim, claims
from service.inference.fake_engine import FakeEngine

TEXT = (
    "Mayor Ana Duarte praised the council on Monday. “The road will close,” said Tom Reyes. "
    "Ana Duarte sued Tom Reyes over the harbour road in 2019. He left the town after the trial. "
    "The council, which has nine members, will buy two electric buses from a firm in Norway. "
    "Reyes did not comment on the plan because the court had not decided."
)


@pytest.fixture
async def article() -> ArticleFacts:
    return await facts_of(TEXT, "a", "wikinews", FakeEngine())


async def test_every_statement_has_a_label_and_a_kind(article: ArticleFacts) -> None:
    found = claims(article, [article], [" after the trial."], ["It closed."], count=40, seed=1)
    assert len(found) >= 30
    assert {claim.label for claim in found} == {0, 1, 2}
    assert all(claim.label == SUPPORTED for claim in found if claim.kind == "verbatim")
    assert all(claim.hidden == (claim.kind == "hidden") for claim in found)
    assert len({claim.text for claim in found}) == len(found)


async def test_the_same_seed_gives_the_same_statements(article: ArticleFacts) -> None:
    made = [claims(article, [article], [" today."], ["It closed."], 20, seed=3) for _ in range(2)]
    assert made[0] == made[1]


async def test_a_hidden_sentence_is_not_in_its_premise(article: ArticleFacts) -> None:
    engine = FakeEngine()
    sentence = article.sentences[4]
    hidden = Claim(sentence.text, NOT_IN_TEXT, "hidden", (sentence.place,), hidden=True)
    shown = Claim(sentence.text, SUPPORTED, "verbatim", (sentence.place,))
    without, with_it = await premises(engine, article, [hidden, shown], [100, 100])
    assert sentence.text not in without
    assert sentence.text in with_it


async def test_swapped_roles_have_the_same_words(article: ArticleFacts) -> None:
    sentence = next(s for s in article.sentences if " sued " in s.text)
    found = CHANGES["roles"](article, sentence, random.Random(1))
    if found is not None:  # where both names were read
        assert found.startswith("Tom Reyes sued Ana Duarte")


def test_a_shortened_sentence_leaves_out_what_stands_aside() -> None:
    text = "The council, which has nine members, will buy two buses (from Norway)."
    found = {fusion.shortened(text, random.Random(seed)) for seed in range(20)}
    assert "The council will buy two buses." in found


def test_a_splice_begins_as_one_sentence_and_ends_as_another() -> None:
    one, two = "a b c d e f g h i", "q r s t u v w x y"
    found = fusion.spliced(one, two, random.Random(1))
    assert found is not None
    assert found.startswith("a b c")
    assert found.endswith("x y")
