"""Makes the engine according to the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from service.inference.events import EngineEvents
from service.inference.manifest.needs import ModelNeed
from service.inference.protocol import Engine

if TYPE_CHECKING:
    from service.config.settings import Settings


def engine_of(
    settings: Settings,
    needs: Mapping[str, ModelNeed],
    events: EngineEvents | None = None,
    *,
    tune: bool = True,
) -> Engine:
    """The engine of this process, which loads its models when it is started.

    Args:
        settings: the models, and the threads, lanes and limits of the engine.
        needs: the requirements of tasks on models, by the task in a model's manifest.
        events: receives the events of the engine.
        tune: measure at the start how large batches should be.
    """
    # Imported late, because torch takes seconds to import and is not needed with another engine,
    # which most tests use.
    from service.inference.engine import LocalEngine

    return LocalEngine.from_settings(settings, events, tune=tune, needs=needs)
