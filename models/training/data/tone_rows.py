"""Sentences of labelled whole texts with the tone that annotators gave them."""

from __future__ import annotations

from collections.abc import Iterable

from models.training.data.dataset import Row
from service.evaluation.datasets import POLES
from service.evaluation.whole_texts.gold import LabelledText

_SOURCES = {"wikinews": "tones", "gum": "tones", "written": "tones_written"}
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
