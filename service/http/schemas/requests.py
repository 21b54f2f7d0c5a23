"""Request bodies: one document with its options, or a batch with options for all."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from service.http.schemas.base import Clean, Input, OffsetUnit, Worded, note, worded
from service.tasks.options import MAX_EVIDENCE, MAX_TARGETS

MAX_TARGET_LENGTH = 300
TaskName = Literal["summary", "stance", "sentiment"]
Include = Literal["usage", "text", "layout"]

_TEXT = "The council voted 7-2 to close the harbour road. Residents called it a disgrace."


class DocumentInput(Input):
    """One document: `text` or `html`, not both."""

    text: Worded | None = note(
        "The article's text, as it is. Offsets in the answer count in it.", _TEXT, default=None
    )
    html: Worded | None = note(
        "The article as HTML. Its text is extracted and offsets count in that text; ask for it "
        'with `include: ["text"]`.',
        "<article><p>The council voted 7-2 to close the harbour road.</p></article>",
        default=None,
    )
    title: Clean | None = note(
        "The headline, where it is not part of the text.",
        "Council closes harbour road",
        default=None,
        max_length=500,
    )
    language: Clean | None = note(
        "ISO 639-1 code of the text, where you know it; identified otherwise.",
        "en",
        default=None,
        pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$",
    )
    id: Clean | None = note(
        "Your name for the document; comes back with its result.",
        "wire-2041",
        default=None,
        min_length=1,
        max_length=200,
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise PydanticCustomError("one_source", "give exactly one of `text` and `html`")
        return self


TargetText = Annotated[
    str, Field(min_length=1, max_length=MAX_TARGET_LENGTH), AfterValidator(worded)
]


class TargetInput(Input):
    """A target with an id or a kind of your own."""

    text: TargetText = note("An entity, a topic or a claim, in free words.", "the road closure")
    id: Clean | None = note(
        "Your name for the target.", "t1", default=None, min_length=1, max_length=200
    )
    kind: Literal["entity", "topic", "claim"] | None = note(
        "What it is; guessed from the wording when left out.", "topic", default=None
    )


def _form(value: object) -> str:
    return TARGET_FORMS[0] if isinstance(value, str) else TARGET_FORMS[1]


TARGET_FORMS = ("target-text", "target-object")
Target = Annotated[
    Annotated[TargetText, Tag(TARGET_FORMS[0])] | Annotated[TargetInput, Tag(TARGET_FORMS[1])],
    Discriminator(_form),
]


def _distinct(targets: list[str | TargetInput]) -> list[str | TargetInput]:
    seen: set[str] = set()
    for target in targets:
        words = target if isinstance(target, str) else target.text
        key = " ".join(words.lower().split())
        if key in seen:
            raise PydanticCustomError("duplicate_target", "names a target twice: {t}", {"t": words})
        seen.add(key)
    return targets


Targets = Annotated[list[Target], Field(max_length=MAX_TARGETS), AfterValidator(_distinct)]


class TargetedDocument(DocumentInput):
    """A document with targets of its own, which take the place of the batch's."""

    targets: Targets | None = note(
        f"What stance or sentiment is about: up to {MAX_TARGETS} strings or objects.",
        ["the council", {"text": "the road closure", "id": "t2"}],
        default=None,
    )


class CommonOptions(Input):
    """Options that every endpoint takes."""

    offset_unit: OffsetUnit = note(
        "What offsets count: Unicode code points (Python), UTF-16 code units (JavaScript, Java, "
        "C#) or UTF-8 bytes (Go, Rust).",
        "unicode",
        default="unicode",
    )
    strict_language: bool = note(
        "Refuse a text in a language the models were not trained for, instead of warning.",
        False,
        default=False,
    )
    include: list[Include] = note(
        "Extras in the result: `usage` (counts and timings), `text` (the analysed text), "
        "`layout` (the kind of each block).",
        ["usage"],
        default=[],
        max_length=3,
    )


class SummaryOptions(Input):
    """Length of a summary: by one of the three; three sentences when none is given."""

    sentences: int | None = note("Length in sentences.", 3, default=None, ge=1, le=50)
    words: int | None = note("Length in words, at most.", 80, default=None, ge=5, le=5000)
    ratio: float | None = note(
        "Length as a share of the article's words.", 0.2, default=None, gt=0, le=1
    )

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if sum(v is not None for v in (self.sentences, self.words, self.ratio)) > 1:
            raise PydanticCustomError(
                "one_length", "give at most one of `sentences`, `words` and `ratio`"
            )
        return self


class StanceOptions(Input):
    """How much of the stance analysis is returned."""

    max_targets: int = note(
        "How many targets to discover when none is given.",
        10,
        default=MAX_TARGETS,
        ge=1,
        le=MAX_TARGETS,
    )
    evidence: int = note(
        "Pieces of evidence for each target, at most.", 5, default=5, ge=0, le=MAX_EVIDENCE
    )


class SentimentOptions(Input):
    """How much of the sentiment analysis is returned."""

    sentences: bool = note("Whether to return every sentence's score.", True, default=True)
    evidence: int = note(
        "Pieces of evidence for each target, at most.", 5, default=5, ge=0, le=MAX_EVIDENCE
    )


class SharedTargets(Input):
    """Targets for every document that names none of its own."""

    targets: Targets | None = note(
        f"What stance or sentiment is about: up to {MAX_TARGETS} strings or objects. Without "
        "any, stance finds its targets in the text.",
        ["the council", {"text": "the road closure", "id": "t2"}],
        default=None,
    )


class AnalyzeOptions(Input):
    """Which tasks to run, and their options."""

    tasks: list[TaskName] = note(
        "The tasks to run.",
        ["summary", "stance", "sentiment"],
        default=["summary", "stance", "sentiment"],
        min_length=1,
        max_length=3,
    )
    summary: SummaryOptions = note(
        "Options of the summary.", {"sentences": 2}, default_factory=SummaryOptions
    )
    stance: StanceOptions = note(
        "Options of stance.", {"evidence": 3}, default_factory=StanceOptions
    )
    sentiment: SentimentOptions = note(
        "Options of sentiment.", {"sentences": False}, default_factory=SentimentOptions
    )
