"""Whether verdicts stay the same where nothing has changed that bears on them.

A text is judged again with plain sentences added, with other quotation marks, and with its targets
written otherwise. No label of an annotator is needed.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence

from service.evaluation.counts import OURS, Counts, share
from service.evaluation.whole_texts.gold import LabelledTarget, LabelledText
from service.tasks.annotations import Annotations
from service.tasks.stance import StanceOptions, detect_stance
from service.tasks.target import TargetKind, TargetSpec
from service.text.segmentation.builder import build_document

_PLAIN = (
    "The building has four floors and was finished in 1974.",
    "It stands at the corner of two streets, opposite a post office.",
    "The next tram stop is three hundred metres away.",
    "On weekdays the doors open at nine.",
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_ARTICLE = re.compile(r"(?i)^the\s+")


async def count(annotations: Annotations, gold: LabelledText) -> dict[str, Counts]:
    """How many verdicts there are of each change, and how many of them are as before."""
    targets = [target.text for target in gold.targets]
    before = await _labels(annotations, gold.text, targets)
    changes = {
        "plain sentences": (with_plain_sentences(gold.text), targets),
        "quotation marks": (gold.text.translate(_QUOTES), targets),
        "letter case": (gold.text, [target.lower() for target in targets]),
        "wording": (gold.text, [reworded(target) for target in gold.targets]),
    }
    counts: Counts = Counter()
    for name, (text, asked) in changes.items():
        after = await _labels(annotations, text, asked)
        counts[f"{name}/all"] += len(before)
        counts[f"{name}/same"] += sum(a == b for a, b in zip(before, after, strict=True))
    return {OURS: counts}


def figures(counts: Counts) -> dict[str, float]:
    """The share of verdicts that stay the same, of all changes and by change."""
    names = [key.removesuffix("/all") for key in counts if key.endswith("/all")]
    shares = {name: share(counts[f"{name}/same"], counts[f"{name}/all"]) for name in names}
    return {"unchanged": sum(shares.values()) / max(1, len(shares)), **shares}


def with_plain_sentences(text: str) -> str:
    """The text with sentences of no stance after its first paragraph and at its end."""
    first, blank, rest = text.partition("\n\n")
    middle, end = " ".join(_PLAIN[:2]), " ".join(_PLAIN[2:])
    return f"{first}{blank}{middle}{blank}{rest}\n\n{end}" if blank else f"{text}\n\n{end}"


def reworded(target: LabelledTarget) -> str:
    """A target in other words of the same meaning."""
    if target.kind is TargetKind.CLAIM:
        plain = target.text.rstrip(".")
        return f"It is the case that {plain[:1].lower()}{plain[1:]}"
    if _ARTICLE.match(target.text):
        return _ARTICLE.sub("", target.text)
    return f"“{target.text}”" if target.kind is TargetKind.ENTITY else f"the {target.text}"


async def _labels(annotations: Annotations, text: str, targets: Sequence[str]) -> list[str]:
    document = await asyncio.to_thread(build_document, text, language="en")
    specs = [TargetSpec(target) for target in targets]
    asked = Annotations(document, annotations.engine, annotations.call, specs)
    found = await detect_stance(asked, StanceOptions(evidence=0))
    return [verdict.label for verdict in found.result.targets]
