"""Maps the labels of a checkpoint to those of a task."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from service.model_import.errors import CannotAdd

LABELS: Mapping[str, tuple[str, str, str]] = {
    "stance": ("against", "neutral", "favor"),
    "sentiment": ("negative", "neutral", "positive"),
    "verify": ("contradicted", "not_in_text", "supported"),
}
"""The labels of each task, from the low pole to the high one."""

ENTAILMENT, NEUTRAL, CONTRADICTION, NOT_ENTAILMENT = (
    "entailment", "neutral", "contradiction", "not entailment",
)  # fmt: skip
_WORDS = Path(__file__).with_name("label_words.toml")
_MEANINGLESS = re.compile(r"label \d+|\d+")


def plain(label: str) -> str:
    """A label in lower case, with single spaces between its words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label)
    return " ".join(re.sub(r"[_\-./]+", " ", spaced).lower().split())


def entailment_labels(labels: Sequence[str]) -> dict[str, str] | None:
    """The keys of `[nli]` with the labels of an NLI model; None if it is not one."""
    by_name = {plain(label).replace("non entailment", NOT_ENTAILMENT): label for label in labels}
    if set(by_name) == {ENTAILMENT, NEUTRAL, CONTRADICTION}:
        return {name: by_name[name] for name in (ENTAILMENT, NEUTRAL, CONTRADICTION)}
    if set(by_name) == {ENTAILMENT, NOT_ENTAILMENT}:
        return {
            "entailment": by_name[ENTAILMENT], "not_entailment": by_name[NOT_ENTAILMENT],
        }  # fmt: skip
    return None


def label_map(task: str, labels: Sequence[str]) -> dict[str, str]:
    """Each label of a classifier with the task's label it means. Raises `CannotAdd`."""
    words = _words()[task]
    found = {label: words.get(plain(label)) for label in labels}
    unknown = [label for label, meaning in found.items() if meaning is None]
    if unknown:
        raise CannotAdd(_not_understood(task, labels, unknown))
    made = {label: str(meaning) for label, meaning in found.items()}
    if len(labels) > 1 and len(set(made.values())) < 2:
        raise CannotAdd(_not_understood(task, labels, labels))
    return made


def given_map(task: str, labels: Sequence[str], given: str) -> dict[str, str]:
    """The map that `--labels` gives: `THEIRS=OURS`, with commas between. Raises `CannotAdd`."""
    ours = LABELS[task]
    made: dict[str, str] = {}
    for part in given.split(","):
        theirs, equals, meaning = part.strip().rpartition("=")
        if not equals or meaning.strip() not in ours:
            raise CannotAdd(
                f"--labels: {part.strip()!r} is not of the form THEIRS=OURS with one of "
                f"{', '.join(ours)}"
            )
        made[theirs.strip()] = meaning.strip()
    if strange := [label for label in made if label not in labels]:
        raise CannotAdd(f"--labels: the model has no label {strange[0]!r}, only {_list(labels)}")
    if missing := [label for label in labels if label not in made]:
        raise CannotAdd(f"--labels: say what {_list(missing)} mean too: one of {', '.join(ours)}")
    return {label: made[label] for label in labels}


def _not_understood(task: str, labels: Sequence[str], unknown: Sequence[str]) -> str:
    ours = LABELS[task]
    if all(_MEANINGLESS.fullmatch(plain(label)) for label in labels):
        why = "its labels are only numbered; its page may say what they mean"
    else:
        why = f"its labels {_list(unknown)} are not known here"
    example = ",".join(f"{label}={ours[at % len(ours)]}" for at, label in enumerate(labels[:3]))
    return f"{why}: give --labels such as {example!r}, with {', '.join(ours)} on the right side"


def _list(labels: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(repr(label) for label in labels[:most])
    return shown + (f" and {len(labels) - most} more" if len(labels) > most else "")


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """By task: the task's label by the name that a checkpoint may give it."""
    found = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        task: {word: ours for ours, words in sets.items() for word in words}
        for task, sets in found.items()
    }
