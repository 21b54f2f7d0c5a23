"""Sentences of the author and of speakers, compared with marks."""

from __future__ import annotations

import pytest

from service.evaluation.counts import OURS
from service.evaluation.reading.attribution import (
    Teller,
    by_quotation_marks,
    count,
    figures,
    find_owners,
    is_right,
)
from service.evaluation.reading.gold import GoldAttribution, GoldText
from service.text.span import Span
from tests.evaluation.reading.texts import annotated, span

TEXT = (
    "The council closed the harbour road on Monday night. “This is a disaster for all of us,” said "
    "Ana Duarte. Buses run every ten minutes along the quay. Critics in the old town see the "
    "closure as an attack on them."
)
DUARTE = GoldAttribution(
    (span(TEXT, "Ana Duarte"),), (span(TEXT, "“This is a disaster for all of us,”"),)
)
CRITICS = GoldAttribution(
    (span(TEXT, "Critics in the old town"),), (span(TEXT, "the closure as an attack on them"),)
)
SENTENCES = [
    span(TEXT, sentence)
    for sentence in (
        "The council closed the harbour road on Monday night.",
        "“This is a disaster for all of us,” said Ana Duarte.",
        "Buses run every ten minutes along the quay.",
        "Critics in the old town see the closure as an attack on them.",
    )
]


def gold(*attributions: GoldAttribution) -> GoldText:
    return GoldText(TEXT, attributions=attributions)


async def test_a_speaker_who_is_found_and_one_who_is_not() -> None:
    attack = GoldAttribution((span(TEXT, "Critics"),), (SENTENCES[2],))
    counts = (await count(annotated(gold(DUARTE, attack)), gold(DUARTE, attack)))[OURS]
    assert counts == {"sentences": 4, "both": 1, "holder": 1, "missed": 1}
    assert figures(counts) == {
        "sentences": 4,
        "a speaker's": 2,
        "precision": 1.0,
        "recall": 0.5,
        "F1": pytest.approx(2 / 3),
        "right holder": 1.0,
        "both": 0.5,
    }


async def test_a_speaker_where_the_author_speaks_is_extra() -> None:
    counts = await count(annotated(gold()), gold())
    assert counts[OURS] == {"sentences": 4, "extra": 1}
    assert counts["quotation marks"] == {"sentences": 4, "extra": 1}
    assert counts["all the author's"] == {"sentences": 4}
    assert set(figures(counts["all the author's"]).values()) == {0, 4}


async def test_a_wrong_holder_is_right_only_in_being_a_speaker() -> None:
    other = GoldAttribution((span(TEXT, "Critics"),), DUARTE.content)
    found = figures((await count(annotated(gold(other)), gold(other)))[OURS])
    assert (found["F1"], found["right holder"], found["both"]) == (1.0, 0.0, 0.0)


async def test_offsets_are_those_of_the_posted_text() -> None:
    # The normalized text is shorter than the posted one before the sentence of the speaker.
    spread = "The coun\u00adcil vo\u00adted on Mon\u00adday.\r\n\r\n" + TEXT
    moved = len(spread) - len(TEXT)
    parts = GoldAttribution(
        tuple(Span(s.begin + moved, s.end + moved) for s in DUARTE.source),
        tuple(Span(s.begin + moved, s.end + moved) for s in DUARTE.content),
    )
    marked = GoldText(spread, attributions=(parts,))
    counts = (await count(annotated(marked), marked))[OURS]
    assert counts == {"sentences": 5, "both": 1, "holder": 1}


async def test_boilerplate_is_not_asked_about() -> None:
    text = f"{TEXT}\n\nRead more: Council closes road\n\nSign up for our newsletter."
    counts = await count(annotated(GoldText(text)), GoldText(text))
    assert counts[OURS]["sentences"] == 4


def test_a_sentence_is_of_the_attribution_that_covers_half_of_its_letters() -> None:
    assert find_owners(gold(CRITICS, DUARTE), SENTENCES) == [None, DUARTE, None, CRITICS]
    less = GoldAttribution(CRITICS.source, (span(TEXT, "as an attack on them"),))
    assert find_owners(gold(less), SENTENCES) == [None] * 4
    parts = GoldAttribution(CRITICS.source, (*less.content, span(TEXT, "the closure")))
    assert find_owners(gold(parts), SENTENCES) == [None, None, None, parts]


def test_a_content_may_go_over_several_sentences() -> None:
    whole = GoldAttribution((span(TEXT, "Critics"),), (Span(SENTENCES[0].begin, SENTENCES[2].end),))
    assert find_owners(gold(whole), SENTENCES) == [whole, whole, whole, None]


def test_of_two_that_cover_as_much_the_first_is_the_owner() -> None:
    one = GoldAttribution((span(TEXT, "Critics"),), (SENTENCES[0],))
    other = GoldAttribution((span(TEXT, "Ana Duarte"),), (SENTENCES[0],))
    assert find_owners(gold(one, other), SENTENCES)[0] is one
    assert find_owners(gold(other, one), SENTENCES)[0] is other


def test_no_attribution_owns_a_sentence_without_letters() -> None:
    blank = GoldText("   ", attributions=(GoldAttribution((), (Span(0, 3),)),))
    assert find_owners(blank, [Span(0, 3)]) == [None]


NEAR, FAR = "Mrs Ana Duarte’s", "Karl Weiss"
NEIGHBOURS = f"{NEAR} neighbours were angry, and so were those of {FAR}." + " So was I." * 9


@pytest.mark.parametrize(
    ("teller", "right"),
    [
        (Teller("Reyes", span(NEIGHBOURS, "neighbours")), False),
        (Teller("Reyes", span(NEIGHBOURS, "Mrs Ana Duarte’s neighbours")), True),
        (Teller("Reyes", Span(0, 90)), False),
        (Teller("Maria Duarte", span(NEIGHBOURS, "neighbours")), True),
        (Teller("Duarte’s"), True),
        (Teller("Mrs Reyes"), False),
        (Teller("duarte"), False),
        (Teller("Weiss"), True),
        (Teller("The"), False),
        (Teller(), False),
    ],
    ids=range(10),
)
def test_a_holder_is_right_by_its_place_or_its_name(teller: Teller, right: bool) -> None:
    source = (span(NEIGHBOURS, NEAR), span(NEIGHBOURS, FAR))
    assert is_right(NEIGHBOURS, source, teller) is right


def test_the_last_name_before_the_quotation_marks_is_the_baseline() -> None:
    text = "“It is late,” we heard. The guest of Karl Weiss said “no”. Ana was out."
    ends = [text.index("heard.") + 6, text.index("”. ") + 2, len(text)]
    sentences = [Span(0, ends[0]), Span(ends[0] + 1, ends[1]), Span(ends[1] + 1, ends[2])]
    found = by_quotation_marks(text, sentences)
    assert found == [Teller(), Teller(span=span(text, "Karl Weiss")), None]
