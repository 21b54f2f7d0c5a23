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
# Of the copied statements about texts of the dev part all 72 are supported: (72 + 1) / (72 + 2).
VERBATIM = 0.98
_MANY = 2  # unfounded numbers or names beyond which more say no more


def features(unit: ComparedUnit, absent: Unfounded) -> dict[str, float]:
    """The value of each of `STATEMENT_FEATURES`.

    `premise` and `single` are log odds of the model for the premise and for the best single
    sentence, `against` the probability that one contradicts it. `words` and `pairs` are the shares
    (0..1) of its words and pairs of neighbours that the premise has, and `copied` is 1 if all its
    words are a part of one sentence. `numbers` and `names` count those that are nowhere in the
    article, up to 2.
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
        "copied": float(any(is_copied(own, _words(part)) for part in unit.premise.parts.values())),
        "numbers": float(min(_MANY, len(absent.numbers))),
        "names": float(min(_MANY, len(absent.names))),
    }


def is_copied(words: Sequence[str], sentence: Sequence[str]) -> bool:
    """Whether these words, at least one, stand side by side in a sentence, in this order."""
    first = [at for at, word in enumerate(sentence) if word == words[0]] if words else []
    return any(list(sentence[at : at + len(words)]) == list(words) for at in first)


def is_verbatim(unit: ComparedUnit) -> bool:
    """Whether a sentence of the premise has the words of the statement and no others."""
    own = _words(unit.text)
    return bool(own) and any(_words(part) == own for part in unit.premise.parts.values())


def verbatim(shares: Shares) -> dict[str, float]:
    """The distribution of a statement that stands in the article word for word."""
    supported = max(shares[SUPPORTED], VERBATIM)
    rest = max(1e-9, 1.0 - shares[SUPPORTED])
    return {
        label: supported if label == SUPPORTED else shares[label] / rest * (1.0 - supported)
        for label in LABELS
    }


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
