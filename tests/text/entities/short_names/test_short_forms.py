"""A short form belongs to the entity that a look at all names would find for it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.entities.model import Entity, EntityKind, Mention
from service.text.entities.short_names.short_forms import ShortForms
from service.text.span import Span

PEOPLE = ("Ana Duarte", "Tom Duarte", "Ana Reyes", "European Union", "Eastern Union")
SHORT = ("Ana", "Duarte", "Reyes", "EU", "E.U.", "Tom", "Union")


def short_for(word: str, entity: Entity) -> bool:
    """Whether a word is a short form of an entity's name, as `ShortForms` should know it."""
    words = entity.name.split()
    if entity.kind is EntityKind.PERSON:
        return word in (words[0], words[-1]) and len(word) > 2
    return word.replace(".", "") == "".join(w[0] for w in words)


@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 40)), unique_by=lambda m: m[1]),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(SHORT)), unique_by=lambda m: m[0]),
)
@settings(deadline=None)
def test_a_word_is_whose_was_named_last_or_who_keeps_it(
    full: list[tuple[str, int]], short: list[tuple[int, str]]
) -> None:
    entities: list[Entity] = []
    for name in dict.fromkeys(name for name, _ in full):
        kind = EntityKind.OTHER if "Union" in name else EntityKind.PERSON
        places = sorted(2 * at for other, at in full if other == name)
        mentions = [Mention(Span(at, at + 1), 0, 1.0) for at in places]
        entities.append(Entity(name, kind, {name}, mentions))
    short_forms = ShortForms(entities)
    calls: dict[str, list[int]] = {e.name: [] for e in entities}
    for at, word in sorted(short):
        begin = 2 * at + 1
        fits = [e for e in entities if short_for(word, e)]
        expected = bearer(fits, calls, begin)
        assert short_forms.entity_of(word, begin) is expected
        if expected is not None:
            calls[expected.name].append(begin)


def bearer(fits: list[Entity], calls: dict[str, list[int]], begin: int) -> Entity | None:
    """Who is meant at `begin`, of those whom the word fits, by a look at all places."""
    if not fits:
        return None
    full = {e.name: max([-1, *(p for p in places(e) if p < begin)]) for e in fits}
    last = {e.name: max([-1, *calls[e.name]]) for e in fits}
    named = max(fits, key=lambda e: full[e.name])
    keeps = max(fits, key=lambda e: last[e.name])
    if full[named.name] < 0 and last[keeps.name] < 0:
        return fits[0]
    if last[keeps.name] > full[named.name]:
        return keeps
    often = len(places(keeps)) + len(calls[keeps.name])
    return named if last[keeps.name] < 0 or len(places(named)) > often else keeps


def places(entity: Entity) -> list[int]:
    return [m.span.begin for m in entity.mentions]
