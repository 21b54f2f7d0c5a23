"""The passages of a target with the scores of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.inference.protocol import Window
from service.tasks.annotations import Annotations
from service.tasks.holders import Holder, HolderKind, holder
from service.tasks.target import Target, TargetKind
from service.tasks.targeted.passages.find import Found, find_passages
from service.tasks.targeted.passages.roles import PassageRole, roles_of
from service.tasks.targeted.passages.windows import whole_text, windows_of
from service.tasks.targeted.scale import flattened
from service.text.attribution.voices import Voice

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class ScoredPassages:
    """The model's scores of a target's passages, before they become a verdict.

    `rows` are class probabilities, `holders` the voices, `names` the speakers who have one and
    `roles` the parts in the text, one for each passage. `whole` is the row of the text as one
    window if it was scored.
    """

    kind: TargetKind
    found: Found
    rows: Sequence[Row]
    holders: Sequence[Holder]
    names: Sequence[str | None]
    roles: Sequence[PassageRole]
    whole: Row | None

    def of(self, kind: HolderKind) -> ScoredPassages:
        """The passages of one kind of voice."""
        return self._only([i for i, whose in enumerate(self.holders) if whose.kind == kind.value])

    def by(self, name: str) -> ScoredPassages:
        """The passages of the speaker with this name."""
        return self._only([i for i, own in enumerate(self.names) if own == name])

    @property
    def related(self) -> ScoredPassages:
        """The passages about the target."""
        return self._only([i for i, p in enumerate(self.found.passages) if p.related])

    def _only(self, kept: Sequence[int]) -> ScoredPassages:
        return replace(
            self,
            found=replace(self.found, passages=[self.found.passages[i] for i in kept]),
            rows=[self.rows[i] for i in kept],
            holders=[self.holders[i] for i in kept],
            names=[self.names[i] for i in kept],
            roles=[self.roles[i] for i in kept],
            whole=None,
        )


async def score_passages(annotations: Annotations, task: str, about: Target) -> ScoredPassages:
    """Find and score the passages of a target. Raises `EngineError`."""
    info = annotations.engine.info(task, annotations.call.profile)
    wide = info.article.heads is not None
    found = await find_passages(annotations, about, wide=wide)
    names = await annotations.names()
    words = about.words
    windows = windows_of(annotations, names, found, words, context=info.context)
    whole = whole_text(annotations, found, words, wide=wide)
    if whole is not None:
        windows.append(Window(whole, words))
    scores = await annotations.engine.classify(task, windows, annotations.call)
    heat = info.entity_temperature if about.kind is TargetKind.ENTITY else 1.0
    rows = [flattened(score.probabilities, heat) for score in scores]
    voices = [names.voices[p.sentence.index] for p in found.passages]
    return ScoredPassages(
        kind=about.kind,
        found=found,
        rows=rows[: len(found.passages)],
        holders=[holder(voice) for voice in voices],
        names=[_named(voice) for voice in voices],
        roles=roles_of(annotations, found.passages),
        whole=rows[-1] if whole is not None else None,
    )


def _named(voice: Voice) -> str | None:
    """The name of a speaker who has one, not a description ("the soldier")."""
    return voice.speaker.name if voice.speaker and voice.speaker.named else None
