"""A summary, with the sources of each sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from service.inference.protocol import ModelInfo
from service.tasks import examples
from service.tasks.numbers import Rounded
from service.tasks.schema import Output, note
from service.tasks.spans import PostedSpan
from service.tasks.summary.options import SummaryMethod

SentenceStatus = Literal["verbatim", "written", "rewritten", "replaced"]


class SentenceCheck(Output):
    """What the check of a sentence against the article found; see `/v1/verify`."""

    label: str = note("The verdict on the sentence; here always `supported`.", "supported")
    score: Rounded = note("Probability that the article says so.", 0.97, ge=0, le=1)


class WritingProgress(Output):
    """How far a model is with writing."""

    part: int = note("The part of the article that is being written.", 1, ge=1)
    parts: int = note("How many parts are written.", 1, ge=1)
    tokens: int = note("Tokens of this part so far.", 24, ge=0)


class Inserted(Output):
    """A name in brackets in the place of words that mean it: "[Ana Duarte]" for "she"."""

    text: str = note("What stands in the summary.", "[Ana Duarte]")
    replaces: PostedSpan = note("The words of the article that it stands for.", examples.PRONOUN)


class Gist(Output):
    """The article in one of its sentences, a short one if it has one, without its asides."""

    text: str = note("The sentence, without its asides.", "The council voted to close the road.")
    sources: list[PostedSpan] = note(
        "The parts of the article that it is made of.", [examples.SPAN]
    )


class SummarySentence(Output):
    """A sentence of the summary."""

    text: str = note("The sentence on one line.", "The council voted to close the road.")
    rank: int = note("1 for the most central.", 1, ge=1)
    score: Rounded = note(
        "How likely a careful reader would choose it among three sentences.", 0.92, ge=0, le=1
    )
    support: Rounded = note("How far its sources bear it out; 1 when verbatim.", 1.0, ge=0, le=1)
    sources: list[PostedSpan] = note("Where it comes from.", [examples.SPAN])
    status: SentenceStatus = note(
        "`verbatim`: a sentence of the article; `written`: by a model; `rewritten`: by a model at "
        "its second try, from the sentences of the article that are nearest to the first; "
        "`replaced`: a sentence of the article, in place of one that a model wrote and the article "
        "does not bear out.",
        "verbatim",
        default="verbatim",
    )
    inserted: list[Inserted] = note(
        "Names in `text` that stand in brackets for a pronoun or a role of the article.",
        [examples.INSERTED],
        default=[],
    )
    check: SentenceCheck | None = note(
        "The check of a written summary's sentence; null in an extractive one.",
        {"label": "supported", "score": 0.97},
        default=None,
    )


class Summary(Output):
    """A summary; its sentences are in the article's order."""

    model: str = note("The model.", "encoder-minilm")
    model_version: str = note("Its version.", "1.0.0")
    method: SummaryMethod = note(
        "`extractive`: the article's own sentences; `abstractive`: a model's.", "extractive"
    )
    text: str = note("The whole summary.", "The council voted to close the road.")
    sentences: list[SummarySentence] = note("Its sentences, with their sources.", [examples.PICKED])
    gist: Gist | None = note(
        "The article in one sentence, if asked for.", examples.GIST, default=None
    )

    @classmethod
    def of(
        cls,
        info: ModelInfo,
        method: SummaryMethod,
        sentences: Sequence[SummarySentence] = (),
        gist: Gist | None = None,
    ) -> Summary:
        """The summary of these sentences."""
        return cls(
            model=info.name,
            model_version=info.version,
            method=method,
            text=" ".join(sentence.text for sentence in sentences),
            sentences=list(sentences),
            gist=gist,
        )
