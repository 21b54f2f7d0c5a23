"""The verdicts on statements, with the sentences of the article that decide them."""

from __future__ import annotations

from typing import Literal

from service.tasks.numbers import Distribution, Rounded
from service.tasks.schema import Output, labels, note
from service.tasks.spans import PostedSpan

SUPPORTED, CONTRADICTED, NOT_IN_TEXT = "supported", "contradicted", "not_in_text"
LABELS = (CONTRADICTED, NOT_IN_TEXT, SUPPORTED)

Kind = Literal["number", "date", "name", "negation", "roles", "speaker", "tense", "hedge"]

_DISTRIBUTION = {CONTRADICTED: 0.86, NOT_IN_TEXT: 0.09, SUPPORTED: 0.05}
_SOURCE = {"text": "The council voted to close the harbour road.", "begin": 0, "end": 44}
_DIFFERENCE = {
    "kind": "negation",
    "statement": "open",
    "article": {"text": "close", "begin": 21, "end": 26},
}


class Difference(Output):
    """One thing that a statement says differently from the article, or that only it says."""

    kind: Kind = note(
        "What differs: a number, a date, a name, a negation or an opposite, who did what to whom "
        "(roles), whose words they are (speaker), whether it has happened (tense), or that the "
        "article does not say it for certain (hedge).",
        "negation",
    )
    statement: str | None = note(
        "The words of the statement; null where it is what they leave out.", "open"
    )
    article: PostedSpan | None = note(
        "The words of the article in their place; null where it has none.",
        _DIFFERENCE["article"],
    )


class StatementVerdict(Output):
    """Whether the article bears a statement out."""

    text: str = note("The statement.", "The council voted to open the harbour road.")
    origin: Literal["statement", "summary"] = note(
        "Whether it is one of `statements` or a sentence of `summary`.", "statement"
    )
    label: str = labels(
        "`supported`: the article says so; `contradicted`: it says otherwise; `not_in_text`: it "
        "says neither.",
        CONTRADICTED,
        LABELS,
    )
    confidence: Rounded = note("Probability of the label.", 0.86, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", _DISTRIBUTION)
    sources: list[PostedSpan] = note(
        "The sentences of the article that bear it out or contradict it, in the article's order; "
        "of a statement that is not in the text, none.",
        [_SOURCE],
    )
    differs: list[Difference] = note(
        "What it says differently; empty if it is supported or no single thing can be named.",
        [_DIFFERENCE],
    )
    decided_by: Literal["model", "exact", "none"] = note(
        "`model`: a network that read it beside the sentences nearest to it; `exact`: a comparison "
        "of words, numbers and names overruled it; `none`: the article has no sentences.",
        "model",
    )


class SummaryVerdict(Output):
    """Whether the article bears a whole summary out: every sentence of it."""

    label: str = labels(
        "`supported` if every sentence is, `contradicted` if one is, else `not_in_text`.",
        CONTRADICTED,
        LABELS,
    )
    confidence: Rounded = note("Probability of the label.", 0.86, ge=0, le=1)
    distribution: Distribution = note("Probability of every label.", _DISTRIBUTION)
    sentences: int = note("Its sentences.", 2, ge=0)
    supported: int = note("Those that are supported.", 1, ge=0)


VERDICT = {
    "text": "The council voted to open the harbour road.",
    "origin": "statement",
    "label": CONTRADICTED,
    "confidence": 0.86,
    "distribution": _DISTRIBUTION,
    "sources": [_SOURCE],
    "differs": [_DIFFERENCE],
    "decided_by": "model",
}
SUMMARY_VERDICT = {
    "label": CONTRADICTED,
    "confidence": 0.86,
    "distribution": _DISTRIBUTION,
    "sentences": 2,
    "supported": 1,
}


class Verification(Output):
    """The verdicts on all statements."""

    model: str = note("The model.", "verify-mpnet6")
    model_version: str = note("Its version.", "1.0.0")
    statements: list[StatementVerdict] = note(
        "One for each of `statements`, then one for each sentence of `summary`.", [VERDICT]
    )
    summary: SummaryVerdict | None = note(
        "The summary as a whole; null without one.", SUMMARY_VERDICT
    )
