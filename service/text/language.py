"""Language identification, offline, by py3langid (a 4 MB model within its wheel).

The embedded models read English. A false alarm on English text is worse than a missed
foreign phrase, so a text is called unsupported only when it is long enough to tell and
English is clearly not the language; writing in another script needs no such length.
"""

from __future__ import annotations

import functools
import io
import re
import threading
from unittest.mock import patch

from py3langid import modelio
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from service.text.document import Language

SUPPORTED = frozenset({"en"})
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ENOUGH_WORDS = 8
_SURE = 0.85
_NOISE = re.compile(r"https?://\S+|[@#]\w+")

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
    """Load the model now, so that the first request need not wait for it."""
    with _lock:
        _identifier()


def identify(text: str, hint: str | None = None) -> Language:
    """The language of `text`; `hint` (a code such as "en" or "en-GB") is believed."""
    if hint:
        code = hint.split("-")[0].split("_")[0].lower()
        return Language(code, 1.0, code in SUPPORTED)
    sample = _NOISE.sub(" ", text)[:4000]
    if not _LETTER.search(sample):
        return Language("und", 0.0, True)
    warm()
    code, confidence = _identifier().classify(sample.lower())
    code, confidence = str(code), float(confidence)
    if code in SUPPORTED:
        return Language(code, confidence, True)
    letters = _LETTER.findall(sample)
    latin = sum(bool(_LATIN.match(c)) for c in letters) / len(letters)
    enough = len(sample.split()) >= _ENOUGH_WORDS and confidence >= _SURE
    if latin >= 0.5 and not enough:
        return Language("en", 1.0 - confidence, True)
    return Language(code, confidence, False)
