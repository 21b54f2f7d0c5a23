"""The objects of the app that every analysis needs."""

from __future__ import annotations

from dataclasses import dataclass

from service.admission.controller import AdmissionController
from service.admission.read_limiter import ReadLimiter
from service.config.settings import Settings
from service.inference.protocol import Engine
from service.observability.metrics import Metrics
from service.result_cache.shared_results import SharedResults


@dataclass(frozen=True, slots=True)
class Services:
    """`results` is None if replicas do not share results."""

    settings: Settings
    engine: Engine
    metrics: Metrics
    read_limiter: ReadLimiter
    admission: AdmissionController
    results: SharedResults | None
