"""Targets: what a caller named, or what the text itself is about.

Discovery takes named entities by how often, how early and whether in a heading they stand
(no model is needed for that), and the issue of the text: the repeated phrase whose vector
is nearest to the text's own. Ranking candidate phrases by embedding follows EmbedRank
(Bennani-Smires et al., CoNLL 2018); unlike it, candidates must recur and hold no stop word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from service.tasks.annotations import Annotations, NameAnnotations
from service.tasks.similarity import cosines
from service.tasks.targeted.model import Target, TargetKind, TargetOrigin, TargetSpec
from service.tasks.targeted.phrases import VERBS, find_phrases, repeated
from service.text.document import BlockKind, Document
from service.text.entities.model import ADJECTIVE, Entity, EntityKind, Mention
from service.text.gazetteers.word_lists import ORGANISATION, stem

_EARLY = 0.25  # the share of the text that counts as its opening
_MAX_ISSUES = 3
_MAX_CANDIDATES = 40
_LONGEST_HEADINGS = 20_000  # code points: each name is looked for in them
_NEAR = 0.25  # cosine below which a phrase is not what the text is about
_PLACE = frozenset("in at near from outside around into toward towards across".split())
_TOLD = frozenset({"told", "tells", "telling"})  # "told Channel 4": who asks is no subject
_WITHIN = frozenset("in near outside around into across inside above throughout".split())
_PLACES = frozenset(
    "town city village region province district county oblast island coast area border front "
    "stronghold capital suburb neighborhood neighbourhood".split()
)
_OFFICES = frozenset(
    """president minister premier chancellor secretary senator sen rep governor gov mayor king
    queen pope chairman chairwoman ceo councillor commissioner justice congressman
    congresswoman director""".split()
)
_HEADS = frozenset("president premier chancellor king queen pope".split())
_NO_HEADS = (["vice"], ["former"], ["deputy"], ["ex"])
_WORD = re.compile(r"\w+")
_ACT = re.compile(r"^(?:ban|abolish|legali[sz]e|raise|stop|end|cut|support|oppose)\b", re.I)


def from_spec(spec: TargetSpec) -> Target:
    """A caller's target, its kind guessed from the wording when not given."""
    target = Target(spec.text, TargetKind.TOPIC, TargetOrigin.GIVEN, spec.id)
    return replace(target, kind=spec.kind or guess_kind(target.words))


def guess_kind(text: str) -> TargetKind:
    """A sentence is a claim, capitalised words an entity, anything else a topic."""
    words = text.split()
    if len(words) >= 3 and (
        any(w.lower().strip(".,!?") in VERBS for w in words[1:]) or text.endswith((".", "!"))
    ):
        return TargetKind.CLAIM
    if len(words) >= 2 and _ACT.match(text):
        return TargetKind.CLAIM
    return TargetKind.ENTITY if words and words[0][:1].isupper() else TargetKind.TOPIC


async def discover(annotations: Annotations, limit: int) -> list[Target]:
    """Up to `limit` targets of the document, the most salient first."""
    names = await annotations.names()
    found = await annotations.aside(entities_of, annotations.document, names)
    taken = [{stem(w) for w in t.text.split()} for t in found]
    forms = await annotations.aside(find_phrases, annotations.document, names.words)
    found += await _issues(annotations, repeated(forms, least=2), taken)
    if not found:  # a short text hardly repeats itself
        found = await _issues(annotations, repeated(forms, least=1), [])
    found.sort(key=lambda t: -t.salience)
    return found[:limit]


def entities_of(document: Document, names: NameAnnotations) -> list[Target]:
    """Entities that the text takes up, not those it only passes or hears from.

    A mention counts for less where the entity merely speaks (a source is not a subject) and
    where a preposition of place stands before it ("in Sudzha"); for more early in the text,
    in a heading, and where a title shows a public figure. What the text has as a place only
    is no target: things happen there, but nobody is for or against it.
    """
    content = [s.index for s in document.content()]
    early = set(content[: max(2, round(len(content) * _EARLY))])
    heading = _heading(document)
    titled = set(_WORD.findall(heading))
    common = Counter(t.word for words in names.words.values() for t in words if t.word.islower())
    pronouns: dict[int, list[Mention]] = {}
    for pronoun in names.pronouns:
        pronouns.setdefault(id(pronoun.entity), []).append(pronoun.mention)
    scores: list[tuple[float, Entity]] = []
    for entity in names.entities:
        firm = [m for m in entity.mentions if m.strength > ADJECTIVE]
        if not firm or _is_place(document, entity, firm):
            continue
        low = entity.name.lower()
        if entity.kind is EntityKind.OTHER and low not in ORGANISATION and common[low] >= len(firm):
            continue  # "Immigration" of an act, in a text on immigration
        weight = sum(_weight(document, names, entity, m, early) for m in entity.mentions)
        weight += sum(
            0.5 * (not _speaks(names, entity, mention)) for mention in pronouns.get(id(entity), ())
        )
        if any(_stands_in(heading, titled, alias) for alias in entity.aliases):
            weight += 2.0
        # A public figure who is named once in passing is not what the text is about, but that
        # a president has a part in it is what readers ask of.
        if any(
            _has_office(document, m)
            and (len(firm) > 1 or m.sentence in early or _is_head(document, m))
            for m in firm
        ):
            weight += 1.5
        if weight >= (1.6 if len(content) > 8 else 0.5):
            scores.append((weight, entity))
    scores.sort(key=lambda pair: -pair[0])
    top = scores[0][0] if scores else 1.0
    return [
        Target(e.name, TargetKind.ENTITY, TargetOrigin.DISCOVERED, None, s / top) for s, e in scores
    ]


