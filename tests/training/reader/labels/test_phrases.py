"""Mentions with their heads, from each kind of annotation."""

from __future__ import annotations

from dataclasses import replace

from models.training.reader.data.analyses import Complement
from models.training.reader.labels import phrases
from models.training.reader.labels.marks import MarkedMention
from models.training.reader.labels.phrases import NO_REFERENT, Heads
from tests.training.reader import samples

TEXT = "Mayor Ana Li, a nurse from Ulm, is the head of it"
PARTS = {
    "Mayor": "PROPN", "Ana": "PROPN", "Li": "PROPN", "nurse": "NOUN", "from": "ADP",
    "Ulm": "PROPN", "is": "AUX", "head": "NOUN", "of": "ADP", "it": "PRON",
}  # fmt: skip
ON = {
    "Mayor": "Li", "Ana": "Li", "a": "nurse", "nurse": "Li", "from": "nurse", "Ulm": "from",
    "the": "head", "head": "is", "of": "head", "it": "of", "Li": "is",
}  # fmt: skip
ANALYSIS = samples.analysis(TEXT, PARTS, heads=ON)


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def heads_of(found: list[phrases.Phrase]) -> list[tuple[str, str, int]]:
    return [
        (TEXT[p.begin : p.head_end], TEXT[p.head_begin : p.head_end], p.referent) for p in found
    ]


def test_the_head_depends_on_no_word_of_the_phrase() -> None:
    heads = Heads(ANALYSIS)
    found = [heads.head_of(*span(words)) for words in ("a nurse from Ulm", "Mayor Ana Li", "the")]
    assert [TEXT[word.begin : word.end] for word in found if word] == ["nurse", "Li", "the"]
    assert heads.head_of(len(TEXT), len(TEXT) + 3) is None


def test_a_row_of_proper_nouns_has_its_last_one_for_a_head() -> None:
    turned = samples.analysis(TEXT, PARTS, heads=ON | {"Li": "Ana", "Ana": "is", "Mayor": "Ana"})
    word = Heads(turned).head_of(*span("Mayor Ana Li"))
    assert word is not None
    assert TEXT[word.begin : word.end] == "Li"


def test_of_gum_people_and_pronouns_are_learnt() -> None:
    rows = [
        {"begin": b, "end": e, "type": kind, "cluster": n}
        for n, (words, kind) in enumerate(
            [("Mayor Ana Li", "person"), ("a nurse", "abstract"), ("it", "abstract")]
        )
        for b, e in [span(words)]
    ]
    found = list(phrases.from_gum(TEXT, rows, Heads(ANALYSIS)))
    assert heads_of(found) == [("Mayor Ana Li", "Li", 0), ("it", "it", NO_REFERENT)]


def test_appositions_and_predicates_join_the_cluster_of_their_subject() -> None:
    nurse, head, name = span("nurse"), span("head"), span("Li")
    analysis = replace(
        ANALYSIS,
        complements=(
            Complement(name[0], span("a nurse")[0], *nurse),
            Complement(name[0], span("the head")[0], *head),
        ),
    )
    clusters = [("person", [span("Mayor Ana Li")]), ("event", [span("Ulm")])]
    found = phrases.from_clusters(clusters, [span("the head of it")], analysis)
    assert sorted(heads_of(found)) == [
        ("Mayor Ana Li", "Li", 0),
        ("Ulm", "Ulm", NO_REFERENT),  # events are not followed
        ("a nurse", "nurse", 0),
        ("the head", "head", 0),
    ]


def test_of_other_things_marked_only_names_and_pronouns_are_kept() -> None:
    mentions = [
        MarkedMention(*span("Ulm"), 1, "place"),
        MarkedMention(*span("a nurse"), 2, "other"),
        MarkedMention(*span("it"), 3, "other"),
        MarkedMention(*span("Mayor Ana Li"), 4, "other"),
    ]
    found = list(phrases.from_marks(TEXT, mentions, Heads(ANALYSIS)))
    assert [(TEXT[p.head_begin : p.head_end], p.referent) for p in found] == [
        ("Ulm", 1), ("it", NO_REFERENT), ("Li", NO_REFERENT),
    ]  # fmt: skip
