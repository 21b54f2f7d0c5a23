"""The passages that `find` wrote, with the scores of a stance model as it is served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.fitting.static_batches import plan
from service.config.settings import Settings
from service.inference.backends.window_pooling import average
from service.inference.manifest.entry import Profile
from service.inference.models.registry import Registry
from service.inference.protocol import ModelInfo, Window
from service.inference.torch_backend import TorchBackend
from service.tasks.target import TargetKind
from service.tasks.targeted.passages.roles import PassageRole
from service.tasks.targeted.scale import flattened
from service.tasks.targeted.verdicts.article_features import ArticleScores, PassageScore

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ScoredTarget:
    """The scores of the passages that the service finds for a target, with the annotator's labels.

    A label is None where two annotators differ.
    """

    text: str
    scores: ArticleScores
    overall: str | None
    author: str | None
    voices: str | None


class StanceModel:
    """A served stance model, without the engine."""

    def __init__(self, profile: Profile) -> None:
        settings = Settings(profile=profile, profiles=[profile])
        registry = Registry.from_settings(settings)
        self._name = registry.served["stance", profile]
        self._backend = TorchBackend(registry, precision="auto")
        self._backend.load()
        self.info: ModelInfo = registry.info(self._name)

    def score(self, rows: Sequence[Mapping[str, Any]]) -> list[ScoredTarget]:
        """The targets of `find`."""
        windows = [window for row in rows for window in self._windows(row)]
        scores = iter(self._probabilities(windows))
        return [_scored(row, self._of(row, scores)) for row in rows]

    def _windows(self, row: Mapping[str, Any]) -> Iterator[Window]:
        form = "marked" if self.info.context else "plain"
        for passage in row["passages"]:
            if passage["found"]:
                yield Window(passage[form], row["target"])
        if row["whole"] is not None:
            yield Window(row["whole"], row["target"])

    def _probabilities(self, windows: Sequence[Window]) -> Array:
        """Shape (n, 3). A window of several pieces has the mean of their scores."""
        pieces = self._backend.tokenise(self._name, windows)
        made = np.zeros((len(pieces), 3), dtype=np.float32)
        for batch in plan([len(piece) for piece in pieces]):
            made[batch] = self._backend.run(self._name, [pieces[i] for i in batch])
        return average(pieces, list(made), len(windows))

    def _of(self, row: Mapping[str, Any], scores: Iterator[Array]) -> ArticleScores:
        kind = TargetKind(row["kind"])
        heat = self.info.entity_temperature if kind is TargetKind.ENTITY else 1.0
        passages = [
            PassageScore(
                flattened(next(scores).tolist(), heat),
                passage["relevance"],
                PassageRole(passage["role"]),
                passage["voice"] == "speaker",
            )
            for passage in row["passages"]
            if passage["found"]
        ]
        whole = None
        if row["whole"] is not None:
            whole = flattened(next(scores).tolist(), heat)
        return ArticleScores(passages, kind, whole, row["share"])


def _scored(row: Mapping[str, Any], scores: ArticleScores) -> ScoredTarget:
    return ScoredTarget(row["text"], scores, row["overall"], row["author"], row["voices"])
