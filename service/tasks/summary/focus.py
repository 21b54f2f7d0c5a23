"""What a summary is to be about, if the caller says so: a target or a question."""

from __future__ import annotations

import numpy as np

from service.tasks.annotations import Annotations
from service.tasks.similarity import cosines
from service.tasks.summary.ranking import Ranks
from service.tasks.warnings import Warning, WarningCode
from service.text.normalization.normalize import normalized

# Log odds for a sentence that names the focus, and for each deviation of likeness to it. Chosen on
# the train part of NEWTS-like pairs of our own; see docs/summaries.md.
_NAMED = 2.0
_LIKE = 1.5
_UNLIKE = 0.25  # the cosine below which no sentence of the text is about the focus


async def focused(
    annotations: Annotations, ranks: Ranks, focus: str
) -> tuple[Ranks, list[Warning]]:
    """The ranks with the focus, and a warning if the text has nothing on it.

    Sentences count that mention the focus by name, pronoun or role, and those whose vectors are
    near to its own. Raises `EngineError`.
    """
    words = " ".join(normalized(focus).split())
    vectors = await annotations.vectors()
    vector = (await annotations.engine.embed([words], annotations.call))[0]
    names = await annotations.names()
    named = {m.sentence for m in names.mentions.find(focus)}
    likeness = cosines(vectors, vector)
    own = np.array([float(s.index in named) for s in annotations.content])
    if not own.any() and float(likeness.max()) < _UNLIKE:
        message = f"The text says nothing about {words!r}; this is a summary of the whole."
        return ranks, [Warning.of(WarningCode.TARGET_NOT_FOUND, message, focus)]
    deviation = max(float(likeness.std()), 1e-6)
    return ranks + _NAMED * own + _LIKE * (likeness - likeness.mean()) / deviation, []
