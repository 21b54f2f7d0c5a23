"""Every pass over a posted text takes time in proportion to it, whatever it is full of."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Iterator

import pytest

from service.api.analysis.build_document import read
from service.api.errors.problems import Problem
from service.api.schemas.requests import DocumentInput
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.registry import TASKS
from service.tasks.target import TargetSpec
from service.text.html.extract import extract
from tests.linear.growth import too_steep
from tests.linear.hostile import UNITS

_LARGEST = 16 * 1024
_VOWELS, _CONSONANTS = "aeiou", "bdfglmnprstvz"
_TARGETS = ("Ana Duarte", "troops of Russia", "the harbour road is closed", "U.S. a-a ’s")
_MARKUP = (
    "<p>", "<div>", "</div>", "<p>a ", "<p>Ana said a.</p>", "<b>a</b>", "<q>a</q>",
    "<blockquote>a", "<br>", "<li>a", "<td>a", "<table><tr><td>", "<span hidden>a</span>",
    "<p style='display:none'>a", "<time>a</time>", "<h1>a</h1>", "<section>a</section>",
    "<x-y>a</x-y>", "<!-- a -->", "<!--", "<![CDATA[", "&amp;", "&#65;", "&", "<", ">", "<a href=",
    "<script>", "<style>a{display:none}", "<template>", "<svg>", "<form>", "<details>", "<iframe>",
    "<style>.a p,.a>.b,#a p{display:none}</style><p class='a b'>a",
    "<title>", "\x00", "a\n", "<p\n",
)  # fmt: skip


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
    "divided words": lambda w: f"The {next(w)}-\n{next(w)} met a well-\nknown-\n{next(w)}. ",
    "quotations": lambda w: f"“The {next(w)} is {next(w)},” said {next(w).title()} Reyes. ",
    "pronouns": lambda w: f"Ana {next(w).title()} said she {next(w)} her {next(w)}. ",
    "peoples": lambda w: "Ukrainian Russians met the North Koreans in Moscow. ",
    "paragraphs": lambda w: f"{next(w).title()} {next(w)} said {next(w)}.\n\n",
    "lines": lambda w: f"{next(w).title()} {next(w)}\n",
    "line ends": lambda w: "\n \r\n\n\n",
    "lines beside": lambda w: f"Read more about {next(w)} here.\n\n",
    "captions": lambda w: f"Ana {next(w).title()} speaks. (AP Photo/{next(w).title()})\n",
    "pleas": lambda w: f"Your donation keeps our {next(w)} journalism free.\n\n",
    "sources": lambda w: f"Sources\n\n{next(w).title()} {next(w)}\n\n",
    "names": lambda w: f"Ana {next(w).title()}\n\n",
    "labels": lambda w: "REYES: Yes.\nAdvertisement\n",
    "words": lambda w: f"{next(w)} ",
    "capitals": lambda w: f"{next(w).title()} ",
    "acronyms": lambda w: f"{next(w).upper()} ",
}


def made(kind: str, size: int) -> str:
    """Text of about `size` characters, full of what `kind` names, or of that unit itself."""
    if kind not in FULL_OF:
        return kind * (size // len(kind))
    fresh = words()
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(FULL_OF[kind](fresh))
        length += len(parts[-1])
    return "".join(parts)


def analysed(text: str) -> None:
    """Everything that is done with a posted text, the networks aside."""
    try:
        document = read(DocumentInput(text=f"It rained. {text}"), 1 << 20)
    except Problem:
        return  # refused: too many lines
    for targets in (tuple(map(TargetSpec, _TARGETS)), ()):
        annotations = Annotations(document, FakeEngine(), Call(), targets)
        asyncio.run(_all_tasks(annotations))


async def _all_tasks(annotations: Annotations) -> None:
    for spec in TASKS:
        await spec.run(annotations, spec.options.model_validate(dict(spec.options_example)))


def extracted(page: str) -> None:
    """Everything that is done with a posted page before its text is analysed."""
    try:
        extract(page)
    except ValueError:
        return  # no text in it


@pytest.mark.parametrize("kind", [*FULL_OF, *UNITS], ids=ascii)
def test_analysis_grows_with_the_text(kind: str) -> None:
    analysed(made("people", 1000))  # what is made once is made now
    assert not too_steep(lambda size: made(kind, size), analysed, _LARGEST)


@pytest.mark.parametrize("unit", _MARKUP, ids=ascii)
def test_extraction_grows_with_the_page(unit: str) -> None:
    extracted("<p>It rained.</p>")
    assert not too_steep(lambda size: made(unit, size), extracted, _LARGEST)


@pytest.mark.parametrize("unit", ["a", "a ", "<p>a</p>"], ids=ascii)
def test_a_page_that_is_an_article_grows_with_its_text(unit: str) -> None:
    prose = "<p>The council voted on Monday to close the road to cars after a long dispute.</p>"
    body = html.escape(unit) if unit.startswith("a") else unit
    page: Callable[[int], str] = lambda size: f"<article>{prose * 5}{made(body, size)}</article>"  # noqa: E731
    assert not too_steep(page, extracted, _LARGEST)


def test_a_pass_that_is_not_linear_is_told() -> None:
    def slow(text: str) -> None:
        sum(1 for _ in text for _ in text)

    assert too_steep(lambda size: "a" * size, slow, 4 * 1024)
