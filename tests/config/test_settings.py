"""The settings: where they come from, and what they may be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service.config.settings import Settings
from tests.conftest import settings


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEYS", "key-a, key-b,")
    monkeypatch.setenv("COPYDESK_MAX_DOCUMENTS", "7")
    found = settings()
    assert [k.get_secret_value() for k in found.api_keys] == ["key-a", "key-b"]
    assert found.max_documents == 7
    assert "key-a" not in repr(found)


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


@pytest.mark.parametrize(
    "given", [{"max_documents": 0}, {"log_format": "xml"}, {"deadline_seconds": -1}]
)
def test_settings_that_make_no_sense_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings(**given)
