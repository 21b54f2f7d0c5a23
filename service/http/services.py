"""What every analysis needs of the app."""

from __future__ import annotations

from dataclasses import dataclass

from service.http.forecast import Forecast
from service.http.intake import Intake
from service.inference.types import Engine
from service.results.shared import SharedResults
from service.settings import Settings
from service.telemetry import Metrics


@dataclass(frozen=True, slots=True)
class Services:
    """`results` is None where replicas share none."""

    settings: Settings
    engine: Engine
    metrics: Metrics
    intake: Intake
    forecast: Forecast
    results: SharedResults | None
