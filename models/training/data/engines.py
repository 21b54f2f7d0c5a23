"""The engine of recipes, which asks the service's own models about thousands of texts at once."""

from __future__ import annotations

from pathlib import Path

from service.config.settings import Settings
from service.inference.engine import LocalEngine
from service.inference.manifest.entry import Profile
from service.tasks.registry import MODEL_NEEDS

MODELS = Path(__file__).parents[2]  # the folder of the shipped ones
_QUEUE_SECONDS = 36_000.0  # so that no text is refused


def recipe_engine(profile: Profile = "fast", models: Path = MODELS) -> LocalEngine:
    """An engine with the models of one profile, which is not started yet."""
    settings = Settings(
        models_dir=models, profiles=[profile], profile=profile, max_queue_seconds=_QUEUE_SECONDS
    )
    return LocalEngine.from_settings(settings, needs=MODEL_NEEDS)
