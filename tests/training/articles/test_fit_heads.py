"""The heads that are fitted on scored passages."""

from __future__ import annotations

from models.training.articles.fit_heads import (
    VIEWS,
    cross_validated,
    examples,
    fit,
    plain_mean,
    probabilities,
)
from models.training.articles.score import ScoredTarget
from service.tasks.target import TargetKind
from service.tasks.targeted.passages.roles import PassageRole
from service.tasks.targeted.verdicts.article_features import ArticleScores, PassageScore

AGAINST, NEUTRAL, FAVOR = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def passage(row: tuple[float, float, float], *, quoted: bool = False) -> PassageScore:
    return PassageScore(row, 1.0, PassageRole.MIDDLE, quoted)


def target(
    text: str, *passages: PassageScore, overall: str | None, author: str = "neutral"
) -> ScoredTarget:
    scores = ArticleScores(passages, TargetKind.TOPIC)
    return ScoredTarget(text, scores, overall, author, "mixed")


def made(count: int = 30) -> list[ScoredTarget]:
    """Texts whose verdict is their author's, whatever speakers say."""
    kinds = [
        ((AGAINST, False), (FAVOR, True), "against"),
        ((FAVOR, False), (AGAINST, True), "favor"),
        ((NEUTRAL, False), (FAVOR, True), "neutral"),
    ]
    return [
        target(f"t{i}", passage(a, quoted=b), passage(c, quoted=d), overall=label)
        for i in range(count)
        for (a, b), (c, d), label in [kinds[i % 3]]
    ]


def test_a_head_learns_whose_words_count() -> None:
    found = examples(made(), VIEWS["text"])
    head = fit(found)
    assert head.of("author_most") > head.of("speaker_most")
    assert (probabilities(head, found).argmax(axis=1) == [e.label for e in found]).all()
    assert (cross_validated(found).argmax(axis=1) == [e.label for e in found]).all()
    assert (plain_mean(found).argmax(axis=1) != [e.label for e in found]).any()


def test_each_view_has_its_own_passages_and_labels() -> None:
    author_alone = target("a", passage(FAVOR), overall="favor", author="favor")
    speaker_alone = target("b", passage(AGAINST, quoted=True), overall="against")
    differ = target("c", passage(FAVOR), overall=None, author="favor")
    targets = [author_alone, speaker_alone, differ]
    assert [(e.text, e.label) for e in examples(targets, VIEWS["text"])] == [("a", 2), ("b", 0)]
    assert [e.text for e in examples(targets, VIEWS["author"])] == ["a", "c"]
    assert [(e.text, e.label) for e in examples(targets, VIEWS["speaker"])] == [("b", 1)]


def test_folds_never_part_a_text() -> None:
    """Ten targets of one text are scored by a head that has seen none of them."""
    odd = [target("odd", passage(AGAINST), overall="favor")] * 10
    rest = [target(f"t{i}", passage(AGAINST), overall="against") for i in range(10)]
    found = examples([*odd, *rest], VIEWS["text"])
    assert (cross_validated(found)[:10].argmax(axis=1) == 0).all()
