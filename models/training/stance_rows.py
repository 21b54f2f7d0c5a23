"""The stance recipes' rows: the mix is one of the things that decide the figures.

Phase one reads entailment and contradiction as favor and against of a claim: it brings in
what unseen claims need. Phase two holds the stance sets themselves, some of it with targets
put another way.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from models.training import data, synthetic
from models.training.phrasing import reword

NLI = {"entailment": 2, "neutral": 1, "contradiction": 0}


def nli(folder: Path, count: int, seed: int = 3) -> list[data.Row]:
    """LingNLI rows: the premise is the text, the hypothesis the target."""
    rows = []
    with (folder / "unclear" / "nli" / "lingnli" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = " ".join(row["premise"].split())
            rows.append(data.Row(text, row["hypothesis"], NLI[row["label"]], "lingnli"))
    return random.Random(seed).sample(rows, min(count, len(rows)))


def phases(folder: Path, *, unclear: bool = True, vast: bool = True) -> list[list[data.Row]]:
    """The rows of the two phases; without `unclear` only sets with an open licence."""
    stance = folder / "open" / "stance"
    news = data.train_part(folder / "open" / "sentiment" / "newsmtsc")
    directed = data.thin_neutral(data.train_part(stance / "dse_news"), 1_800)
    motions = data.train_part(stance / "ibm_argq30k", limit=6_500)
    claims = data.train_part(stance / "ibm_claim_stance")
    perspectives = data.train_part(stance / "perspectrum")
    second = [
        *reword(news, 0.04, 1),
        *reword(news, 0.12, 2),
        *reword(directed, 0.10, 3),
        *reword(motions, 0.65, 4),
        *reword(claims, 0.4, 5),
        *reword(perspectives, 0.15, 6),
        *synthetic.rows(1_500),
        *data.off_topic(motions, 600),
        *data.off_topic(perspectives, 500),
    ]
    if not unclear:
        return [second]
    loose = folder / "unclear" / "stance"
    arc = data.read(loose / "arc" / "all_without_vast_dev_test.jsonl", "arc")
    unrelated = data.read(loose / "arc" / "train_unrelated_sample.jsonl", "arc")
    second += reword(data.train_part(loose / "iam"), 0.6, 7)
    second += reword(arc, 0.25, 8)
    second += random.Random(9).sample(unrelated, 500)
    if vast:
        topics = data.train_part(loose / "vast")
        second += reword(topics, 0.15, 10)
        second += data.off_topic(topics, 250)
    return [nli(folder, 9_000), second]


def dev_rows(folder: Path, count: int = 400) -> dict[str, list[data.Row]]:
    """Development parts; test parts are left to `copydesk evaluate`."""
    sets = {
        "newsmtsc": folder / "open" / "sentiment" / "newsmtsc" / "dev.jsonl",
        "dse_news": folder / "open" / "stance" / "dse_news" / "dev.jsonl",
        "argq": folder / "open" / "stance" / "ibm_argq30k" / "dev.jsonl",
        "perspectrum": folder / "open" / "stance" / "perspectrum" / "dev.jsonl",
        "vast": folder / "unclear" / "stance" / "vast" / "dev.jsonl",
    }
    return {name: data.sample(data.read(path, name), count) for name, path in sets.items()}
