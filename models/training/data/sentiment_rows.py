"""The sentiment recipes' rows: targets in news, and single sentences of other genres."""

from __future__ import annotations

from pathlib import Path

from models.training.data import dataset

LABELS = ("negative", "neutral", "positive")
CALIBRATION = ("newsmtsc", "newsmtsc_mt", "emobank")  # dev parts


def rows(
    folder: Path, *, news: int = 2, unclear: bool = True, limit: int | None = None
) -> list[dataset.Row]:
    """NewsMTSC pairs `news` times over, everything else once.

    `limit` is the most rows of EmoBank and of the two VADER sets, which matter least here.
    """
    sets = folder / "open" / "sentiment"
    targeted = dataset.train_part(sets / "newsmtsc")
    found = [
        *dataset.repeat(targeted, news),
        *dataset.train_part(sets / "emobank", limit=limit),
        *dataset.train_part(sets / "vader_amazon", limit=limit),
        *dataset.train_part(sets / "vader_tweets", limit=limit),
        *dataset.train_part(sets / "uci_sentences"),
    ]
    if unclear:
        found += dataset.train_part(folder / "unclear" / "sentiment" / "sst5")
    return found


def dev_rows(folder: Path) -> dict[str, list[dataset.Row]]:
    """Development parts; test parts are left to `copydesk evaluate`."""
    sets = folder / "open" / "sentiment"
    return {
        "newsmtsc": dataset.read(sets / "newsmtsc" / "dev.jsonl", "newsmtsc"),
        "newsmtsc_mt": dataset.read(sets / "newsmtsc" / "dev_mt.jsonl", "newsmtsc"),
        "emobank": dataset.sample(dataset.read(sets / "emobank" / "dev.jsonl", "emobank"), 400),
        "uci": dataset.read(sets / "uci_sentences" / "dev.jsonl", "uci"),
        "sst5": dataset.sample(
            dataset.read(folder / "unclear" / "sentiment" / "sst5" / "dev.jsonl", "sst5"), 400
        ),
    }
