"""Targets: what a caller named, or what the text itself is about.

Discovery takes named entities by how often, how early and whether in a heading they stand
(no model is needed for that), and the issue of the text: the repeated phrase whose vector
is nearest to the text's own. Ranking candidate phrases by embedding follows EmbedRank
(Bennani-Smires et al., CoNLL 2018); unlike it, candidates must recur and hold no stop word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from service.tasks.options import TargetSpec
from service.tasks.reading import Names, Reading
from service.tasks.results import Target, TargetKind, TargetOrigin
from service.text.document import BlockKind, Document
from service.text.entities import ADJECTIVE, Entity
from service.text.names import tokens
from service.text.words import CALENDAR, STOPWORDS, TITLES, stem

_EARLY = 0.25  # the share of the text that counts as its opening
_MAX_ISSUES = 2
_MAX_CANDIDATES = 40
_VERBS = frozenset(
    """is are was were be been has have had do does did will would can could should must may might
    says say said wants want needs need makes make made took take takes should won't isn't aren't
    causes cause fails failed works helps hurts deserves leads going""".split()
)
_ACT = re.compile(r"^(?:ban|abolish|legali[sz]e|raise|stop|end|cut|support|oppose)\b", re.I)


def from_spec(spec: TargetSpec) -> Target:
    """A caller's target, its kind guessed from the wording when not given."""
    return Target(spec.text, spec.kind or guess_kind(spec.text), TargetOrigin.GIVEN, spec.id)


def guess_kind(text: str) -> TargetKind:
    """A sentence is a claim, capitalised words an entity, anything else a topic."""
    words = text.split()
    if len(words) >= 3 and (
        any(w.lower().strip(".,!?") in _VERBS for w in words[1:]) or text.endswith((".", "!"))
    ):
        return TargetKind.CLAIM
    if len(words) >= 2 and _ACT.match(text):
        return TargetKind.CLAIM
    return TargetKind.ENTITY if words and words[0][:1].isupper() else TargetKind.TOPIC


async def discover(reading: Reading, limit: int) -> list[Target]:
    """Up to `limit` targets of the document, the most salient first."""
    names = await reading.names()
    found = entities_of(reading.document, names)
    found += await _issues(reading, {stem(w) for t in found for w in t.text.split()})
    found.sort(key=lambda t: -t.salience)
    return found[:limit]


def entities_of(document: Document, names: Names) -> list[Target]:
    """Entities worth a verdict: named more than once, or in a heading or the title."""
    content = [s.index for s in document.content()]
    early = set(content[: max(2, round(len(content) * _EARLY))])
    heading = _heading(document)
    scores: list[tuple[float, Entity]] = []
    for entity in names.entities:
        firm = [m for m in entity.mentions if m.strength > ADJECTIVE]
        pronouns = sum(p.entity is entity for p in names.pronouns)
        titled = any(re.search(rf"\b{re.escape(a)}\b", heading) for a in entity.aliases)
        if not firm or (len(firm) + pronouns < 2 and not titled and len(content) > 8):
            continue
        weight = sum(m.strength for m in entity.mentions) + 0.5 * pronouns
        weight += 0.5 * sum(m.sentence in early for m in firm)
        scores.append((weight * (1.5 if titled else 1.0), entity))
    top = max((s for s, _ in scores), default=1.0)
    return [
        Target(e.name, TargetKind.ENTITY, TargetOrigin.DISCOVERED, None, s / top)
        for s, e in sorted(scores, key=lambda pair: -pair[0])
    ]


def _heading(document: Document) -> str:
    lines = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.HEADING]
    return " ".join([document.title or "", *lines])


async def _issues(reading: Reading, taken: set[str]) -> list[Target]:
    """The phrases that say what the text is about, apart from its names."""
    counts = phrases(reading)
    if not counts:
        return []
    vectors = await reading.vectors()
    centre = vectors.mean(axis=0)
    ranked = sorted(counts, key=lambda p: (-counts[p] * len(p.split()), p))[:_MAX_CANDIDATES]
    near = await reading.engine.embed(ranked, reading.call)
    like = near @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    order = sorted(
        range(len(ranked)), key=lambda i: -float(like[i]) * (1 + 0.15 * counts[ranked[i]])
    )
    chosen: list[Target] = []
    covered: list[set[str]] = []
    for i in order:
        stems = {stem(w) for w in ranked[i].split()}
        if float(like[i]) < 0.25 or stems <= taken or any(stems & c for c in covered):
            continue
        covered.append(stems)
        kind = TargetKind.TOPIC
        chosen.append(Target(ranked[i], kind, TargetOrigin.DISCOVERED, None, _unit(float(like[i]))))
        if len(chosen) == _MAX_ISSUES:
            break
    return chosen


def phrases(reading: Reading) -> dict[str, int]:
    """Phrases of two or three content words that recur, with their counts.

    Short texts hardly repeat themselves: there one occurrence is enough.
    """
    document = reading.document
    forms: dict[tuple[str, ...], list[str]] = {}
    for sentence in reading.content:
        words = tokens(document, sentence)
        for size in (2, 3):
            for i in range(len(words) - size + 1):
                run = words[i : i + size]
                between = document.text[run[0].begin : run[-1].end]
                if not _is_phrase([t.word for t in run]) or re.search(r"[^\w\s’'\-]", between):
                    continue
                key = tuple(stem(t.word) for t in run)
                forms.setdefault(key, []).append(" ".join(between.split()))
    least = 2 if len(reading.content) > 8 else 1
    return {_common(f): len(f) for f in forms.values() if len(f) >= least}


def _is_phrase(words: Sequence[str]) -> bool:
    low = [w.lower() for w in words]
    if any(w in STOPWORDS or w in CALENDAR or w in _VERBS or len(w) < 3 for w in low):
        return False
    if low[0] in TITLES or low[-1] in TITLES or low[-1].endswith(("ly", "ed", "ing")):
        return False
    # A phrase of names alone is an entity already; its head must be a common noun.
    return words[-1].islower() and all(w.replace("-", "").isalpha() for w in words)


def _common(forms: list[str]) -> str:
    return max(set(forms), key=lambda f: (forms.count(f), f))


def _unit(value: float) -> float:
    return max(0.0, min(1.0, value))
