"""Sentences are chosen by rank and novelty, and only those that can be understood."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.tasks.summary.candidates import Candidate, Form
from service.tasks.summary.choose import COMPARED, REDUNDANCY, Limits, SentenceWords, choose
from service.tasks.summary.needs import Needs

COUNT = 12
WORDINGS = [SentenceWords.of(f"sentence {i} tells of matter{i}") for i in range(COUNT)]


def candidate(
    index: int, *, words: int = 10, form: Form = Form.WHOLE, needs: tuple[int, ...] = ()
) -> Candidate:
    """A sentence at this position."""
    return Candidate(index, words, 0.0, form, Needs(sentences=frozenset(needs)))


def apart(count: int) -> np.ndarray:
    """Vectors of sentences that have nothing in common."""
    return np.eye(count, dtype=np.float32)


@given(st.integers(0, 10_000), st.integers(1, 14), st.integers(1, 60))
@settings(deadline=None)
def test_picks_are_those_of_the_definition(seed: int, count: int, words: int) -> None:
    """Greedy maximal marginal relevance as it is defined, over the matrix of all pairs."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(COUNT, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ranks = random.random(COUNT) * 4
    candidates = [
        candidate(
            i,
            words=int(random.integers(3, 12)),
            form=Form(int(random.integers(0, 3))),
            needs=() if random.random() < 0.6 else (int(random.integers(-1, COUNT)),),
        )
        for i in range(COUNT)
    ]

    def form(i: int, picked: list[int]) -> int:
        one = candidates[i]
        if one.form is Form.WHOLE and any(n not in picked for n in one.needs.sentences):
            return Form.SHORT
        return one.form

    def definition(most: int | None, budget: int | None) -> list[int]:
        pairs = vectors @ vectors.T
        picked: list[int] = []
        while most is None or len(picked) < most:
            ranked = [
                (
                    form(i, picked),
                    ranks[i] - REDUNDANCY * max([0.0, *(float(pairs[i, j]) for j in picked)]),
                    i,
                )
                for i in range(COUNT)
                if i not in picked and (budget is None or candidates[i].words <= budget)
            ]
            forms = [form(i, picked) for i in range(COUNT) if i not in picked]
            if not ranked or (picked and max(ranked)[0] < max(forms)):
                return picked
            best = max(ranked)[-1]
            picked.append(best)
            budget = None if budget is None else budget - candidates[best].words
        return picked

    for limits in (Limits(count=count), Limits(words=words)):
        found = choose(candidates, WORDINGS, vectors, ranks, limits)
        assert found == definition(limits.count, limits.words)


def test_a_sentence_that_points_back_follows_the_one_it_points_to() -> None:
    candidates = [candidate(0), candidate(1, needs=(0,)), candidate(2), candidate(3, needs=(2,))]
    ranks = np.array([0.0, 3.0, -5.0, 2.0])
    assert choose(candidates, WORDINGS, apart(4), ranks, Limits(count=2)) == [0, 1]


@pytest.mark.parametrize(
    ("other", "repeats"),
    [
        ("The council voted on Monday to close the harbour road.", True),
        ("The council of Portvale voted late on Monday to close the harbour road to cars.", True),
        ("The council voted on Tuesday to close the harbour road.", False),
        ("The council voted on Monday to close the market.", False),
    ],
)
def test_what_says_the_same_is_chosen_once(other: str, repeats: bool) -> None:
    wordings = [
        SentenceWords.of("The council voted on Monday to close the harbour road."),
        SentenceWords.of(other),
    ]
    candidates = [candidate(0), candidate(1)]
    vectors = np.array([[1.0, 0.0], [0.7, 0.714]], dtype=np.float32)
    found = choose(candidates, wordings, vectors, np.array([1.0, 0.0]), Limits(count=2))
    assert found == ([0] if repeats else [0, 1])


def test_the_same_words_are_chosen_once_however_many_are_chosen() -> None:
    count = COMPARED + 20
    texts = [f"matter{i // 2} of report{i // 2} came to light" for i in range(count)]
    candidates = [candidate(i) for i in range(count)]
    found = choose(
        candidates,
        [*map(SentenceWords.of, texts)],
        apart(count),
        np.arange(count, dtype=float),
        Limits(),
    )
    assert sorted(found) == list(range(1, count, 2))


def test_scraps_do_not_fill_up_a_budget() -> None:
    candidates = [candidate(0), candidate(1, words=3, form=Form.UNFIT), candidate(2)]
    wordings = WORDINGS[:3]
    for words, chosen in ((15, [0]), (25, [0, 2, 1]), (5, [1])):
        found = choose(candidates, wordings, apart(3), np.zeros(3), Limits(words=words))
        assert found == chosen
