"""Whether a person is a woman or a man, by a title or the first name."""

from __future__ import annotations

from service.text.document import Document
from service.text.entities.model import Entity
from service.text.gazetteers.first_names import is_woman

_REACH = 16  # code points before a name that hold its title
_MALE_TITLES = frozenset(
    {"mr", "king", "prince", "sir", "lord", "spokesman", "chairman", "congressman"}
)
_FEMALE_TITLES = frozenset(
    {"mrs", "ms", "miss", "queen", "princess", "dame", "lady", "spokeswoman", "chairwoman"}
    | {"congresswoman"}
)


def is_female(document: Document, person: Entity) -> bool | None:
    """True for a woman, False for a man; None if neither title nor first name tells."""
    for mention in person.mentions:
        begin = mention.span.begin
        before = document.text[max(0, begin - _REACH) : begin].split()
        title = before[-1].lower().rstrip(".") if before else ""
        if title in _MALE_TITLES or title in _FEMALE_TITLES:
            return title in _FEMALE_TITLES
    forename, *rest = person.name.split()
    return is_woman(forename) if rest else None
