"""A short form belongs to the entity that a look at all names would find for it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.tasks.annotations import read_names
from service.text.entities.model import Entity, EntityKind, Mention
from service.text.entities.short_forms import ShortForms
from service.text.segmentation.builder import build_document
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
def test_a_word_is_whose_was_named_last(
    full: list[tuple[str, int]], short: list[tuple[int, str]]
) -> None:
    entities: list[Entity] = []
    for name in dict.fromkeys(name for name, _ in full):
        kind = EntityKind.OTHER if "Union" in name else EntityKind.PERSON
        places = sorted(2 * at for other, at in full if other == name)
        mentions = [Mention(Span(at, at + 1), 0, 1.0) for at in places]
        entities.append(Entity(name, kind, {name}, mentions))
    short_forms = ShortForms(entities)
    for at, word in sorted(short):
        begin = 2 * at + 1
        fits = [e for e in entities if short_for(word, e)]
        before = {
            e.name: max((m.span.begin for m in e.mentions if m.span.begin < begin), default=-1)
            for e in fits
        }
        expected = max(fits, key=lambda e: before[e.name], default=None)
        assert short_forms.entity_of(word, begin) is expected
        if expected is not None:
            expected.mentions.append(Mention(Span(begin, begin + 1), 0, 1.0))


def test_the_first_longer_name_takes_in_the_shorter() -> None:
    text = "We met Robert Francis Kennedy. Here Robert F. Kennedy left. And Robert Kennedy won."
    names = read_names(build_document(text))
    found = {e.name: len(e.mentions) for e in names.entities}
    assert found == {"Robert Francis Kennedy": 2, "Robert F. Kennedy": 1}
