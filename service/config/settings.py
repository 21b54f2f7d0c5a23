"""All settings: environment variables with the prefix `COPYDESK_`, or a `.env` file."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from service.config import checks
from service.config.fields import SettingsFields


class Settings(SettingsFields):
    """What an operator may set. Every field is an environment variable in capitals."""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if found := checks.contradictions(self):
            raise ValueError("\n".join(found))
        return self
