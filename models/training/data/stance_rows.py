"""The stance recipes' rows: the mix is one of the things that decide the figures.

Phase one reads entailment and contradiction as favor and against of a claim: it brings in
what unseen claims need. Phase two holds the stance sets themselves, some of it with targets
put another way.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

from models.training.data import dataset, synthetic, written
from models.training.data.phrasing import reword

ENTAILMENT, MOTIONS = 9_000, 6_500  # rows of the two largest sets
LABELS = ("against", "neutral", "favor")
CALIBRATION = ("newsmtsc", "dse_news", "argq", "perspectrum", "vast")
NLI = {"entailment": 2, "neutral": 1, "contradiction": 0}


def nli(folder: Path, count: int, seed: int = 3) -> list[dataset.Row]:
    """LingNLI rows: the premise is the text, the hypothesis the target."""
    rows = []
    with (folder / "unclear" / "nli" / "lingnli" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = " ".join(row["premise"].split())
            rows.append(dataset.Row(text, row["hypothesis"], NLI[row["label"]], "lingnli"))
    return random.Random(seed).sample(rows, min(count, len(rows)))


@dataclass(frozen=True, slots=True)
class Mix:
    """What goes in; each switch is a line of the ablation table.

    `unclear` is the tier of public sets without a stated licence, `vast` and `nli` two of
    its sets that are told apart; `written` are our own passages, which came in with round 4.
    `share` is the part of every set's rows that is used, `seed`
    draws others and other wordings.
    """

    off_topic: bool = True
    wordings: bool = True
    hypotheses: bool = True
    synthetic: bool = True
    unclear: bool = True
    vast: bool = True
    nli: bool = True
    written: bool = False
    share: float = 1.0
    seed: int = 0


def phases(folder: Path, mix: Mix = Mix()) -> list[list[dataset.Row]]:
    """The rows of the warm-up and of the main phase."""

    def some(count: int) -> int:
        return round(count * mix.share)

    def part(rows: list[dataset.Row]) -> list[dataset.Row]:
        return dataset.sample(rows, some(len(rows)), mix.seed)

    def put(rows: list[dataset.Row], share: float, seed: int) -> list[dataset.Row]:
        if not mix.wordings:
            return rows
        return reword(rows, share, seed + mix.seed, templates=mix.hypotheses)

    stance = folder / "open" / "stance"
    news = part(dataset.train_part(folder / "open" / "sentiment" / "newsmtsc"))
    directed = dataset.thin_neutral(
        part(dataset.train_part(stance / "dse_news")), some(1_800), mix.seed
    )
    motions = dataset.train_part(stance / "ibm_argq30k", limit=some(MOTIONS), seed=mix.seed)
    claims = part(dataset.train_part(stance / "ibm_claim_stance"))
    perspectives = part(dataset.train_part(stance / "perspectrum"))
    main = [
        *put(news, 0.04, 1),
        *put(news, 0.12, 2),
        *put(directed, 0.10, 3),
        *put(motions, 0.65, 4),
        *put(claims, 0.4, 5),
        *put(perspectives, 0.15, 6),
    ]
    if mix.synthetic:
        main += synthetic.rows(some(1_500), 5 + mix.seed)
    if mix.off_topic:
        main += dataset.off_topic(motions, some(600), mix.seed)
        main += dataset.off_topic(perspectives, some(500), mix.seed)
    loose = folder / "unclear" / "stance"
    if mix.unclear:
        arc = part(dataset.read(loose / "arc" / "all_without_vast_dev_test.jsonl", "arc"))
        unrelated = dataset.read(loose / "arc" / "train_unrelated_sample.jsonl", "arc")
        main += put(part(dataset.train_part(loose / "iam")), 0.6, 7)
        main += put(arc, 0.25, 8)
        main += random.Random(9 + mix.seed).sample(unrelated, some(500))
    if mix.vast:
        # The train file's neutrals name the text's own topic, not the one that was judged.
        topics = [row for row in part(dataset.train_part(loose / "vast")) if row.label != 1]
        main += put(topics, 0.15, 10)
        main += dataset.off_topic(topics, some(500), mix.seed)
    if mix.written:
        own = part(written.rows())
        main += [*own, *put(own, 0.3, 11)]
    return [nli(folder, some(ENTAILMENT)), main] if mix.nli else [main]


def dev_rows(folder: Path, count: int = 400) -> dict[str, list[dataset.Row]]:
    """Development parts; test parts are left to `copydesk evaluate`."""
    sets = {
        "newsmtsc": folder / "open" / "sentiment" / "newsmtsc" / "dev.jsonl",
        "dse_news": folder / "open" / "stance" / "dse_news" / "dev.jsonl",
        "argq": folder / "open" / "stance" / "ibm_argq30k" / "dev.jsonl",
        "perspectrum": folder / "open" / "stance" / "perspectrum" / "dev.jsonl",
        "vast": folder / "unclear" / "stance" / "vast" / "dev.jsonl",
    }
    found = {name: dataset.sample(dataset.read(path, name), count) for name, path in sets.items()}
    return found | {"written": dataset.sample(written.rows(held_out=True), count)}
