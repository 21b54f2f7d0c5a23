"""Makes the engine that the settings describe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from service.inference.events import EngineEvents
from service.inference.model_needs import ModelNeed
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
        settings: which models there are, and the threads, lanes and limits of the engine.
        needs: what the tasks need of models, by the task that a model names.
        events: is called with the work that the engine does.
        tune: measure at the start how large a batch pays.
    """
    # Imported late: torch takes seconds to import, and whoever brings an engine of their own,
    # as most tests do, never needs it.
    from service.inference.engine import LocalEngine

    return LocalEngine.from_settings(settings, events, tune=tune, needs=needs)
