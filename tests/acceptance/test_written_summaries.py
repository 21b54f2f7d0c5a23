"""Written summaries with the shipped models as judge and writers of every quality."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.app import create_app
from service.cli.client import in_process
from service.config.settings import Settings
from tests.inference.backends.test_writer import toml
from tests.inference.endpoints.stand_in import said, standing_in
from tests.inference.models.test_other_models import save
from tests.inference.writers import writer

pytestmark = pytest.mark.models

ARTICLE = (Path(__file__).parents[2] / "examples" / "harbour-road.txt").read_text(encoding="utf-8")
TRUE = "The city council closed the harbour road to private cars for good."
FALSE = "Mayor Ana Duarte was arrested in Berlin for the murder of twelve bankers."


@asynccontextmanager
async def client(own: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app over the real engine and models of one's own."""
    settings = Settings(
        _env_file=None, log_level="error", profiles=["fast"], own_models_dir=own,
        allow_endpoints=True,
    )  # fmt: skip
    async with in_process(create_app(settings)) as made:
        yield made


async def written(own: Path, **more: Any) -> dict[str, Any]:
    body = {"text": ARTICLE, "method": "abstractive", "sentences": 2, **more}
    async with client(own) as made:
        answer = await made.post("/v1/summary", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("kind", ["bart", "llama"])
async def test_a_network_that_writes_nonsense_gives_way(kind: str, tmp_path: Path) -> None:
    save(tmp_path, writer(kind), toml(kind, max_new_tokens=48))
    found = await written(tmp_path / "own")
    assert found["summary"]["method"] == "extractive"
    assert [warning["code"] for warning in found["warnings"]] == ["SummaryNotWritten"]
    assert all(s["text"] in " ".join(ARTICLE.split()) for s in found["summary"]["sentences"])


async def test_what_is_true_is_kept_and_what_is_not_is_no_part_of_the_answer(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "own" / "theirs"
    folder.mkdir(parents=True)
    with standing_in(said(f"{TRUE} {FALSE}")) as (url, _):
        (folder / "model.toml").write_text(
            'name = "theirs"\ntask = "summary"\nversion = "1"\narchitecture = "endpoint"\n'
            f'licence = "MIT"\nmax_tokens = 4096\n[endpoint]\nurl = "{url}"\nmodel = "m"\n'
        )
        found = await written(tmp_path / "own")
    first, *others = found["summary"]["sentences"]
    assert (first["text"], first["status"]) == (TRUE, "written")
    assert any("closed the harbour road" in source["text"] for source in first["sources"])
    assert "Berlin" not in found["summary"]["text"]
    assert all(sentence["status"] == "replaced" for sentence in others)
    codes = {warning["code"] for warning in found["warnings"]}
    assert codes == {"TextLeftService", "UnsupportedSummary"}
