"""Stance toward given and discovered targets, with evidence and holders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call, ModelInfo
from service.tasks.holders import HolderKind
from service.tasks.stance import TargetStance
from service.tasks.target import TargetKind, TargetSpec
from service.tasks.targeted.targets.given import guess_kind
from service.tasks.warnings import WarningCode
from service.text.document import Document
from service.text.segmentation.builder import build_document
from tests.tasks.calls import stance_of


async def one(document: Document, engine: FakeEngine, target: str) -> TargetStance:
    result, _ = await stance_of(document, engine, Call(), targets=(target,))
    return result.targets[0]


async def test_evidence_is_posted_text_with_its_holder(
    document: Document, engine: FakeEngine
) -> None:
    result = await one(document, engine, "harbour road")
    assert result.label == "favor"
    best = result.evidence[0]
    assert document.read(best.span) == "“The harbour road was the best street in town.”"
    assert (best.holder.kind, best.holder.name) == (HolderKind.SPEAKER, "Tom Reyes")
    assert best.holder.span is not None
    assert document.read(best.holder.span) == "Tom Reyes"
    assert [e.weight for e in result.evidence if e.label == "favor"] == sorted(
        (e.weight for e in result.evidence if e.label == "favor"), reverse=True
    )


async def test_a_target_nobody_mentions_is_neutral_and_unsure(
    document: Document, engine: FakeEngine
) -> None:
    result, warnings = await stance_of(
        document, engine, Call(), targets=(TargetSpec("quantum cryptography", id="q"),)
    )
    (target,) = result.targets
    assert not target.found
    assert (target.label, target.evidence, target.mentions) == ("neutral", [], [])
    assert target.confidence == pytest.approx(1 / 3)
    assert [(w.code, w.target) for w in warnings] == [(WarningCode.TARGET_NOT_FOUND, "q")]


class Wary(FakeEngine):
    """Trusts no verdict over several passages, and every one of a single window."""

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        known = super().info(task, profile)
        article = replace(known.article, low_confidence=1.01)
        return replace(known, low_confidence=0.0, article=article)


async def test_an_article_is_warned_of_by_a_threshold_of_its_own(document: Document) -> None:
    short = build_document("The harbour road was the best street in town.")
    codes = [
        [w.code for w in (await stance_of(text, Wary(), Call(), targets=("harbour road",)))[1]]
        for text in (document, short)
    ]
    assert WarningCode.LOW_CONFIDENCE in codes[0]
    assert WarningCode.LOW_CONFIDENCE not in codes[1]


async def test_a_short_text_on_something_else_is_neutral_as_the_model_says(
    engine: FakeEngine, call: Call
) -> None:
    text = build_document("The harbour closes, a road opens, trains run late and mills rest.")
    (target,) = (await stance_of(text, engine, call, targets=("the opera",)))[0].targets
    assert not target.found
    assert target.label == "neutral"
    assert target.distribution["neutral"] > 0.5


async def test_targets_are_discovered_ranked_and_bounded(
    document: Document, engine: FakeEngine, call: Call
) -> None:
    result, _ = await stance_of(document, engine, call, max_targets=3)
    assert 1 <= len(result.targets) <= 3
    assert all(t.origin == "discovered" for t in result.targets)
    salience = [t.salience for t in result.targets]
    assert salience == sorted(salience, reverse=True)
    assert "Ana Duarte" in [t.text for t in result.targets]


async def test_a_capitalised_phrase_is_somebody(engine: FakeEngine, call: Call) -> None:
    text = build_document(
        "The Norwegian divers came on Monday. Many welcomed the Norwegian divers, for the work "
        "was hard. Without the Norwegian divers the harbour would have stayed closed."
    )
    result, _ = await stance_of(text, engine, call)
    kinds = {t.text: t.kind for t in result.targets}
    assert kinds["Norwegian divers"] == "entity"


async def test_captions_and_headings_are_no_evidence(
    document: Document, engine: FakeEngine
) -> None:
    result = await one(document, engine, "council")
    for evidence in result.evidence:
        assert "Okafor" not in document.read(evidence.span)
        assert document.read(evidence.span) != "Council closes harbour road to cars"


async def test_evidence_is_cut_to_what_was_asked(document: Document, engine: FakeEngine) -> None:
    result, _ = await stance_of(document, engine, Call(), targets=("council",), evidence=1)
    assert len(result.targets[0].evidence) == 1
    assert len(result.targets[0].mentions) > 1


async def test_more_passages_than_are_scored_are_told(engine: FakeEngine) -> None:
    text = " ".join(f"On day {i} the council met again." for i in range(60))
    result, warnings = await stance_of(build_document(text), engine, Call(), targets=("council",))
    assert len(result.targets[0].mentions) == 60
    (sampled,) = (w for w in warnings if w.code == WarningCode.PASSAGES_SAMPLED)
    assert sampled.message.startswith("12 less relevant passages")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Donald Trump", TargetKind.ENTITY),
        ("gun control", TargetKind.TOPIC),
        ("The war is going badly for Russia", TargetKind.CLAIM),
        ("Ban private cars", TargetKind.CLAIM),
        ("North Korean troops", TargetKind.ENTITY),
        ("The union negotiated in good faith", TargetKind.CLAIM),
        ("LGBTQ rights", TargetKind.TOPIC),
    ],
)
def test_kinds_are_guessed_from_the_wording(text: str, kind: TargetKind) -> None:
    assert guess_kind(text) is kind


class Hot(FakeEngine):
    """Speaks of entities at a temperature of its own."""

    def __init__(self, heat: float) -> None:
        super().__init__()
        self.heat = heat

    def info(self, task: str, profile: str | None = None) -> ModelInfo:
        return replace(super().info(task, profile), entity_temperature=self.heat)


async def test_of_an_entity_it_speaks_less_surely(document: Document) -> None:
    async def confidence(heat: float, target: str) -> float:
        found = await one(document, Hot(heat), target)
        assert all(sum(e.distribution.values()) == pytest.approx(1) for e in found.evidence)
        return max(e.confidence for e in found.evidence)

    assert await confidence(2.0, "Ana Duarte") < await confidence(1.0, "Ana Duarte")
    assert await confidence(2.0, "harbour road") == await confidence(1.0, "harbour road")
