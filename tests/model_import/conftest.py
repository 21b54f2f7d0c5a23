"""A stand-in hub, and no real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from huggingface_hub import constants

from tests.model_import.hub_server import StandInHub, serving


@pytest.fixture(autouse=True)
def _no_real_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """No token of this machine is sent, and nobody but the stand-in is asked."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)


@pytest.fixture
def hub() -> Iterator[StandInHub]:
    with serving() as found:
        yield found
