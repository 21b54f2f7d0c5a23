"""What speaks for a statement: the model's scores, the words it shares, what is unfounded."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from service.inference.statement_head import StatementHead
from service.tasks.verify.compared import ComparedUnit, Shares
from service.tasks.verify.differences.find import Unfounded
from service.tasks.verify.results import CONTRADICTED, LABELS, NOT_IN_TEXT, SUPPORTED
from service.text.gazetteers.word_lists import WORD

_MOST = 6.0  # log odds beyond which a score is no surer
_MANY = 2  # unfounded numbers or names beyond which more say no more


def features(unit: ComparedUnit, absent: Unfounded) -> dict[str, float]:
    """The value of each of `STATEMENT_FEATURES`.

    `premise` and `single` are log odds of the model for the premise and for the best single
    sentence, `against` the probability that one contradicts it. `words` and `pairs` are the shares
    (0..1) of its words and pairs of neighbours that the premise has, `density` that of extractive
    fragments (Grusky, Naaman and Artzi, NAACL 2018), as a share of that of a verbatim quotation.
    `numbers` and `names` count those that are nowhere in the article, up to 2.
    """
    own, premise = _words(unit.text), _words(unit.premise.text)
    singles = unit.singles.values()
    return {
        "constant": 1.0,
        "premise": _log_odds(unit.whole[SUPPORTED]),
        "single": _log_odds(max((one[SUPPORTED] for one in singles), default=0.0)),
        "against": max((one[CONTRADICTED] for one in singles), default=0.0),
        "words": _share(own, set(premise)),
        "pairs": _share(list(pairwise(own)), set(pairwise(premise))),
        "density": density(own, premise),
        "numbers": float(min(_MANY, len(absent.numbers))),
        "names": float(min(_MANY, len(absent.names))),
    }


def density(words: Sequence[str], premise: Sequence[str]) -> float:
    """The squared lengths of the longest runs that the premise has, over that of all words.

    1 for a quotation, 0 for a statement without a word of it; runs are found greedily.
    """
    places: dict[str, list[int]] = {}
    for place, word in enumerate(premise):
        places.setdefault(word, []).append(place)
    at, total = 0, 0
    while at < len(words):
        best = 0
        for place in places.get(words[at], ()):
            length = 1
            while (
                at + length < len(words)
                and place + length < len(premise)
                and words[at + length] == premise[place + length]
            ):
                length += 1
            best = max(best, length)
        total += best * best
        at += max(1, best)
    return total / max(1, len(words)) ** 2


def combined(head: StatementHead, shares: Shares, values: Mapping[str, float]) -> dict[str, float]:
    """The distribution with the head's probability of supported; the rest is as the model says."""
    odds = sum(weight * values[name] for name, weight in head.coefficients.items())
    supported = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
    rest = max(1e-9, 1.0 - shares[SUPPORTED])
    found = {
        label: (1.0 - supported) * shares[label] / rest for label in (CONTRADICTED, NOT_IN_TEXT)
    }
    found[SUPPORTED] = 1.0 - sum(found.values())
    return {label: found[label] for label in LABELS}


def _log_odds(share: float) -> float:
    return max(-_MOST, min(_MOST, math.log(max(share, 1e-9) / max(1.0 - share, 1e-9))))


def _share(parts: Sequence[object], known: set[str] | set[tuple[str, str]]) -> float:
    return sum(part in known for part in parts) / len(parts) if parts else 1.0


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in WORD.finditer(text)]
