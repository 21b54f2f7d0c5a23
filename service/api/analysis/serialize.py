"""Task results to response models: spans get their text and the caller's unit."""

from __future__ import annotations

import json
from typing import Any

from service.api.schemas import responses as out
from service.api.schemas.base import Span
from service.tasks import results
from service.text import document as doc
from service.text.offsets import OffsetMap, OffsetUnit
from service.text.span import Span as TextSpan

# How a result begins that was made without an id and outside a batch.
_NAMELESS = '{"id":null,"index":null,'


def named(content: str, id: str | None, index: int | None) -> str:
    """A result that was made without an id and outside a batch, as JSON, with these."""
    rest = content.removeprefix(_NAMELESS)
    return f'{{"id":{json.dumps(id, ensure_ascii=False)},"index":{json.dumps(index)},{rest}'


class Renderer:
    """Renders the results of one document in one unit."""

    def __init__(self, document: doc.Document, unit: str) -> None:
        self._document = document
        self._offsets = OffsetMap(document.posted, OffsetUnit(unit))

    def span(self, span: TextSpan) -> Span:
        """The posted text at a span, with offsets in the unit."""
        posted = self._document.posted_span(span)
        begin, end = self._offsets.span(posted)
        text = self._document.posted[posted.begin : posted.end]
        return Span(text=text, begin=begin, end=end)

    def layout(self) -> list[out.Block]:
        """Every block with its kind."""
        return [
            out.Block(kind=block.kind.value, span=self.span(block.span))
            for block in self._document.blocks
        ]

    def summary(self, result: results.SummaryResult) -> out.Summary:
        """A summary."""
        return out.Summary(
            model=result.model.name,
            model_version=result.model.version,
            method=result.method,
            text=result.text,
            sentences=[
                out.SummarySentence(
                    text=s.text,
                    rank=s.rank,
                    score=_round(s.score),
                    support=_round(s.support),
                    sources=[self.span(source) for source in s.sources],
                )
                for s in result.sentences
            ],
        )

    def stance(self, result: results.StanceResult) -> out.Stance:
        """Stance toward each target."""
        return out.Stance(
            model=result.model.name,
            model_version=result.model.version,
            targets=[out.TargetStance(**self._verdict(t)) for t in result.targets],
        )

    def sentiment(self, result: results.SentimentResult, *, sentences: bool) -> out.Sentiment:
        """Sentiment at all levels; `sentences` False leaves the list of sentences empty."""
        listed = result.sentences if sentences else ()
        return out.Sentiment(
            model=result.model.name,
            model_version=result.model.version,
            **_scored(result.document),
            sentences=[
                out.SentenceSentiment(
                    span=self.span(s.span),
                    kind=s.kind.value,
                    counted=s.counted,
                    **_scored(s.scored),
                    holder=self._holder(s.holder),
                )
                for s in listed
            ],
            targets=[out.TargetSentiment(**self._verdict(t)) for t in result.targets],
        )

    def _verdict(self, result: results.TargetResult) -> dict[str, Any]:
        target = result.target
        return {
            "id": target.id,
            "text": target.text,
            "kind": target.kind.value,
            "origin": target.origin.value,
            "salience": _round(target.salience),
            "found": result.found,
            **_scored(result.scored),
            "evidence": [self._evidence(e) for e in result.evidence],
            "voices": [
                {"kind": v.kind.value, "passages": v.passages, **_scored(v.scored)}
                for v in result.voices
            ],
            "mentions": [self.span(m) for m in result.mentions],
        }

    def _evidence(self, evidence: results.Evidence) -> out.Evidence:
        return out.Evidence(
            span=self.span(evidence.span),
            **_scored(evidence.scored),
            weight=_round(evidence.weight),
            holder=self._holder(evidence.holder),
        )

    def _holder(self, holder: results.Holder) -> out.Holder:
        return out.Holder(
            kind=holder.kind.value,
            name=holder.name,
            span=self.span(holder.span) if holder.span else None,
        )


def warnings(*parts: Any) -> list[out.Warning]:
    """The warnings of several results, each once."""
    seen = dict.fromkeys(w for part in parts if part is not None for w in part.warnings)
    return [out.Warning(code=w.code.value, message=w.message, target=w.target) for w in seen]


def _scored(scored: results.Scored) -> dict[str, Any]:
    return {
        "label": scored.label,
        "score": _round(scored.score),
        "confidence": _round(scored.confidence),
        "distribution": {label: _round(p) for label, p in scored.distribution.items()},
    }


def _round(value: float) -> float:
    """Four decimals are all that the models can vouch for."""
    return round(float(value), 4)
