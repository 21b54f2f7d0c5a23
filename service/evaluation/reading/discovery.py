"""Entities that are discovered as targets, compared with what people's summaries name.

A target is that of a referent if the words of its text are all in one of the referent's names, or
the other way round.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from service.evaluation.counts import OURS, Counts, share
from service.evaluation.reading.capitals import capitalised_runs
from service.evaluation.reading.gold import GoldText, Referent
from service.tasks.annotations import Annotations
from service.tasks.stance import StanceOptions
from service.tasks.target import MAX_TARGETS, TargetKind
from service.tasks.targeted.discovery.discover import discover
from service.text.document import Document

_SALIENT = 3  # of five summaries name the referent of a good target
_MAIN = 4  # of five name a person or organisation that is to be found
_POSSESSIVE = re.compile(r"[’']s\b")
_WORD = re.compile(r"[\w’'-]+")
_NO_NAMES = frozenset("The the a of and Mr Mrs Ms Dr".split())


async def count(annotations: Annotations, gold: GoldText) -> dict[str, Counts]:
    """Counts of ours, and of the most frequent runs of capitalised words."""
    targets = await discover(annotations, StanceOptions().max_targets)
    ours = [t.text for t in targets if t.kind is TargetKind.ENTITY]
    return {
        OURS: compare(gold, ours),
        "frequent capitals": compare(gold, frequent_capitals(annotations.document)),
    }


def figures(counts: Counts) -> dict[str, float]:
    """The share of discovered entities that are salient, and of main parties that are found.

    `named` is the share whose text is a name of any gold referent, `salient` of one that three
    summaries or more name. `main found` is the share found of the people and organisations that
    four summaries or more name.
    """
    return {
        "entities": counts["entities"],
        "named": share(counts["named"], counts["entities"]),
        "salient": share(counts["salient"], counts["entities"]),
        "main": counts["main"],
        "main found": share(counts["main found"], counts["main"]),
    }


def compare(gold: GoldText, targets: Sequence[str]) -> Counts:
    """Counts of one text's targets."""
    named = [referent for referent in gold.referents if referent.names]
    words = [[_words(name) for name in referent.names] for referent in named]
    counts: Counts = Counter(entities=len(targets))
    found: set[int] = set()
    for target in targets:
        hit = [k for k, names in enumerate(words) if _is_named(_words(target), names)]
        found.update(hit)
        counts["named"] += bool(hit)
        counts["salient"] += any(named[k].salience >= _SALIENT for k in hit)
    main = {k for k, referent in enumerate(named) if _is_main(referent)}
    counts["main"] = len(main)
    counts["main found"] = len(main & found)
    return counts


def frequent_capitals(document: Document) -> list[str]:
    """A baseline: the runs of capitalised words that are most frequent within sentences.

    Ties are in text order. A word that begins a sentence is no name for that.
    """
    text = document.posted
    begins = {document.posted_span(s.span).begin for s in document.sentences}
    runs = (span for span in capitalised_runs(text) if span.begin not in begins)
    times = Counter(text[span.begin : span.end] for span in runs)
    return [run for run, _ in times.most_common(MAX_TARGETS)]


def _is_main(referent: Referent) -> bool:
    return referent.named_party and referent.salience >= _MAIN


def _is_named(target: set[str], names: Iterable[set[str]]) -> bool:
    return bool(target) and any(target <= name or (name and name <= target) for name in names)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(_POSSESSIVE.sub("", text))) - _NO_NAMES
