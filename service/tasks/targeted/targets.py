"""Targets: those of the caller, or those that are discovered in the text.

Discovery finds the salient entities of the text, without a model, and its issues, which are
repeated phrases that are similar in meaning to the whole text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from service.tasks.annotations import Annotations
from service.tasks.target import Target, TargetKind, TargetOrigin, TargetSpec
from service.tasks.targeted.issues import find_issues
from service.tasks.targeted.phrases import VERBS, find_phrases, repeated
from service.tasks.targeted.salient_entities import entities_of
from service.text.gazetteers.word_lists import stem

_ACT = re.compile(r"^(?:ban|abolish|legali[sz]e|raise|stop|end|cut|support|oppose)\b", re.I)


def from_spec(spec: TargetSpec) -> Target:
    """A caller's target. If its kind is not given, it is guessed from the wording."""
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
    found += await find_issues(annotations, repeated(forms, least=2), taken)
    if not found:  # a short text rarely repeats phrases
        found = await find_issues(annotations, repeated(forms, least=1), [])
    found.sort(key=lambda t: -t.salience)
    return found[:limit]
