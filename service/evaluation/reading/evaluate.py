"""Scores what is read in texts (speakers, mentions, discovered entities) against gold."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from service.evaluation import metrics
from service.evaluation.catalogue import Metric, TestSet
from service.evaluation.counts import OURS, Counts, total
from service.evaluation.datasets import converted
from service.evaluation.each import of_each
from service.evaluation.reading import attribution, discovery, mentions
from service.evaluation.reading.gold import attributed, referring
from service.evaluation.reporting.figures import Cost, Figures
from service.evaluation.whole_texts import stability, verdicts
from service.evaluation.whole_texts.gold import labelled
from service.inference.protocol import Call, Engine
from service.inference.reader.model_annotator import TASK
from service.tasks.annotations import Annotations
from service.text.segmentation.builder import build_document

AT_ONCE = 8


class Gold(Protocol):
    """A text of a set, with what people marked in it."""

    @property
    def text(self) -> str:
        """As posted."""
        ...

    @property
    def genre(self) -> str:
        """What figures are also told for; empty if the set has one."""
        ...


G = TypeVar("G", bound=Gold)


@dataclass(frozen=True, slots=True)
class Measure(Generic[G]):
    """How a set of texts is scored.

    `gold` converts a line of the set, `count` counts what was found in a text, by ours and by each
    baseline, and `figures` are those of the sum of such counts. `main` is the name of the figure
    that is the set's metric, `model` the task whose model the figures are of. Each text is read
    `times` times, so that many times fewer texts are taken.
    """

    gold: Callable[[Mapping[str, Any]], G]
    count: Callable[[Annotations, G], Awaitable[dict[str, Counts]]]
    figures: Callable[[Counts], dict[str, float]]
    main: str
    model: str = TASK
    times: int = 1


MEASURES: dict[Metric, Measure[Any]] = {
    Metric.ATTRIBUTION: Measure(attributed, attribution.count, attribution.figures, "F1"),
    Metric.MENTIONS: Measure(referring, mentions.count, mentions.figures, "F1"),
    Metric.MENTIONS_BY_USUAL_NAME: Measure(
        referring, mentions.count_by_usual_name, mentions.figures, "F1"
    ),
    Metric.DISCOVERY: Measure(referring, discovery.count, discovery.figures, "salient"),
    Metric.WHOLE_TEXTS: Measure(labelled, verdicts.count, verdicts.figures, "stance", "stance"),
    Metric.STABILITY: Measure(
        labelled, stability.count, stability.figures, "unchanged", "stance", times=5
    ),
}


def read(data: Path, part: TestSet) -> list[Gold]:
    """The texts of a set, none if the folder does not have it. Raises `BadSet`."""
    return converted(data / part.path, MEASURES[part.metric].gold)


def model_of(part: TestSet) -> str:
    """The task whose model the figures of a set are of."""
    return MEASURES[part.metric].model


def most(part: TestSet, articles: int | None) -> int | None:
    """How many texts of a set are read where so many articles of others are; None for all."""
    return None if articles is None else -(-articles // MEASURES[part.metric].times)


def genres(texts: Sequence[Gold]) -> list[str]:
    """The genres of texts in the order of their first one."""
    return list(dict.fromkeys(text.genre for text in texts))


async def evaluate(
    part: TestSet,
    texts: Sequence[Gold],
    of: int,
    engine: Engine,
    profile: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Figures:
    """Figures of `texts` out of a set's `of`, with intervals over texts. Raises `EngineError`."""
    measure = MEASURES[part.metric]
    call = Call(profile=profile)
    began = time.monotonic()
    counts = await _counts(measure, texts, engine, call, progress)
    seconds = time.monotonic() - began

    def value(rows: NDArray[np.int64]) -> float:
        return measure.figures(total(counts[i][OURS] for i in rows))[measure.main]

    measures = _by_name(measure, texts, counts)
    info = engine.info(measure.model, profile)
    return Figures.on(
        part,
        info,
        profile,
        Cost(call.tokens, seconds),
        rows=len(texts),
        value=measures[OURS][measure.main],
        interval=metrics.interval(value, len(texts)),
        baselines={name: measures[name][measure.main] for name in counts[0] if name != OURS},
        of=of,
        measures=measures,
    )


async def _counts(
    measure: Measure[Any],
    texts: Sequence[Gold],
    engine: Engine,
    call: Call,
    progress: Callable[[int], None],
) -> list[dict[str, Counts]]:
    """The counts of each text, by the name of what found it."""

    async def one(gold: Gold) -> dict[str, Counts]:
        document = await asyncio.to_thread(build_document, gold.text, language="en")
        return await measure.count(Annotations(document, engine, call), gold)

    return await of_each(texts, one, AT_ONCE, progress)


def _by_name(
    measure: Measure[Any], texts: Sequence[Gold], counts: Sequence[Mapping[str, Counts]]
) -> dict[str, dict[str, float]]:
    """All figures of ours, of ours for each genre if there are several, and of the baselines."""
    parts = {OURS: [found[OURS] for found in counts]}
    if len(kinds := genres(texts)) > 1:
        for genre in kinds:
            pairs = zip(texts, counts, strict=True)
            parts[f"{OURS}, {genre}"] = [c[OURS] for text, c in pairs if text.genre == genre]
    for name in counts[0]:
        parts.setdefault(name, [found[name] for found in counts])
    return {name: measure.figures(total(part)) for name, part in parts.items()}
