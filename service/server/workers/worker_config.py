"""The configuration that a supervisor passes to its worker processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.config.settings import Settings
from service.inference.protocol import Engine


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """The configuration of every worker. It is pickled.

    Attributes:
        settings: with the threads of one worker, and the folder of the shared weights.
        grace: seconds for running requests after the server has stopped accepting connections.
        runtime_dir: the folder that all processes share.
        engine: makes the engine; without it the real one is loaded.
    """

    settings: Settings
    grace: float
    runtime_dir: Path
    engine: Callable[[], Engine] | None = None
