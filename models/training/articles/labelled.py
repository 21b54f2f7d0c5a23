"""Texts that annotators read whole: targets with their verdicts and passages, tones of sentences.

The sets `news/labelled` of the data folder and our own `written/texts` have the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from models.training.reader.data import leaks, sources
from service.evaluation.whole_texts.gold import LabelledText, labelled

WRITTEN = Path(__file__).parents[1] / "written" / "texts"
UNSEEN = WRITTEN.with_name("texts_unseen")  # by another hand, never trained on
SETS = ("open/news/labelled", "unclear/news/labelled")
_HELD_SHARE = 0.2  # of the real texts: kept from the passage model, to fit what reads its scores


def is_held_out(text: LabelledText) -> bool:
    """Whether a text is kept from the passage model; that depends on its letters alone."""
    number = int(sha256(leaks.letters(text.text).encode()).hexdigest()[:4], 16)
    return number < _HELD_SHARE * 0x10000


def train_texts(data: Path) -> list[LabelledText]:
    """The training parts without texts that are held out anywhere."""
    held = leaks.HeldOut(held_texts(data))
    found = [text for name in SETS for text in read(data / name / "train.jsonl")]
    return [text for text in found if not held.contains(text.text)]


def written_texts(folder: Path = WRITTEN) -> list[LabelledText]:
    """Our own texts."""
    return [text for path in sorted(folder.glob("*.jsonl")) for text in read(path)]


def dev_texts(data: Path) -> list[LabelledText]:
    """The dev parts."""
    return [text for name in SETS for text in read(data / name / "dev.jsonl")]


def held_texts(data: Path) -> Iterator[str]:
    """The text of every row of every dev and test part."""
    seen: set[str] = set()
    for path in sorted(data.rglob("*.jsonl")):
        if not path.stem.startswith(("dev", "test")):
            continue
        for row in sources.rows(path):
            text = row.get("text") or row.get("article") or row.get("premise") or ""
            if text not in seen:
                seen.add(text)
                yield text


def read(path: Path) -> list[LabelledText]:
    """The texts of a file."""
    return [labelled(row) for row in sources.rows(path)]
