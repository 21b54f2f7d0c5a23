"""The page of all settings."""

from __future__ import annotations

from pathlib import Path

from service.config.reference import markdown
from service.config.settings import Settings
from service.config.sources import variable

ROOT = Path(__file__).parents[2]


def test_the_page_in_the_docs_is_the_one_made_from_the_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == markdown(), "run `make settings`"


def test_every_setting_has_a_row_with_a_description() -> None:
    rows = [line for line in markdown().splitlines() if line.startswith("| `")]
    assert len(rows) == len(Settings.model_fields)
    for row, (name, field) in zip(rows, Settings.model_fields.items(), strict=True):
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert cells[0] == f"`{variable(name)}`"
        assert cells[1]
        assert field.description
        assert cells[3] == field.description
