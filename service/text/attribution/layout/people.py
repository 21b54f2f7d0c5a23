"""Names at the places where layout names a speaker: labels, citations, signatures."""

from __future__ import annotations

from service.text.attribution.speakers import Names, Speaker, surnames
from service.text.document import Sentence
from service.text.entities.model import Entity, EntityKind
from service.text.gazetteers.first_names import is_forename
from service.text.gazetteers.word_lists import ORGANISATION, TITLES
from service.text.span import Span

_PART = r"(?:[^\W\d_a-z][\w’'-]*\.?|(?:de|da|di|du|van|von|der|den|al|el|bin|ibn|la|le)(?=\s))"
NAME = rf"{_PART}(?:\s{_PART}){{0,5}}"


class People:
    """Finds the entity that a name in the layout means."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._text = names.document.text
        self._by_alias: dict[str, Entity] = {}
        for entity in names.entities:
            if entity.kind is EntityKind.PERSON:
                for alias in (*entity.aliases, entity.name):
                    self._by_alias.setdefault(alias.casefold(), entity)
        for name, entity in surnames(names.entities).items():
            self._by_alias.setdefault(name.casefold(), entity)

    def known(self, name: str) -> Entity | None:
        """The person of the text with this name, in capitals or not, titles aside."""
        words = name.split()
        while len(words) > 1 and words[0].casefold().rstrip(".") in TITLES:
            words.pop(0)
        return self._by_alias.get(" ".join(words).casefold())

    def is_person(self, name: str) -> bool:
        """Whether it is a name of the text, or begins with a forename or a title."""
        words = name.split()
        if self.known(name) is not None:
            return True
        first = words[0].casefold().rstrip(".")
        if len(words) < 2 or any(word.casefold() in ORGANISATION for word in words):
            return False
        return first in TITLES or is_forename(words[0].capitalize())

    def speaker(self, span: Span) -> Speaker:
        """The speaker who is named at `span`, by the fullest name in the text."""
        name = " ".join(self._text[span.begin : span.end].split())
        entity = self.known(name)
        return Speaker(entity.name if entity is not None else name, span)

    def last_in(self, sentence: Sentence) -> Speaker | None:
        """The person whom a sentence names last, a body if it names no person."""
        found = self._names.inside(sentence)
        people = [named for named in found if named.is_person] or found
        return people[-1].speaker() if people else None
