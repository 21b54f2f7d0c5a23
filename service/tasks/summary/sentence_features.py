"""The features by which sentences are ranked for a summary."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from service.inference.protocol import Embeddings
from service.tasks.annotations import NameAnnotations
from service.tasks.similarity import cosines
from service.tasks.summary.candidates import Candidate
from service.text.document import Sentence

Array = NDArray[np.float64]
_LATE = 0.85  # of the sentences; those after it end the text
_LONG, _SHORT = 40, 12  # words
_OWN_VIEW = re.compile(r"\b(?:I|we|our|my|us|me|should|must|ought|let's)\b")
_CALL = re.compile(r"\b(?:should|must|ought|need to|needs to|has to|have to|it is time)\b", re.I)
_END = re.compile(
    r"\b(?:in short|in the end|ultimately|that is why|this is why|the lesson|in sum|all in all|"
    r"the truth is|the point is|the problem is|simply put)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:in|since|until|from) (?:1[5-9]|20)\d\d\b", re.I)
_SAID = re.compile(r"\b(?:said|says|told|added|tweeted|wrote|according to)\b", re.I)
_DIGIT = re.compile(r"\d")
_CAUSE = re.compile(r"\b(?:because|after|amid|following|despite|over)\b", re.I)


def sentence_features(
    content: Sequence[Sentence],
    candidates: Sequence[Candidate],
    names: NameAnnotations,
    vectors: Embeddings,
    heading: Embeddings | None,
) -> list[dict[str, float]]:
    """One mapping for each sentence of the content, whose vectors have shape (n, d).

    `heading` is the vector of the headline, shape (d,), if there is one.
    """
    centre = _unit(vectors.mean(axis=0))
    central = _spread(cosines(vectors, centre))
    headed = np.zeros(len(content)) if heading is None else _spread(cosines(vectors, heading))
    lead = cosines(vectors, vectors[0])
    named, main = _mentions(content, names)
    opinion = _share_of_opinion(content, names)
    found = []
    for at, (sentence, candidate) in enumerate(zip(content, candidates, strict=True)):
        place = at / max(1, len(content) - 1)
        opens = at == 0 or content[at - 1].block != sentence.block
        last = float(at == len(content) - 1)
        late = float(place > _LATE)
        own = {
            "first": float(at == 0),
            "second": float(at == 1),
            "third": float(at == 2),
            "early": 1.0 / (1.0 + 0.35 * at),
            "place": place,
            "last": last,
            "late": late,
            "opens": float(opens),
            "central": float(central[at]),
            "headed": float(headed[at]),
            "headed_early": float(headed[at]) / (1.0 + 0.35 * at),
            "like_lead": float(lead[at]) if at else 0.0,
            "length": min(1.0, math.log1p(candidate.words) / math.log(60)),
            "short": float(candidate.words < _SHORT),
            "long": float(candidate.words > _LONG),
            "fitness": candidate.fitness,
            "standalone": float(candidate.standalone),
            "quoted": float(names.voices[sentence.index].quoted),
            "names": min(3, named[at]) / 3,
            "main": float(main[at]),
            "opinion_late": opinion * late,
            "opinion_last": opinion * last,
            "opinion_early": opinion / (1.0 + 0.35 * at),
            "opinion_central": opinion * float(central[at]),
        }
        own |= _of_words(sentence.clean, opinion)
        found.append(own)
    return found


def _of_words(text: str, opinion: float) -> dict[str, float]:
    return {
        "number": float(_DIGIT.search(text) is not None),
        "question": float(text.rstrip("\"'”’)").endswith("?")),
        "call": float(_CALL.search(text) is not None),
        "opinion_call": opinion * float(_CALL.search(text) is not None),
        "conclusion": float(_END.search(text) is not None),
        "year": float(_YEAR.search(text) is not None),
        "said": float(_SAID.search(text) is not None),
        "cause": float(_CAUSE.search(text) is not None),
        "own_view": float(_OWN_VIEW.search(text) is not None),
    }


def _mentions(
    content: Sequence[Sentence], names: NameAnnotations
) -> tuple[Mapping[int, int], list[bool]]:
    """How many entities each sentence mentions, and whether the most frequent one is among them."""
    by_sentence: dict[int, set[int]] = {}
    for number, entity in enumerate(names.entities):
        for mention in entity.mentions:
            by_sentence.setdefault(mention.sentence, set()).add(number)
    counts = [by_sentence.get(sentence.index, set()) for sentence in content]
    most = max(
        range(len(names.entities)), key=lambda n: len(names.entities[n].mentions), default=None
    )
    return Counter({at: len(found) for at, found in enumerate(counts)}), [
        most in found for found in counts
    ]


def _share_of_opinion(content: Sequence[Sentence], names: NameAnnotations) -> float:
    """The share of the author's sentences that speak of "we" or of what should be done."""
    own = [s.clean for s in content if not names.voices[s.index].quoted]
    return sum(_OWN_VIEW.search(text) is not None for text in own) / max(1, len(own))


def _spread(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values scaled to 0..1 over the text, because raw cosines are close together."""
    low, high = float(values.min()), float(values.max())
    # Sentences that are equally central still differ by rounding errors.
    return (values - low) / (high - low) if high - low > 1e-5 else np.ones_like(values)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    made: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return made
