"""The verdict on one target over a whole text, with its evidence.

Stance and targeted sentiment use the same algorithm with different models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Generic, TypeVar

from service.inference.protocol import ModelInfo
from service.kit.gather import together
from service.tasks.annotations import Annotations
from service.tasks.holders import HolderKind
from service.tasks.scored import Scored
from service.tasks.target import Target
from service.tasks.targeted.passages.find import Found, Passage
from service.tasks.targeted.passages.scored import ScoredPassages, score_passages
from service.tasks.targeted.scale import is_neutral
from service.tasks.targeted.targets.types import with_type
from service.tasks.targeted.verdicts.aggregate import scored
from service.tasks.targeted.verdicts.decide import View, decide
from service.tasks.targeted.verdicts.results import (
    Evidence,
    SpeakerVerdict,
    TargetVerdict,
    VoiceVerdict,
    Why,
)
from service.tasks.warnings import Warning, WarningCode

V = TypeVar("V", bound=TargetVerdict)


@dataclass(frozen=True, slots=True)
class Judged(Generic[V]):
    """A verdict on one target, and its warnings."""

    verdict: V
    warnings: tuple[Warning, ...]


async def judge_all(
    annotations: Annotations,
    task: str,
    targets: Iterable[Target],
    evidence: int,
    shown: type[V],
) -> list[Judged[V]]:
    """The verdict on each target, see `judge`. Raises `EngineError`.

    The work on a target is made when this runs: where the caller is cancelled before, it would
    never be awaited.
    """
    return await together(*(judge(annotations, task, about, evidence, shown) for about in targets))


async def judge(
    annotations: Annotations, task: str, about: Target, evidence: int, shown: type[V]
) -> Judged[V]:
    """The verdict on one target, as a `shown`, with up to `evidence` passages, the best first.

    There are also separate verdicts for the author, for the quoted speakers together and for each
    that has a name. Without any passage the verdict is neutral, with an even distribution and
    `found` False; it is never a guess. A short text that is not about the target also has `found`
    False, with the model's scores of the whole.
    """
    info = annotations.engine.info(task, annotations.call.profile)
    labels = info.labels
    about = await with_type(annotations, about)
    scored_passages = await score_passages(annotations, task, about)
    found = scored_passages.found
    verdict = decide(info, scored_passages)
    # A short text that is not about the target by words or meaning may still take a side.
    if not found.about and is_neutral(labels, verdict.label):
        return Judged(_shown(shown, about, verdict), (_not_found(about),))
    enough = _enough(info, scored_passages)
    readable = annotations.document.language.supported
    result = _shown(
        shown,
        about,
        verdict,
        found=bool(found.passages),
        evidence=list(islice(_evidence(labels, scored_passages, verdict), evidence)),
        voices=list(_voices(info, scored_passages)),
        speakers=list(_speakers(info, scored_passages)),
        mentions=found.mentions,
    )
    limits = _limits(about, found, sure=verdict.confidence >= enough, readable=readable)
    return Judged(result, tuple(limits))


def _shown(shown: type[V], about: Target, verdict: Scored, **found: object) -> V:
    nothing = {"found": False, "evidence": [], "voices": [], "speakers": [], "mentions": []}
    return shown(
        id=about.id,
        text=about.text,
        kind=about.kind.value,
        origin=about.origin.value,
        salience=about.salience,
        type=about.type.value if about.type else None,
        why=Why(**asdict(about.reasons)) if about.reasons else None,
        **verdict.fields(),
        **(nothing | found),
    )


def _evidence(
    labels: Sequence[str], scored_passages: ScoredPassages, verdict: Scored
) -> Iterator[Evidence]:
    """The passages with their own scores, the most informative first.

    Passages that support the verdict come first, then the strongest of the rest. For a neutral
    verdict the passages that take either side are the most informative.
    """
    side = None if is_neutral(labels, verdict.label) else verdict.label
    shown = []
    for passage, row, whose in zip(
        scored_passages.found.passages, scored_passages.rows, scored_passages.holders, strict=True
    ):
        own = scored(labels, row)
        weight = _telling(passage, own, labels)
        shown.append((own.label != side, -weight, passage.sentence.span, own, whose))
    for _, weight, span, own, whose in sorted(shown, key=lambda found: found[:3]):
        yield Evidence(span=span, **own.fields(), weight=-weight, holder=whose)


def _voices(info: ModelInfo, scored_passages: ScoredPassages) -> Iterator[VoiceVerdict]:
    """The verdicts of the author and of quoted speakers, if they have passages."""
    author, speaker = (scored_passages.of(kind) for kind in HolderKind)
    if author.rows:
        seen = scored_passages if info.article.heads is not None else author
        verdict = decide(info, seen, View.AUTHOR)
        yield VoiceVerdict(kind="author", passages=len(author.rows), **verdict.fields())
    if speaker.rows:
        verdict = decide(info, speaker, View.SPEAKER)
        yield VoiceVerdict(kind="speaker", passages=len(speaker.rows), **verdict.fields())


def _speakers(info: ModelInfo, scored_passages: ScoredPassages) -> Iterator[SpeakerVerdict]:
    """The verdict of each speaker with a name, in the order of their first passages."""
    for name in dict.fromkeys(name for name in scored_passages.names if name is not None):
        own = scored_passages.by(name)
        yield SpeakerVerdict(
            name=name,
            passages=len(own.rows),
            spans=[passage.sentence.span for passage in own.found.passages],
            **decide(info, own, View.SPEAKER).fields(),
        )


def _enough(info: ModelInfo, scored_passages: ScoredPassages) -> float:
    """The confidence below which a verdict gets a warning, that of a window or of an article."""
    if scored_passages.whole is not None and len(scored_passages.rows) == 1:
        return info.low_confidence
    if info.article.heads is not None or scored_passages.whole is None:
        return info.article.low_confidence
    share = scored_passages.found.share
    return share * info.low_confidence + (1.0 - share) * info.article.low_confidence


def _telling(passage: Passage, verdict: Scored, labels: Sequence[str]) -> float:
    """How informative a passage is: its relevance times the strength of its side."""
    neutral = sum(p for label, p in verdict.distribution.items() if is_neutral(labels, label))
    return passage.relevance * max(0.05, 1.0 - neutral)


def _not_found(about: Target) -> Warning:
    message = f"The text neither mentions nor discusses {about.text!r}."
    return Warning.of(WarningCode.TARGET_NOT_FOUND, message, about.id or about.text)


def _limits(about: Target, found: Found, *, sure: bool, readable: bool) -> Iterator[Warning]:
    """The warnings `TargetNotFound`, `LowConfidence` and `PassagesSampled`, if they apply."""
    text, name = about.text, about.id or about.text
    if not found.passages:
        yield _not_found(about)
        return
    if not sure:
        message = f"The evidence on {text!r} is weak or divided."
        yield Warning.of(WarningCode.LOW_CONFIDENCE, message, name)
    elif not readable:
        message = f"The evidence on {text!r} is not in English."
        yield Warning.of(WarningCode.LOW_CONFIDENCE, message, name)
    if found.left_out:
        message = f"{found.left_out} less relevant passages on {text!r} were not scored."
        yield Warning.of(WarningCode.PASSAGES_SAMPLED, message, name)
