"""Figures of a gold set: of all texts, of each genre, and of the baselines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.evaluation import run
from service.evaluation.catalogue import SETS, Metric
from service.evaluation.reading import evaluate as reading
from service.evaluation.reporting import tables
from service.evaluation.reporting.figures import Figures
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import ModelInfo
from tests.evaluation.reading.texts import at, mention

TEXT = (
    "Ana Duarte closed the harbour road on Monday. Traders blame Ana Duarte. “It is a disaster for "
    "us,” said Karl Weiss. Ana Duarte left without a word."
)
MENTIONS = [mention(TEXT, "Ana Duarte", nth, named=True) for nth in range(3)]
QUOTED = {
    "source": [at(TEXT, "Karl Weiss")],
    "cue": [],
    "content": [at(TEXT, "“It is a disaster for us")],
}
NAMES = ["PolNeAR dev attribution", "GUM dev mentions", "GUM dev mentions by usual name",
         "GUM dev discovery"]  # fmt: skip


def save(data: Path, name: str, rows: list[dict[str, Any]]) -> None:
    (part,) = [one for one in SETS if one.name == name]
    path = data / part.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two texts in each set, those of GUM of two genres."""
    save(tmp_path, NAMES[0], [{"text": TEXT, "attributions": [QUOTED]}] * 2)
    bio = "Sofia Reyes was a painter. Her house is a museum. Reyes died in 1950."
    hers = [mention(bio, words, named=words != "Her") for words in ("Sofia Reyes", "Her", "Reyes")]
    rows = [{"genre": "news", "text": TEXT, "mentions": MENTIONS},
            {"genre": "bio", "text": bio, "mentions": hers}]  # fmt: skip
    save(tmp_path, NAMES[1], rows)
    return tmp_path


async def scored(data: Path, **options: Any) -> dict[str, Figures]:
    found = await run.evaluate(data, ["reading"], ["fast"], FakeEngine(), **options)
    return {figures.set: figures for figures in found.figures}


async def test_every_set_has_its_figures(data: Path) -> None:
    found = await scored(data)
    assert list(found) == NAMES
    for figures in found.values():
        assert (figures.rows, figures.of, figures.trained) == (2, 2, False)
        assert figures.interval[0] <= figures.value <= figures.interval[1]
        assert figures.measures
        assert set(figures.baselines) < set(figures.measures)
    voices = found[NAMES[0]]
    assert voices.value == 1.0
    assert voices.measures
    assert voices.measures["ours"]["sentences"] == 8
    assert voices.baselines == {"all the author's": 0.0, "quotation marks": 1.0}


async def test_genres_are_told_apart(data: Path) -> None:
    measures = (await scored(data))[NAMES[1]].measures
    assert measures
    assert list(measures) == ["ours", "ours, news", "ours, bio", "exact words"]
    parts = measures["ours, news"], measures["ours, bio"]
    assert [part["mentions"] for part in parts] == [3, 3]
    assert measures["ours"]["mentions"] == 6
    assert parts[0]["F1"] == 1.0
    assert measures["exact words"]["recall"] == pytest.approx(4 / 6)


async def test_texts_of_one_genre_are_not_told_apart(data: Path) -> None:
    measures = (await scored(data))[NAMES[0]].measures
    assert measures
    assert list(measures) == ["ours", "all the author's", "quotation marks"]


async def test_the_limit_is_that_of_articles(data: Path) -> None:
    assert [(f.rows, f.of) for f in (await scored(data, limit=3)).values()] == [(1, 2)] * 4


def test_of_texts_that_are_read_several_times_fewer_are_taken() -> None:
    parts = {part.metric: part for part in SETS}
    assert reading.most(parts[Metric.WHOLE_TEXTS], 21) == 21
    assert reading.most(parts[Metric.STABILITY], 21) == 5
    assert reading.most(parts[Metric.STABILITY], None) is None


async def test_a_sample_has_every_genre(data: Path) -> None:
    rows = [{"genre": g, "text": TEXT, "mentions": MENTIONS} for g in ("a", "a", "a", "b") * 2]
    save(data, NAMES[1], rows)
    measures = (await scored(data, limit=12))[NAMES[1]].measures
    assert measures
    assert measures["ours, a"]["mentions"] == 3 * measures["ours, b"]["mentions"] == 9


async def test_profiles_that_share_a_reader_share_a_line(data: Path) -> None:
    found = await run.evaluate(data, ["reading"], ["fast", "accurate"], FakeEngine())
    assert [f.profile for f in found.figures] == ["fast"] * 4


async def test_profiles_with_their_own_readers_have_their_own_lines(data: Path) -> None:
    class Two(FakeEngine):
        def info(self, task: str, profile: str | None = None) -> ModelInfo:
            info = super().info(task, profile)
            if task != "reader":
                return replace(info, training=("GUM",))
            seen = ("GUM",) if profile == "accurate" else ()
            return replace(info, name=f"{task} {profile}", training=seen)

    found = await run.evaluate(data, ["reading"], ["fast", "accurate"], Two(), only=NAMES[1:2])
    assert [(f.profile, f.trained) for f in found.figures] == [("fast", False), ("accurate", True)]


async def test_texts_are_counted_as_they_are_done(data: Path) -> None:
    (part,) = [one for one in SETS if one.name == NAMES[1]]
    texts = reading.read(data, part)
    done: list[int] = []
    await reading.evaluate(part, texts, 2, FakeEngine(), "fast", done.append)
    assert done == [1, 2]


async def test_the_tables_have_every_figure(data: Path) -> None:
    found = list((await scored(data)).values())
    first, *_ = parts = tables.markdown(found).split("\n\n**")
    assert len(parts) == 4
    assert first.startswith("**PolNeAR dev attribution, 2 texts, reader-fake: F1 of speakers' ")
    assert "| found by | sentences | a speaker's | precision |" in first
    assert "| ours | 8 | 2 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in first
    head = tables.headline(found).splitlines()[2]
    assert head.startswith("| reading | PolNeAR dev attribution | no | 2 | F1 of speakers")


def test_the_command_prints_them(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from service.inference.engine import LocalEngine

    monkeypatch.setattr(LocalEngine, "from_settings", lambda *_, **__: FakeEngine())
    options = ["evaluate", "--data", str(data), "--task", "reading", "--profile", "fast"]
    answer = CliRunner().invoke(app, options)
    assert answer.exit_code == 0, answer.output
    told = " ".join(answer.stdout.split())
    assert "GUM dev mentions, 2 texts, reader-fake: F1 of mentions" in told
    assert "pronouns" in told
    assert "exact words" in told
    answer = CliRunner().invoke(app, [*options, "--json", "--set", NAMES[0]])
    (row,) = json.loads(answer.stdout)["figures"]
    assert Figures(**row).measures == row["measures"]
    assert row["measures"]["ours"]["a speaker's"] == 2
