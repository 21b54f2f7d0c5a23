"""The fitted weights of the features: how likely a reader would say that the text is about it.

`models/training/discovery.py` fits the table; it says how.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from importlib.resources import files

Weights = Mapping[str, float]


def probability(weights: Weights, features: Mapping[str, float]) -> float:
    """The logistic function of the weighted sum of the features (0..1)."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


_TABLE = json.loads((files("service.tasks.targeted.discovery") / "weights.json").read_text("utf-8"))
ENTITY: Weights = _TABLE["entity"]
ISSUE: Weights = _TABLE["issue"]
HEADS: Weights = _TABLE["heads"]  # how much oftener readers name an issue by a head (log odds)
