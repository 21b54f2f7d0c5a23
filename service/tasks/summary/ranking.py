"""The rank of each sentence: how likely a careful reader would choose it for the summary.

`models/training/summaries.py` fits the table of weights to the choices of annotators; it says how.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.tasks.summary.features import Features

Ranks = NDArray[np.float64]
CHOSEN = 3  # sentences that the annotators chose
# Log odds. Against the abstracts of the train texts it gains 0.4 of ROUGE-1 and 0.3 of ROUGE-2, and
# 0.6% fewer of the picked sentences are an annotator's.
PER_WORD = 0.01
FAR = 4.0  # deviations; no feature of a text unlike those of the fit counts for more


class Weight(NamedTuple):
    """The weight of a feature with this mean and deviation over the texts of the fit."""

    weight: float
    mean: float
    deviation: float


Weights = Mapping[str, Weight]


def rank(features: Features, weights: Weights) -> Ranks:
    """The log odds of each sentence, up to a constant of the text; shape (n,).

    A word costs a little, although annotators do not mind long sentences: a summary is to be short.
    """
    table = np.array(list(weights.values()))
    scaled = (features.matrix(list(weights)) - table[:, 1]) / table[:, 2]
    found: Ranks = np.einsum("nd,d->n", np.clip(scaled, -FAR, FAR), table[:, 0])
    return found - PER_WORD * features.words


def probabilities(ranks: Ranks) -> Ranks:
    """The probability (0..1) that a sentence is among the three that an annotator chooses."""
    odds = np.exp(ranks - ranks.max())
    found: Ranks = np.minimum(1.0, CHOSEN * odds / odds.sum())
    return found


def read_weights(table: Mapping[str, list[float]]) -> Weights:
    """A table of weights as it is stored."""
    return {name: Weight(*row) for name, row in table.items()}


WEIGHTS = read_weights(
    json.loads((files("service.tasks.summary") / "weights.json").read_text("utf-8"))
)
