"""Stance of a text toward targets: favor, against or neutral, with evidence and holders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from service.inference.manifest.needs import ModelNeed
from service.inference.reader.model_annotator import READER
from service.tasks import examples
from service.tasks.annotations import Annotations
from service.tasks.numbers import Distribution
from service.tasks.schema import WHOLE, Output, TaskOptions, labels, note
from service.tasks.spec import TaskOutput, TaskSpec
from service.tasks.target import MAX_EVIDENCE, MAX_TARGETS
from service.tasks.targeted.discovery.discover import discover
from service.tasks.targeted.targets.given import given
from service.tasks.targeted.verdicts.results import TargetVerdict
from service.tasks.targeted.verdicts.verdict import judge_all
from service.tasks.warnings import document_warnings

if TYPE_CHECKING:
    from rich.console import RenderableType


class StanceOptions(TaskOptions):
    """How much of the stance analysis is returned."""

    max_targets: Annotated[int, Field(ge=1, le=MAX_TARGETS), WHOLE] = note(
        "How many targets to discover when none is given.", 10, default=MAX_TARGETS
    )
    evidence: Annotated[int, Field(ge=0, le=MAX_EVIDENCE), WHOLE] = note(
        "Pieces of evidence for each target, at most.", 5, default=5
    )


class TargetStance(TargetVerdict):
    """Stance of the text toward one target."""

    label: str = labels("The stance.", "against", ["favor", "against", "neutral"])
    distribution: Distribution = note("Probability of every stance.", examples.DIST)


class Stance(Output):
    """Stance toward every target."""

    model: str = note("The model.", "stance-minilm")
    model_version: str = note("Its version.", "1.0.0")
    targets: list[TargetStance] = note(
        "In the order asked; discovered ones by salience.", [examples.STANCE_TARGET]
    )


async def detect_stance(annotations: Annotations, options: StanceOptions) -> TaskOutput[Stance]:
    """Stance toward the caller's targets, or else toward the most salient targets of the text.

    Raises `EngineError`.
    """
    info = annotations.engine.info("stance", annotations.call.profile)
    targets = await given(annotations)
    if not targets:
        targets = await discover(annotations, options.max_targets)
    judged = await judge_all(annotations, "stance", targets, options.evidence, TargetStance)
    warnings = document_warnings(annotations.document)
    for one in judged:
        warnings += one.warnings
    result = Stance(
        model=info.name, model_version=info.version, targets=[one.verdict for one in judged]
    )
    return TaskOutput(result, tuple(warnings))


def _view(found: Mapping[str, Any], width: int) -> RenderableType:
    from service.tasks.targeted.view import targets  # only terminals need rich

    return targets("Stance", found["targets"], width)


STANCE = TaskSpec(
    name="stance",
    title="Find the stance of an article",
    description="For or against each target, with ranked evidence and whose view each piece is.",
    result_description="Stance toward each target.",
    operation_id="detectStance",
    options=StanceOptions,
    result=Stance,
    needs=(
        ModelNeed("stance", frozenset({"classifier", "nli"}), labels=2),
        ModelNeed("embedding", frozenset({"encoder"})),
        READER,
    ),
    run=detect_stance,
    view=_view,
    targeted=True,
    result_example=examples.STANCE,
    options_example={"evidence": 3},
)
