"""What is found of one target: a verdict, its evidence, and what each voice says."""

from __future__ import annotations

from typing import Literal

from service.tasks import examples
from service.tasks.holders import Holder
from service.tasks.numbers import Distribution, Rounded
from service.tasks.schema import Output, note
from service.tasks.spans import PostedSpan


class Evidence(Output):
    """A passage that bears on a target, with its own scores."""

    span: PostedSpan = note("The passage.", examples.SPAN)
    label: str = note("The passage's own label.", "against")
    score: Rounded = note("From -1 (against, negative) to 1 (favor, positive).", -0.64, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", examples.DIST)
    weight: Rounded = note("How much it tells (0 to 1); evidence is ranked by it.", 0.7, ge=0, le=1)
    holder: Holder = note("Whose view it is.", examples.AUTHOR)


class VoiceVerdict(Output):
    """The verdict of one kind of voice."""

    kind: Literal["author", "speaker"] = note("The author, or those quoted.", "speaker")
    passages: int = note("Passages in that voice.", 2, ge=1)
    label: str = note("The label of that voice alone.", "against")
    score: Rounded = note("From -1 (against, negative) to 1 (favor, positive).", -0.5, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", examples.DIST)


class TargetVerdict(Output):
    """Verdict on one target over the whole text; a task adds its label and distribution."""

    id: str | None = note("The caller's id of the target.", "t1")
    text: str = note("The target.", "the council")
    kind: Literal["entity", "topic", "claim"] = note("What it is.", "entity")
    origin: Literal["given", "discovered"] = note("Whether the caller named it.", "given")
    salience: Rounded = note(
        "How central a discovered target is (0 to 1); 0 for a given one.", 0.8, ge=0, le=1
    )
    found: bool = note("Whether any passage bears on it.", True)
    score: Rounded = note("From -1 (against, negative) to 1 (favor, positive).", -0.5, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.71, ge=0, le=1)
    evidence: list[Evidence] = note(
        "The telling passages, the weightiest first.", [examples.EVIDENCE]
    )
    voices: list[VoiceVerdict] = note(
        "What the author says, and what those quoted say, each alone.", [examples.VOICE]
    )
    mentions: list[PostedSpan] = note("Where the text speaks of the target.", [examples.SPAN])
