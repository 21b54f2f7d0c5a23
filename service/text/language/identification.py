"""Language identification, offline, by py3langid (a 4 MB model within its wheel).

The embedded models read English, so the question is how likely English is, and not which of some
140 languages is the likeliest: the model is never sure between Indonesian and Malay, but it is
sure that neither is English. A text is unsupported when English is very unlikely, or unlikely and
the function words of English are missing. A text in another script is always unsupported.
"""

from __future__ import annotations

import functools
import io
import re
import threading
from collections import Counter
from collections.abc import Sequence
from unittest.mock import patch

from py3langid import modelio
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from service.text.document import Language
from service.text.language.english_words import (
    WordCounts,
    count_words,
    has_english_words,
    is_plainly_english,
)

SUPPORTED = frozenset({"en"})
MIXED = 0.2  # share of a text in another language from which it is reported
_ENGLISH = ("en", "pcm")  # Nigerian Pidgin is near enough, and dialects look like it
_LETTER = re.compile(r"[^\W\d_]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NOISE = re.compile(r"https?://\S+|[@#]\w+")
_SAMPLE = 4000  # code points
_SHORT = 600
_FEWEST = 3  # different words of Latin script, below which no language can be identified
_FEW = 5
_HARDLY_ANY = 0.05  # share of words that are function words of English alone
_MANY = 12  # different names, which no English text lists without other words
_HARDLY, _UNLIKELY, _DOUBTFUL, _SURE = 1e-4, 0.01, 0.2, 0.9  # probabilities of English
_MOST_SENTENCES = 24  # of a text that are classified one by one

_lock = threading.Lock()


class _InMemory:
    """Stands in for `tempfile`: a read-only container has no room for the unpacked model."""

    @staticmethod
    def TemporaryFile(suffix: str) -> io.BytesIO:
        return io.BytesIO()


@functools.cache
def _identifier() -> LanguageIdentifier:
    with patch.object(modelio, "tempfile", _InMemory):
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def warm() -> None:
    """Load the model, so that the first request does not wait for it."""
    with _lock:
        _identifier()


def identify(text: str, hint: str | None = None) -> Language:
    """The language of `text`; a `hint` (a code such as "en" or "en-GB") is trusted."""
    if hint:
        code = hint.split("-")[0].split("_")[0].lower()
        return Language(code, 1.0, code in SUPPORTED)
    sample = _NOISE.sub(" ", text)[:_SAMPLE]
    if not _LETTER.search(sample):
        return Language("und", 0.0, True)
    asked = _model_input(sample)
    latin = _is_latin(sample)
    best, sure = _identifier().classify(asked)
    if (
        latin and str(best) == "en" and sure >= _SURE
    ):  # nearly always: the other probabilities are not needed
        return Language("en", float(sure), True)
    ranked = _rank(asked)
    english = sum(ranked.get(code, 0.0) for code in _ENGLISH)
    if latin and (english >= _DOUBTFUL or not _is_other(english, count_words(sample))):
        return Language("en", english, True)
    other = next(code for code in ranked if code not in _ENGLISH)
    return Language(other, ranked[other], False)


def identify_all(sentences: Sequence[str], hint: str | None = None) -> Language:
    """The language of a text by its sentences, and another one that a part of it is in."""
    whole = identify(_sample(sentences), hint)
    if hint or len(sentences) < 2:
        return whole
    code, share = other_share(sentences)
    if share < MIXED:
        return whole
    if share > 0.5 or not whole.supported:
        confidence = whole.confidence if whole.code == code else share
        return Language(code, confidence, False)
    return Language(whole.code, whole.confidence, True, code, share)


def other_share(sentences: Sequence[str]) -> tuple[str, float]:
    """The language of most sentences that are not English, and the share (0..1) of those.

    Only sentences without function words of English are classified; of many, a sample.
    """
    sizes = [len(sentence) for sentence in sentences]
    odd = [i for i, sentence in enumerate(sentences) if not is_plainly_english(sentence)]
    if sum(sizes[i] for i in odd) < MIXED * sum(sizes):
        return "en", 0.0
    step = max(1, -(-len(odd) // _MOST_SENTENCES))
    found: Counter[str] = Counter()
    for i in odd[::step]:
        language = identify(sentences[i])
        if not language.supported:
            found[language.code] += sizes[i] * step
    if not found:
        return "en", 0.0
    return found.most_common(1)[0][0], min(1.0, found.total() / max(1, sum(sizes)))


def _sample(sentences: Sequence[str]) -> str:
    """A sample of sentences from the whole text."""
    step = max(1, sum(map(len, sentences)) // _SAMPLE)
    return " ".join(sentences[::step])[:_SAMPLE]


def _is_latin(sample: str) -> bool:
    """Whether most letters are of Latin script."""
    others = len(_OTHER_SCRIPT.findall(sample))
    return others == 0 or others * 2 <= len(_LETTER.findall(sample))


def _is_other(english: float, words: WordCounts) -> bool:
    """Whether a text of Latin script is not English, by the probability that it is.

    The likelier English is, the more the words must say against it.
    """
    if words.distinct < _FEWEST or _is_list_of_names(words):
        return False
    if english < _HARDLY:
        return True
    if words.distinct < _FEW or words.mostly_names or has_english_words(words):
        return False
    if english < _UNLIKELY:
        return words.lower_case >= _FEWEST
    return english < _DOUBTFUL and _is_foreign_prose(english, words)


def _is_list_of_names(words: WordCounts) -> bool:
    """A few capitalised words alone, which show no language."""
    return words.mostly_names and words.lower_case == 0 and words.distinct < _MANY


def _is_foreign_prose(english: float, words: WordCounts) -> bool:
    """Sentences with hardly any function word of English; texts all in capitals do not count."""
    fewest = _FEW - 1 if english < _DOUBTFUL / 4 else _FEW
    return (
        words.lower_case >= fewest and not words.all_capitals and words.english_share < _HARDLY_ANY
    )


def _model_input(sample: str) -> str:
    """The text that the model classifies.

    In a short text a repeated word counts once, because "ha ha ha" is no more Guarani than "ha".
    """
    warm()
    sample = sample.lower()
    return sample if len(sample) > _SHORT else " ".join(dict.fromkeys(sample.split()))


def _rank(asked: str) -> dict[str, float]:
    """The probability of each language, the likeliest first."""
    ranked: dict[str, float] = {}
    for code, probability in _identifier().rank(asked):
        ranked[str(code)] = max(ranked.get(str(code), 0.0), float(probability))
    return ranked
