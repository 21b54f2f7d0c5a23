"""Labels of checkpoints in terms of ours."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.model_import import labels as labels_module
from service.model_import.errors import CannotAdd
from service.model_import.labels import LABELS, entailment_labels, given_map, label_map, plain


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("NOT_ENTAILMENT", "not entailment"),
        ("not-entailment", "not entailment"),
        ("notEntailment", "not entailment"),
        ("  In Favour ", "in favour"),
        ("5 stars", "5 stars"),
        ("LABEL_0", "label 0"),
    ],
)
def test_a_label_in_plain_words(label: str, read: str) -> None:
    assert plain(label) == read


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (("contradiction", "neutral", "entailment"), {"entailment", "neutral", "contradiction"}),
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), {"entailment", "neutral", "contradiction"}),
        (("entailment", "not_entailment"), {"entailment", "not_entailment"}),
        (("non-entailment", "Entailment"), {"entailment", "not_entailment"}),
    ],
)
def test_nli_models_are_known_by_their_labels(given: tuple[str, ...], keys: set[str]) -> None:
    found = entailment_labels(given)
    assert found is not None
    assert set(found) == keys
    assert set(found.values()) == set(given)


@pytest.mark.parametrize("given", [("LABEL_0", "LABEL_1"), ("entailment", "neutral"), ("yes",)])
def test_others_are_no_nli_models(given: tuple[str, ...]) -> None:
    assert entailment_labels(given) is None


@pytest.mark.parametrize(
    ("task", "given", "found"),
    [
        ("sentiment", ("NEGATIVE", "POSITIVE"), ("negative", "positive")),
        ("sentiment", ("neg", "neu", "pos"), ("negative", "neutral", "positive")),
        ("sentiment", ("1 star", "2 stars", "3 stars", "4 stars", "5 stars"),
         ("negative", "negative", "neutral", "positive", "positive")),
        ("sentiment", ("Bearish", "Bullish"), ("negative", "positive")),
        ("stance", ("FAVOR", "AGAINST", "NONE"), ("favor", "against", "neutral")),
        ("stance", ("con", "pro"), ("against", "favor")),
        ("verify", ("entailment", "not_entailment"), ("supported", "not_in_text")),
        ("verify", ("SUPPORTS", "REFUTES", "NOT ENOUGH INFO"),
         ("supported", "contradicted", "not_in_text")),
        ("verify", ("hallucinated", "factually consistent"), ("not_in_text", "supported")),
    ],
)  # fmt: skip
def test_usual_names_are_understood(
    task: str, given: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert tuple(label_map(task, given)[label] for label in given) == found


@pytest.mark.parametrize(
    ("task", "given", "said"),
    [
        ("sentiment", ("LABEL_0", "LABEL_1"), r"only numbered.*--labels such as 'LABEL_0=negative"),
        ("sentiment", ("joy", "anger"), r"'joy', 'anger' are not known"),
        ("stance", ("negative", "positive"), "not known here"),
        ("verify", ("supported", "yes"), "--labels"),
        ("sentiment", tuple(f"emotion {n}" for n in range(28)), "and 16 more"),
    ],
)
def test_what_is_not_understood_is_asked_for(task: str, given: tuple[str, ...], said: str) -> None:
    with pytest.raises(CannotAdd, match=said):
        label_map(task, given)


@given(st.data())
def test_a_map_that_is_given_is_taken_for_label_sets_of_any_size(data: st.DataObject) -> None:
    task = data.draw(st.sampled_from(sorted(LABELS)))
    names = data.draw(st.lists(
        st.from_regex(r"[A-Za-z0-9_ =]{1,12}", fullmatch=True).map(str.strip).filter(bool),
        min_size=1, max_size=40, unique=True,
    ))  # fmt: skip
    wanted = {name: data.draw(st.sampled_from(LABELS[task])) for name in names}
    said = ", ".join(f"{name}={meaning}" for name, meaning in wanted.items())
    assert given_map(task, names, said) == wanted


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("LABEL_0", "not of the form THEIRS=OURS"),
        ("LABEL_0=good,LABEL_1=positive", "one of negative, neutral, positive"),
        ("LABEL_0=negative", "say what 'LABEL_1' mean too"),
        ("LABEL_0=negative,LABEL_1=positive,LABEL_2=neutral", "has no label 'LABEL_2'"),
    ],
)
def test_a_map_with_a_fault_is_explained(given: str, said: str) -> None:
    with pytest.raises(CannotAdd, match=said):
        given_map("sentiment", ("LABEL_0", "LABEL_1"), given)


def test_no_word_means_two_of_our_labels() -> None:
    path = Path(labels_module.__file__).with_name("label_words.toml")
    for task, sets in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert tuple(sets) == LABELS[task]
        words = [word for found in sets.values() for word in found]
        assert len(words) == len(set(words)), task
        assert [plain(word) for word in words] == words
