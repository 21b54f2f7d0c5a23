"""Four times the text takes four times the steps, whatever it is full of.

Steps are calls of functions, counted by the interpreter: the same on any machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from service.tasks.phrases import find_phrases, repeated
from service.tasks.reading import read_names
from service.text.build import build_document

_VOWELS, _CONSONANTS = "aeiou", "bdfglmnprstvz"


def words() -> Iterator[str]:
    """Made-up words, each once."""
    number = 0
    while True:
        number += 1
        rest, word = number, ""
        while rest:
            rest, digit = divmod(rest, len(_VOWELS) * len(_CONSONANTS))
            word += _CONSONANTS[digit // len(_VOWELS)] + _VOWELS[digit % len(_VOWELS)]
        yield "q" + word


FULL_OF: dict[str, Callable[[Iterator[str]], str]] = {
    "people": lambda w: f"The {next(w)} met {next(w).title()} {next(w).title()} at {next(w)}. ",
    "one person": lambda w: f"The man met Ana Duarte and Duarte at {next(w)}. ",
    "single names": lambda w: f"The {next(w)} met {next(w).title()} at {next(w)}. ",
    "one surname": lambda w: f"We met {next(w).title()} Duarte. Then Duarte left. ",
    "quotations": lambda w: f"“The {next(w)} is {next(w)},” said {next(w).title()} Reyes. ",
    "pronouns": lambda w: f"Ana {next(w).title()} said she {next(w)} her {next(w)}. ",
    "verbs of saying": lambda w: "said ",
    "peoples": lambda w: "Ukrainian Russians met the North Koreans in Moscow. ",
    "lines": lambda w: f"{next(w).title()} {next(w)}\n",
    "line ends": lambda w: "\n \r\n\n\n",
    "lines beside": lambda w: f"Read more about {next(w)} here.\n\n",
    "captions": lambda w: f"Ana {next(w).title()} speaks. (AP Photo/{next(w).title()})\n",
    "pleas": lambda w: f"Your donation keeps our {next(w)} journalism free.\n\n",
    "sources": lambda w: f"Sources\n\n{next(w).title()} {next(w)}\n\n",
    "names": lambda w: f"Ana {next(w).title()}\n\n",
    "labels": lambda w: "REYES: Yes.\nAdvertisement\n",
    "words": lambda w: f"{next(w)} ",
}


def steps(text: str, targets: tuple[str, ...] = ("Ana Duarte", "troops of Russia")) -> int:
    """Calls that the reading of a text takes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        document = build_document(text, language="en")
        names = read_names(document)
        for target in targets:
            names.mentions.find(target)
        repeated(find_phrases(document, names.words), 2)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("kind", FULL_OF)
def test_steps_grow_with_the_text(kind: str) -> None:
    made = words()
    pieces = [FULL_OF[kind](made) for _ in range(800)]
    steps("".join(pieces[:20]))  # what is made once is made now
    short, long = steps("".join(pieces[:200])), steps("".join(pieces))
    assert long <= 4.8 * short
