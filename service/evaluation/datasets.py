"""Reads the rows of the test sets and maps their labels to ours."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from service.evaluation.catalogue import Metric, TestSet

T = TypeVar("T")

POLES = {"negative": 0, "against": 0, "neutral": 1, "positive": 2, "favor": 2}
CONTRAST = Path(__file__).parent / "sets" / "contrast.jsonl"
SEED = 13
_FIELDS = frozenset(
    "text label article summary attributions source content mentions cluster begin end type named "
    "salience id sentences sentiment sentence_sentiment targets kind overall author voices "
    "passages sentence".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """One example; `label` is 0, 1 or 2 from the low pole to the high one."""

    text: str
    target: str | None
    label: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with reference summaries of it, or of what it says on the `focus`."""

    text: str
    references: tuple[str, ...]
    focus: str | None = None


class BadSet(Exception):
    """A file of a set cannot be used. The message names it and the line."""


def read(data: Path, part: TestSet) -> list[Row]:
    """The rows of a test part, none if the folder does not have it. Raises `BadSet`."""
    if part.metric is Metric.PAIRS:
        return [_row(side) for pair in _lines(CONTRAST) for side in pair["pair"]]
    rows = converted(data / part.path, lambda line: _row(line, as_filed=part.as_filed))
    return [row for row in rows if not part.poles_only or row.label != 1]


def read_rows(path: Path) -> list[Row]:
    """The rows of a file of one's own: `text`, `label` and mostly `target`. Raises `BadSet`."""
    if not path.is_file():
        raise BadSet(f"{path}: there is no such file")
    return converted(path, lambda line: _row(line, as_filed=True))


def read_articles(data: Path, part: TestSet) -> list[ArticleRow]:
    """The articles of a summary set, those of a `focused` one by topic. Raises `BadSet`."""
    if part.focused:
        return [row for rows in converted(data / part.path, _by_topic) for row in rows]
    return converted(data / part.path, _article)


def _article(line: Mapping[str, Any]) -> ArticleRow:
    references = [line["summary"], *(line.get("meta") or {}).get("references", [])]
    return ArticleRow(line["article"], tuple(dict.fromkeys(references)))


def _by_topic(line: Mapping[str, Any]) -> list[ArticleRow]:
    meta = line.get("meta") or {}
    pairs = zip(meta.get("topic_sentences", []), meta.get("references", []), strict=False)
    return [ArticleRow(line["article"], (summary,), topic) for topic, summary in pairs]


def sample(
    rows: Sequence[T], limit: int | None, stratum: Callable[[T], int] = lambda _: 0
) -> list[T]:
    """A stratified sample of at most `limit` rows, in their order.

    It is drawn with a fixed seed. The sample of a smaller limit is part of that of a larger one.
    """
    if limit is None or len(rows) <= limit:
        return list(rows)
    strata: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        strata.setdefault(stratum(row), []).append(i)
    # A row's rank is its position in the shuffled stratum, as a fraction of the stratum.
    ranks = []
    for key, members in strata.items():
        random.Random(f"{SEED}:{key}").shuffle(members)
        ranks += [((place + 0.5) / len(members), i) for place, i in enumerate(members)]
    return [rows[i] for i in sorted(i for _, i in sorted(ranks)[:limit])]


def judged_target(line: Mapping[str, Any]) -> str | None:
    """The target that a row's label is about.

    VAST makes its neutral rows by pairing a text with the topic of another text. These files have
    the text's own topic in `target` and the other one in `meta.topic_str`. With `target`, texts
    that argue strongly about their topic would be labelled neutral.
    """
    other = (line.get("meta") or {}).get("topic_str")
    return other if other and line["label"] == "neutral" else line.get("target")


def _row(line: dict[str, Any], *, as_filed: bool = False) -> Row:
    target = line.get("target") if as_filed else judged_target(line)
    return Row(line["text"], target, POLES[line["label"]])


def converted(path: Path, make: Callable[[dict[str, Any]], T]) -> list[T]:
    """The converted lines, none if the file does not exist. Raises `BadSet`."""
    found = []
    for number, line in enumerate(_lines(path), 1):
        try:
            found.append(make(line))
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise BadSet(f"{path}, line {number}: {_missing(error)}") from None
    return found


def _missing(error: Exception) -> str:
    """A message with the missing field or the unknown label of a line."""
    if isinstance(error, KeyError) and error.args[0] in _FIELDS:
        return f"has no {error.args[0]!r}"
    if isinstance(error, KeyError):
        return f"{error.args[0]!r} is none of the labels {', '.join(POLES)}"
    return "is no object of the form that docs/evaluation.md shows"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Each line's JSON, nothing if the file does not exist. Raises `BadSet`."""
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError):
                    raise BadSet(f"{path}, line {number}: is no JSON") from None
    except UnicodeDecodeError:
        raise BadSet(f"{path}: is not UTF-8 text") from None
