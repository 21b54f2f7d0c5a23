"""The sentiment recipes' rows: targets in news, and single sentences of other genres."""

from __future__ import annotations

from pathlib import Path

from models.training import data


def rows(
    folder: Path, *, news: int = 2, unclear: bool = True, limit: int | None = None
) -> list[data.Row]:
    """NewsMTSC pairs `news` times over, everything else once.

    `limit` is the most rows of EmoBank and of the two VADER sets, which matter least here.
    """
    sets = folder / "open" / "sentiment"
    targeted = data.train_part(sets / "newsmtsc")
    found = [
        *data.repeat(targeted, news),
        *data.train_part(sets / "emobank", limit=limit),
        *data.train_part(sets / "vader_amazon", limit=limit),
        *data.train_part(sets / "vader_tweets", limit=limit),
        *data.train_part(sets / "uci_sentences"),
    ]
    if unclear:
        found += data.train_part(folder / "unclear" / "sentiment" / "sst5")
    return found


def dev_rows(folder: Path) -> dict[str, list[data.Row]]:
    """Development parts; test parts are left to `copydesk evaluate`."""
    sets = folder / "open" / "sentiment"
    return {
        "newsmtsc": data.read(sets / "newsmtsc" / "dev.jsonl", "newsmtsc"),
        "newsmtsc_mt": data.read(sets / "newsmtsc" / "dev_mt.jsonl", "newsmtsc"),
        "emobank": data.sample(data.read(sets / "emobank" / "dev.jsonl", "emobank"), 400),
        "uci": data.read(sets / "uci_sentences" / "dev.jsonl", "uci"),
        "sst5": data.sample(
            data.read(folder / "unclear" / "sentiment" / "sst5" / "dev.jsonl", "sst5"), 400
        ),
    }
