"""Mentions of named people and organisations, compared with gold co-reference.

Each text is asked about its most mentioned people and organisations, by a name of theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from service.evaluation.counts import OURS, Counts, f1, share
from service.evaluation.reading.gold import GoldText, Referent
from service.tasks.annotations import Annotations
from service.tasks.target import TargetSpec
from service.tasks.targeted.passages.find import find_passages
from service.tasks.targeted.targets.given import from_spec
from service.text.span import Span

_ASKED = 8  # people and organisations of a text, at most
_LEAST = 3  # mentions of each
_LONGEST = 80  # code points of a gold mention that one within it is right for
_POSSESSIVE = re.compile(r"[’']s?$")
_PRONOUNS = frozenset(
    "he she they him her them his hers their theirs it its who whose himself herself themselves "
    "itself i me my we us our you your which that".split()
)
_WITHIN = frozenset("and de del for in of on the van von".split())
_KINDS = ("names", "nominals", "pronouns")


async def count(annotations: Annotations, gold: GoldText) -> dict[str, Counts]:
    """Counts of ours by the longest names, and of a search for their exact words."""
    return await _count(annotations, gold, longest_name)


async def count_by_usual_name(annotations: Annotations, gold: GoldText) -> dict[str, Counts]:
    """The same by the usual names."""
    return await _count(annotations, gold, usual_name)


async def _count(
    annotations: Annotations, gold: GoldText, naming: Callable[[Referent], str]
) -> dict[str, Counts]:
    document = annotations.document
    ours: Counts = Counter()
    literal: Counts = Counter()
    for referent, name in asked(gold, naming):
        found = await find_passages(annotations, from_spec(TargetSpec(name)))
        spans = [document.posted_span(mention.span) for mention in found.mentions]
        ours.update(compare(gold.text, referent, spans))
        literal.update(compare(gold.text, referent, exactly(gold.text, name)))
    return {OURS: ours, "exact words": literal}


def figures(counts: Counts) -> dict[str, float]:
    """Precision, recall and F1 over all mentions, and recall for each form of mention."""
    precision = share(counts["right"], counts["found"])
    recall = share(counts["right"], counts["gold"])
    found: dict[str, float] = {
        "mentions": counts["gold"],
        "precision": precision,
        "recall": recall,
        "F1": f1(precision, recall),
    }
    for kind in _KINDS:
        found[f"recall of {kind}"] = share(counts[f"covered {kind}"], counts[kind])
    return found


def asked(gold: GoldText, naming: Callable[[Referent], str]) -> list[tuple[Referent, str]]:
    """The people and organisations that a text is asked about, each with a name.

    None if two of them have the same name, because the mentions of one are not those of the other.
    """
    many = [r for r in gold.referents if r.named_party and len(r.mentions) >= _LEAST]
    chosen = sorted(many, key=lambda r: -len(r.mentions))[:_ASKED]
    names = [naming(referent) for referent in chosen]
    return list(zip(chosen, names, strict=True)) if len(set(names)) == len(names) else []


def longest_name(referent: Referent) -> str:
    """The longest mention with a proper name, which is often a description with a name in it."""
    return _plain(max(referent.names, key=len))


def usual_name(referent: Referent) -> str:
    """The most frequent proper name of two words or more if there is one, else of one word.

    The longer one of two as frequent. Without any mention that is a name alone, the longest one.
    """
    proper = Counter(name for name in map(_plain, referent.names) if _is_proper(name))
    if not proper:
        return longest_name(referent)
    return max(proper, key=lambda name: (" " in name, proper[name], len(name)))


def _plain(name: str) -> str:
    """A name in one line, without the ending of a possessive."""
    return _POSSESSIVE.sub("", re.sub(r"\s+", " ", name))


def _is_proper(name: str) -> bool:
    """Whether a name begins with a capital and has small words only within it."""
    first, *others = name.split(" ")
    return first[:1].isupper() and all(w[:1].isupper() or w in _WITHIN for w in others)


def exactly(text: str, name: str) -> list[Span]:
    """Where the text has the words of a name as they are."""
    return [Span(*match.span()) for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def compare(text: str, referent: Referent, found: Sequence[Span]) -> Counts:
    """Counts of one referent. Each found span is right for one gold mention at most."""
    gold = [mention.span for mention in referent.mentions]
    named = {mention.span for mention in referent.mentions if mention.named}
    covered: set[int] = set()
    for span in found:
        fits = (k for k, g in enumerate(gold) if k not in covered and agrees(span, g))
        if (fit := next(fits, None)) is not None:
            covered.add(fit)
    counts: Counts = Counter(found=len(found), gold=len(gold), right=len(covered))
    for k, span in enumerate(gold):
        kind = _kind(text[span.begin : span.end], named=span in named)
        counts[kind] += 1
        counts[f"covered {kind}"] += k in covered
    return counts


def agrees(found: Span, gold: Span) -> bool:
    """Whether both begin or end at the same place, or one is within the other.

    A long gold mention is a description with a clause in it, and what is within that may be
    another's name.
    """
    if found.end == gold.end or found.begin == gold.begin:
        return True
    return (found in gold and len(gold) <= _LONGEST) or gold in found


def _kind(words: str, *, named: bool) -> str:
    if words.lower() in _PRONOUNS:
        return "pronouns"
    return "names" if named else "nominals"
