"""The texts that are sent: sentences and articles of news, all different, equal for all servers.

A cache of answers is useful in service, but a benchmark with repeated texts would only measure the
cache. So each pass over the texts after the first marks them with its number.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from service.text.segmentation.builder import build_document

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

_STOP = re.compile(r"(?<=[a-z]{3})\.(?=\s)")


def texts(data: Path | None, seed: int = 7) -> list[str]:
    """Sentences of a JSONL file (key `text`), else of our own examples; each once, shuffled.

    Only those in which the service finds a sentence: a title or a byline has no label that
    servers could be compared by.
    """
    if data is None:
        found = _STOP.sub(".\n", " ".join(_examples())).splitlines()
    else:
        lines = data.read_text(encoding="utf-8").splitlines()
        found = [str(json.loads(line)["text"]) for line in lines if line.strip()]
    made = [text for text in dict.fromkeys(" ".join(text.split()) for text in found) if _said(text)]
    if not made:
        raise ValueError(f"{data}: holds no sentence under the key `text`")
    random.Random(seed).shuffle(made)
    return made


def digest(data: Path | None) -> str:
    """A short name of the texts of a file."""
    return hashlib.sha256("\n".join(texts(data)).encode()).hexdigest()[:12]


def _said(text: str) -> bool:
    return any(True for _ in build_document(text, language="en").content())


def sentences(given: Sequence[str]) -> Iterator[str]:
    """The texts over and over, marked from the second pass on."""
    for pass_ in itertools.count():
        for text in given:
            yield f"Item {pass_}: {text}" if pass_ else text


def article(words: int, number: int = 0) -> str:
    """News of about so many words from our examples, with no sentence in two articles.

    Articles of different `number` share no sentence of more than a few words, and within
    one article none comes twice.
    """
    pieces = _examples()[:-1]
    count = itertools.count(1)
    made: list[str] = []
    length = 0

    def marked(_: re.Match[str]) -> str:
        return f" in ward {number}-{next(count)}."

    for piece in itertools.cycle(pieces):
        for paragraph in piece.split("\n\n") if "\n\n" in piece else piece.split("\n"):
            text = _STOP.sub(marked, paragraph + "\n").strip()
            made.append(text)
            length += len(text.split())
            if length >= words:
                return "\n\n".join(made)
    raise AssertionError("a cycle does not end")


def articles(words: Sequence[int], seed: int = 7) -> Iterator[str]:
    """Articles with lengths drawn from `words` and consecutive numbers."""
    draw = random.Random(seed)
    for number in itertools.count(1):
        yield article(draw.choice(words), number)


def _examples() -> list[str]:
    """Our own articles; the shortest last."""
    found = [p.read_text(encoding="utf-8") for p in EXAMPLES.glob("*.txt")]
    return sorted(found, key=lambda text: (-len(text), text))
