"""What a head reads from the passages of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.inference.article_heads import SHARED_FEATURES, SIDE_FEATURES, ArticleHead
from service.tasks.target import TargetKind
from service.tasks.targeted.passages.roles import PassageRole
from service.tasks.targeted.verdicts.article_features import (
    ArticleScores,
    PassageScore,
    read_verdict,
    shared_features,
    side_features,
)

LABELS = ("against", "neutral", "favor")
HEAD = ArticleHead(
    {"author_most": 4.0, "speaker_most": 3.0, "other_author_most": -1.0, "claim": -1.5}
)
NEUTRAL = PassageScore((0.1, 0.8, 0.1), 1.0, PassageRole.MIDDLE, quoted=False)


def scores(*passages: PassageScore, kind: TargetKind = TargetKind.CLAIM) -> ArticleScores:
    return ArticleScores(passages, kind)


def rows() -> st.SearchStrategy[tuple[float, float, float]]:
    part = st.floats(0.01, 1.0)
    return st.tuples(part, part, part).map(lambda row: tuple(p / sum(row) for p in row))  # type: ignore[arg-type, return-value]


def some_passages(least: int = 1) -> st.SearchStrategy[list[PassageScore]]:
    one = st.builds(
        PassageScore, rows(), st.floats(0.1, 1.0), st.sampled_from(PassageRole), st.booleans()
    )
    return st.lists(one, min_size=least, max_size=8)


@given(some_passages(), st.integers(0, 30))
def test_neutral_sentences_do_not_move_a_verdict(found: list[PassageScore], count: int) -> None:
    before = read_verdict(LABELS, HEAD, scores(*found))
    after = read_verdict(LABELS, HEAD, scores(*found, *[NEUTRAL] * count))
    assert after == before


@given(some_passages())
def test_a_text_with_all_sides_turned_has_the_turned_verdict(found: list[PassageScore]) -> None:
    turned = [PassageScore(p.row[::-1], p.weight, p.role, p.quoted) for p in found]
    one, other = (read_verdict(LABELS, HEAD, scores(*ps)) for ps in (found, turned))
    assert one.score == pytest.approx(-other.score)
    assert list(one.distribution.values()) == pytest.approx(list(other.distribution.values())[::-1])


@given(some_passages())
def test_a_side_is_given_only_with_evidence_for_it(found: list[PassageScore]) -> None:
    always = ArticleHead({"claim": 9.0})  # says a side, whatever the passages say
    verdict = read_verdict(LABELS, always, scores(*found))
    assert sum(verdict.distribution.values()) == pytest.approx(1.0)
    own = {LABELS[max(range(3), key=p.row.__getitem__)] for p in found}
    assert verdict.label in own | {"neutral"}


def test_features_tell_voices_and_parts_of_the_text_apart() -> None:
    favor = (0.0, 0.25, 0.75)
    found = scores(
        PassageScore(favor, 0.5, PassageRole.HEADLINE, quoted=False),
        PassageScore(favor, 1.0, PassageRole.END, quoted=True),
        NEUTRAL,
    )
    own, other = side_features(found, 2), side_features(found, 0)
    evidence = (0.75 - 0.25) / 0.75
    assert own["headline"] == own["author_most"] == pytest.approx(evidence / 2)
    assert own["speaker_most"] == pytest.approx(evidence)
    assert own["author_end"] == own["lead"] == own["whole"] == 0.0
    assert set(other) == set(SIDE_FEATURES)
    assert not any(other.values())


def test_the_whole_counts_by_its_share() -> None:
    found = ArticleScores([NEUTRAL], TargetKind.TOPIC, (1.0, 0.0, 0.0), share=0.5)
    assert side_features(found, 0)["whole"] == pytest.approx(0.5)


def test_shared_features_are_the_kind_and_what_is_quoted() -> None:
    against = (0.75, 0.25, 0.0)
    told = [
        PassageScore(against, 1.0, PassageRole.LEAD, quoted=q) for q in (True, True, True, False)
    ]
    found = shared_features(scores(*told))
    assert set(found) == set(SHARED_FEATURES)
    assert (found["claim"], found["entity"]) == (1.0, 0.0)
    assert found["quoted"] == pytest.approx(0.75)
    assert shared_features(scores(NEUTRAL))["quoted"] == 0.0
