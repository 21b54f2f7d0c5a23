"""Sentences of labelled whole texts with the tone that annotators gave them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.training.articles.labelled import dev_texts
from models.training.data import dataset, sentiment_rows
from models.training.data.dataset import Row
from service.evaluation.datasets import POLES
from service.evaluation.whole_texts.gold import LabelledText

_SOURCES = {"wikinews": "tones", "gum": "tones", "written": "tones_written"}
CALIBRATION = ("newsmtsc", "newsmtsc_mt", "tones")
_DEV = 1_500  # sentences of a part that are scored at the end
_LEAST = 2  # words; a lone word has no tone


def tone_rows(texts: Iterable[LabelledText]) -> list[Row]:
    """A row for each sentence on whose tone the annotators agree."""
    rows = []
    for text in texts:
        source = _SOURCES.get(text.genre, "tones_unclear")
        for span, tone in zip(text.sentences, text.tones, strict=True):
            words = text.text[span.begin : span.end].split()
            if tone is not None and len(words) >= _LEAST:
                rows.append(Row(" ".join(words), None, POLES[tone], source))
    return rows


def dev_rows(data: Path) -> dict[str, list[Row]]:
    """The development parts of sentiment, with that of the labelled texts."""
    tones = dataset.sample(tone_rows(dev_texts(data)), _DEV)
    return {**sentiment_rows.dev_rows(data), "tones": tones}
