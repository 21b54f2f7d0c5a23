"""What a model reads of a passage."""

from __future__ import annotations

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.target import Target, TargetKind
from service.tasks.targeted.passages.find import find_passages
from service.tasks.targeted.passages.windows import whole_text, windows_of
from service.text.segmentation.builder import build_document

ARTICLE = (
    "Quay stays shut\n\nThe council met on Monday. Mayor Ana Duarte closed the quay in March. "
    "She was praised for it.\n\n“The quay is a ruin,” said Tom Reyes. “It will fall.”"
)


async def read(text: str, target: str, kind: TargetKind, *, context: bool) -> list[str]:
    annotations = Annotations(build_document(text), FakeEngine(), Call())
    found = await find_passages(annotations, Target(target, kind), wide=True)
    names = await annotations.names()
    return [w.text for w in windows_of(annotations, names, found, target, context=context)]


async def test_a_passage_stands_marked_after_headline_and_sentence_before() -> None:
    found = await read(ARTICLE, "the quay", TargetKind.TOPIC, context=True)
    assert found[0] == "» Quay stays shut"
    assert (
        "Quay stays shut | The council met on Monday. » Mayor Ana Duarte closed the quay in March."
    ) in found


async def test_without_context_a_passage_is_its_sentence() -> None:
    found = await read(ARTICLE, "the quay", TargetKind.TOPIC, context=False)
    assert "Mayor Ana Duarte closed the quay in March." in found


async def test_the_name_stands_where_a_pronoun_means_the_target() -> None:
    found = await read(ARTICLE, "Ana Duarte", TargetKind.ENTITY, context=True)
    assert found[-1].endswith("in March. » Ana Duarte was praised for it.")


async def test_words_of_a_speaker_who_is_named_elsewhere_begin_with_the_name() -> None:
    text = "The quay opened. “The quay is a ruin,” said Tom Reyes. “The quay will fall.”"
    found = await read(text, "the quay", TargetKind.TOPIC, context=True)
    assert found[-1].endswith("» Tom Reyes: “The quay will fall.”")


async def test_a_long_sentence_before_is_cut_at_its_beginning() -> None:
    long = " ".join(f"word{i}" for i in range(60)).capitalize()
    text = f"{long}. The quay is shut. Nobody came."
    found = await read(text, "the quay", TargetKind.TOPIC, context=True)
    (quay,) = [window for window in found if window.endswith("» The quay is shut.")]
    assert quay.startswith("word24 ")


async def test_a_single_sentence_has_no_context() -> None:
    found = await read("The quay is shut.", "the quay", TargetKind.TOPIC, context=True)
    assert found == ["The quay is shut."]


async def test_a_short_text_is_also_read_as_a_whole_and_a_long_one_is_not() -> None:
    for text, expected in (
        ("The quay is shut. Open it.", "The quay is shut. Open it."),
        ("The quay is shut. " + "Nobody came on that day. " * 60, None),
    ):
        annotations = Annotations(build_document(text), FakeEngine(), Call())
        found = await find_passages(annotations, Target("the quay", TargetKind.TOPIC))
        assert whole_text(annotations, found, "the quay", wide=False) == expected
