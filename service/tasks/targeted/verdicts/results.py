"""What is found of one target: a verdict, its evidence, and what each voice says."""

from __future__ import annotations

from typing import Literal

from service.tasks import examples
from service.tasks.holders import Holder
from service.tasks.numbers import Distribution, Rounded
from service.tasks.schema import Output, note
from service.tasks.spans import PostedMention, PostedSpan

TypeName = Literal["person", "organisation", "place", "event", "law", "work", "issue", "other"]


class Evidence(Output):
    """A passage that bears on a target, with its own scores."""

    span: PostedSpan = note("The passage.", examples.SPAN)
    label: str = note("The passage's own label.", "against")
    score: Rounded = note("From -1 (against, negative) to 1 (favor, positive).", -0.64, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", examples.DIST)
    weight: Rounded = note("How much it tells (0 to 1); evidence is ranked by it.", 0.7, ge=0, le=1)
    holder: Holder = note("Whose view it is.", examples.AUTHOR)


class Why(Output):
    """Why a target was discovered: where the text speaks of it."""

    mentions: int = note("Names and wordings of it, pronouns left out.", 4, ge=0)
    pronouns: int = note("Pronouns that mean it.", 2, ge=0)
    sentences: int = note("Sentences with either.", 5, ge=0)
    heading: bool = note("Whether the title or a heading names it.", True)
    lead: bool = note("Whether one of the first two sentences names it.", True)
    speaks: int = note("Mentions that only name the speaker of a sentence.", 1, ge=0)


class VoiceVerdict(Output):
    """The verdict of one kind of voice."""

    kind: Literal["author", "speaker"] = note("The author, or those quoted.", "speaker")
    passages: int = note("Passages in that voice.", 2, ge=1)
    label: str = note("The label of that voice alone.", "against")
    score: Rounded = note("From -1 (against, negative) to 1 (favor, positive).", -0.5, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", examples.DIST)


class SpeakerVerdict(Output):
    """The verdict of one speaker with a name."""

    name: str = note("The speaker's fullest name in the text.", "Ana Duarte")
    passages: int = note("Passages in the speaker's words.", 1, ge=1)
    spans: list[PostedSpan] = note("Those passages, in text order.", [examples.SPAN])
    label: str = note("The label of this speaker alone.", "against")
    score: Rounded = note("From -1 (against, negative) to 1 (favor, positive).", -0.5, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.71, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", examples.DIST)


class TargetVerdict(Output):
    """Verdict on one target over the whole text; a task adds its label and distribution."""

    id: str | None = note("The caller's id of the target.", "t1")
    text: str = note("The target.", "the council")
    kind: Literal["entity", "topic", "claim"] = note("What it is.", "entity")
    type: TypeName | None = note(
        "What it is in the world; null for a given target of which the text shows nothing.",
        "organisation",
    )
    origin: Literal["given", "discovered"] = note("Whether the caller named it.", "given")
    salience: Rounded = note(
        "How central a discovered target is (0 to 1); 0 for a given one.", 0.8, ge=0, le=1
    )
    why: Why | None = note("Why it was discovered; null for a given target.", examples.WHY)
    found: bool = note("Whether any passage bears on it.", True)
    score: Rounded = note("From -1 (against, negative) to 1 (favor, positive).", -0.5, ge=-1, le=1)
    confidence: Rounded = note("Probability of the label.", 0.71, ge=0, le=1)
    evidence: list[Evidence] = note(
        "The telling passages, the weightiest first.", [examples.EVIDENCE]
    )
    voices: list[VoiceVerdict] = note(
        "What the author says, and what those quoted say, each alone.", [examples.VOICE]
    )
    speakers: list[SpeakerVerdict] = note(
        "What each quoted speaker with a name says.", [examples.SPEAKER]
    )
    mentions: list[PostedMention] = note(
        "Where the text speaks of the target, and in what form.", [examples.MENTION]
    )
