"""References join the entity of their likeliest antecedent, or nobody."""

from __future__ import annotations

import pytest

from service.text.document import Document
from service.text.entities.model import Entity, EntityKind, Mention, MentionForm
from service.text.entities.references import descriptions, resolve
from service.text.reading import Antecedent, Reference, ReferenceForm
from service.text.segmentation.builder import build_document
from service.text.span import Span
from tests.linear.growth import too_steep

TEXT = "Ana Duarte met Tom Reyes at Quay Union. The mayor said she paid it. Then he left."
DOCUMENT = build_document(TEXT, language="en")
PRONOUN, NOMINAL = ReferenceForm.PRONOUN, ReferenceForm.NOMINAL


def _in(text: str, words: str) -> Span:
    begin = text.index(words)
    return Span(begin, begin + len(words))


def at(words: str) -> Span:
    return _in(TEXT, words)


def named(name: str, kind: EntityKind) -> Entity:
    return Entity(name, kind, {name}, [Mention(at(name), 0, 1.0)])


def entities() -> list[Entity]:
    return [
        named("Ana Duarte", EntityKind.PERSON),
        named("Tom Reyes", EntityKind.PERSON),
        named("Quay Union", EntityKind.ORGANIZATION),
    ]


def reference(words: str, form: ReferenceForm, *antecedents: tuple[str, float]) -> Reference:
    return Reference(
        at(words), 1, form, tuple(Antecedent(at(a), score) for a, score in antecedents)
    )


def found(*references: Reference) -> list[tuple[str, str]]:
    made = resolve(DOCUMENT, entities(), references)
    return [(DOCUMENT.read(r.mention.span), r.entity.name) for r in made]


@pytest.mark.parametrize(
    ("words", "form", "antecedents", "entity"),
    [
        ("she", PRONOUN, [("Ana Duarte", 4.0)], "Ana Duarte"),
        ("she", PRONOUN, [("Duarte", 4.0)], "Ana Duarte"),
        # Less likely than none; a noun phrase has to be surer.
        ("she", PRONOUN, [("Ana Duarte", -0.5)], None),
        ("The mayor", NOMINAL, [("Ana Duarte", 1.5)], None),
        ("The mayor", NOMINAL, [("Ana Duarte", 2.5)], "Ana Duarte"),
        ("she", PRONOUN, [], None),
        # Women, men and things.
        ("she", PRONOUN, [("Tom Reyes", 4.0), ("Ana Duarte", 1.0)], "Ana Duarte"),
        ("he", PRONOUN, [("Ana Duarte", 4.0)], None),
        ("he", PRONOUN, [("Quay Union", 4.0)], None),
        ("it", PRONOUN, [("Tom Reyes", 4.0), ("Quay Union", 1.0)], "Quay Union"),
        # Somebody without a name is likelier: by far, or hardly.
        ("she", PRONOUN, [("The mayor", 7.0), ("Ana Duarte", 3.5)], None),
        ("she", PRONOUN, [("The mayor", 4.0), ("Ana Duarte", 3.5)], "Ana Duarte"),
        ("she", PRONOUN, [("The mayor", 2.0), ("Ana Duarte", 1.5)], None),
    ],
)
def test_whom_a_reference_means(
    words: str, form: ReferenceForm, antecedents: list[tuple[str, float]], entity: str | None
) -> None:
    expected = [] if entity is None else [(words, entity)]
    assert found(reference(words, form, *antecedents)) == expected


def test_a_reference_joins_whom_another_joined() -> None:
    mayor = reference("The mayor", NOMINAL, ("Ana Duarte", 4.0))
    she = reference("she", PRONOUN, ("The mayor", 4.0))
    assert found(mayor, she) == [("The mayor", "Ana Duarte"), ("she", "Ana Duarte")]
    forms = [r.mention.how for r in resolve(DOCUMENT, entities(), [mayor, she])]
    assert forms == [MentionForm.ROLE, MentionForm.PRONOUN]


DRIVERS = "Tom Reyes met a driver. Ana Duarte paid the driver. This driver left. A driver came."


@pytest.mark.parametrize(
    ("first", "entity"),
    [([("Tom Reyes", 4.0)], "Tom Reyes"), ([], None)],
)
def test_the_one_of_a_kind_is_the_one_of_before(
    first: list[tuple[str, float]], entity: str | None
) -> None:
    document = build_document(DRIVERS, language="en")
    people = [
        Entity(name, EntityKind.PERSON, {name}, [Mention(_in(DRIVERS, name), 0, 1.0)])
        for name in ("Tom Reyes", "Ana Duarte")
    ]
    read = [
        Reference(
            _in(DRIVERS, words),
            0,
            NOMINAL,
            tuple(Antecedent(_in(DRIVERS, name), score) for name, score in antecedents),
        )
        for words, antecedents in [
            ("a driver", first),
            ("the driver", [("Ana Duarte", 9.0)]),
            ("This driver", [("Ana Duarte", 9.0)]),
            ("A driver", [("Ana Duarte", 9.0)]),
        ]
    ]
    made = resolve(document, people, read)
    before = [(words, entity) for words in ("a driver", "the driver", "This driver") if entity]
    assert [(document.read(r.mention.span), r.entity.name) for r in made] == [
        *before,
        ("A driver", "Ana Duarte"),  # another one
    ]


def test_a_pronoun_stands_for_the_description_that_it_means() -> None:
    mayor = reference("The mayor", NOMINAL)
    she = reference("she", PRONOUN, ("The mayor", 4.0))
    he = reference("he", PRONOUN, ("she", 2.0))
    assert descriptions(DOCUMENT, [mayor, she, he]) == {
        at("she"): at("The mayor"),
        at("he"): at("The mayor"),
    }


@pytest.mark.parametrize("antecedents", [[], [("The mayor", -1.0)], [("Ana Duarte", 4.0)]])
def test_a_pronoun_that_means_no_description_has_none(antecedents: list[tuple[str, float]]) -> None:
    mayor = reference("The mayor", NOMINAL)
    assert descriptions(DOCUMENT, [mayor, reference("she", PRONOUN, *antecedents)]) == {}


def test_linear_in_the_references() -> None:
    line = "Ana Duarte left. She came. "

    def given(size: int) -> tuple[Document, Entity, list[Reference]]:
        person = Entity("Ana Duarte", EntityKind.PERSON, {"Ana Duarte"}, [])
        references = []
        for number in range(size):
            begin = number * len(line)
            name = Span(begin, begin + 10)
            person.mentions.append(Mention(name, 2 * number, 1.0))
            she = Span(begin + 17, begin + 20)
            references.append(Reference(she, 2 * number + 1, PRONOUN, (Antecedent(name, 3.0),)))
        return build_document(line * size, language="en"), person, references

    def run(given: tuple[Document, Entity, list[Reference]]) -> None:
        document, person, references = given
        assert len(resolve(document, [person], references)) == len(references)
        descriptions(document, references)

    assert too_steep(given, run, 8_000) is None