def _stands_in(heading: str, words: set[str], alias: str) -> bool:
    """Whether the name is in the heading, of which `words` are the words."""
    first = _WORD.search(alias)
    if first is not None and first[0] not in words:
        return False
    return bool(re.search(rf"\b{re.escape(alias)}\b", heading))


def _weight(
    document: Document, names: NameAnnotations, entity: Entity, mention: Mention, early: set[int]
) -> float:
    weight = mention.strength * (1.5 if mention.sentence in early else 1.0)
    if _speaks(names, entity, mention):
        return 0.25 * weight
    before = _before(document, mention)
    if before and before[-1].lower() in _TOLD:
        return 0.25 * weight
    located = before and (before[-1].lower() in _PLACE or _is_of_one(before))
    return 0.3 * weight if located and entity.kind is EntityKind.OTHER else weight


def _is_of_one(before: Sequence[str]) -> bool:
    """Whether a name stands before: "Duarte of Oregon"."""
    return len(before) > 1 and before[-1] == "of" and before[-2][:1].isupper()


def _is_place(document: Document, entity: Entity, firm: Sequence[Mention]) -> bool:
    """Whether most of its mentions have it as one: "the Kursk region", "in Kursk".

    Countries and bodies ("in Congress") act, whatever stands before them.
    """
    body = any(stem(word) in ORGANISATION for word in entity.name.split())
    if entity.kind is not EntityKind.OTHER or body:
        return False
    called = located = 0
    for mention in firm:
        before = _before(document, mention)
        after = document.text[mention.span.end : mention.span.end + 16].split()
        words = [w.lower() for w in before[-2:]]
        if (after and after[0].strip(".,;:”’").lower() in _PLACES) or (
            len(words) == 2 and words[1] == "of" and words[0] in _PLACES
        ):
            called += 1
        elif words and (words[-1] in _WITHIN or _is_of_one(before)):
            located += 1
    return called + located > len(firm) / 2 and (called > 0 or located > 1)


def _names_a_place(phrase: str) -> bool:
    """ "Kursk region"."""
    return phrase[0].isupper() and phrase.split()[-1].lower() in _PLACES


def _speaks(names: NameAnnotations, entity: Entity, mention: Mention) -> bool:
    """Whether the mention only says whose words a sentence is."""
    speaker = names.voices[mention.sentence].speaker
    return speaker is not None and speaker.name == entity.name and speaker.span == mention.span


def _has_office(document: Document, mention: Mention) -> bool:
    before = _before(document, mention)
    return bool(before) and before[-1].lower().strip(".,") in _OFFICES


def _is_head(document: Document, mention: Mention) -> bool:
    """Whether a state's or government's head is named: "President", not "Vice President"."""
    before = [word.lower() for word in _before(document, mention)[-2:]]
    if before == ["prime", "minister"]:
        return True
    return bool(before) and before[-1] in _HEADS and before[:-1] not in _NO_HEADS


def _before(document: Document, mention: Mention) -> list[str]:
    """The words right before a mention, the first perhaps cut."""
    return document.text[max(0, mention.span.begin - 24) : mention.span.begin].split()


def _heading(document: Document) -> str:
    lines = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.HEADING]
    return " ".join([document.title or "", *lines])[:_LONGEST_HEADINGS]


async def _issues(
    annotations: Annotations, counts: dict[str, int], taken: list[set[str]]
) -> list[Target]:
    """The phrases that say what the text is about, apart from its names."""
    counts = {p: n for p, n in counts.items() if not _names_a_place(p)}
    if not counts:
        return []
    vectors = await annotations.vectors()
    centre = vectors.mean(axis=0)
    ranked = sorted(counts, key=lambda p: (-counts[p] * len(p.split()), p))[:_MAX_CANDIDATES]
    near = await annotations.engine.embed(ranked, annotations.call)
    like = cosines(near, centre / max(float(np.linalg.norm(centre)), 1e-9))
    heading = {stem(w) for w in _heading(annotations.document).split()}
    value = {}
    for phrase, likeness in zip(ranked, like, strict=True):
        stems = {stem(w) for w in phrase.split()}
        if float(likeness) >= _NEAR and not any(name <= stems for name in taken):
            titled = len(stems & heading) / len(stems)
            often = 1 + 0.2 * min(counts[phrase], 8)
            special = 1 + 0.2 * (len(stems) - 2)  # three words say more than two
            value[phrase] = float(likeness) * often * special + 0.5 * titled
    chosen: list[Target] = []
    covered: set[str] = set()
    for phrase in sorted(value, key=lambda p: (-value[p], p)):
        stems = {stem(w) for w in phrase.split()}
        if stems & covered:
            continue
        covered |= stems
        salience = max(0.0, min(1.0, value[phrase] / 1.5))
        # "North Korean troops" are somebody, "drone operations" a topic.
        kind = TargetKind.ENTITY if phrase[0].isupper() else TargetKind.TOPIC
        chosen.append(Target(phrase, kind, TargetOrigin.DISCOVERED, None, salience))
        if len(chosen) == _MAX_ISSUES:
            break
    return chosen
