"""Which sentences are read for a target, and when a text is read as a whole too."""

from __future__ import annotations

from itertools import pairwise

from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.tasks.annotations import Annotations
from service.tasks.target import Target, TargetKind, TargetSpec
from service.tasks.targeted.passages.find import LONG_TEXT, SHORT_TEXT, find_passages
from service.text.segmentation.builder import build_document
from tests.tasks.calls import stance_of

COMMENT = "Gun control works. I have seen it save lives. Every town should try it."


async def find(
    text: str, target: str, kind: TargetKind, *, wide: bool = False
) -> tuple[int, bool, bool]:
    """(passages, read as a whole too, about the target)."""
    annotations = Annotations(build_document(text), FakeEngine(), Call())
    found = await find_passages(annotations, Target(target, kind), wide=wide)
    return len(found.passages), found.share > 0.0, found.about


async def test_a_comment_is_one_argument() -> None:
    assert await find(COMMENT, "gun control", TargetKind.TOPIC) == (3, True, True)


async def test_an_entity_is_judged_where_it_is_named() -> None:
    text = "Duarte won the vote. Traders were angry. The road stays shut."
    assert await find(text, "Duarte", TargetKind.ENTITY) == (1, False, True)


async def test_a_report_with_speakers_is_one_argument_only_to_heads() -> None:
    text = COMMENT + " “It is a terrible idea,” said Mayor Ana Duarte."
    count, whole, _ = await find(text, "gun control", TargetKind.TOPIC)
    assert not whole
    assert count < 4
    assert await find(text, "gun control", TargetKind.TOPIC, wide=True) == (4, True, True)


async def test_a_long_text_is_judged_by_its_passages() -> None:
    text = COMMENT + " The sea was calm and nobody was on the quay that day." * (LONG_TEXT // 10)
    count, whole, about = await find(text, "gun control", TargetKind.TOPIC)
    assert (whole, about) == (False, True)
    assert count < 10


async def test_a_comment_on_something_else_has_no_passages() -> None:
    assert await find(COMMENT, "quantum cryptography", TargetKind.TOPIC) == (0, False, False)


async def test_author_and_speakers_are_judged_apart() -> None:
    document = build_document(
        "The plan is a terrible failure, and it will harm the town. “The plan is excellent,” "
        "said Tom Reyes. The council met on Monday to hear about the plan again, and it "
        "decided nothing."
    )
    result, _ = await stance_of(document, FakeEngine(), Call(), targets=("the plan",))
    voices = {v.kind: v for v in result.targets[0].voices}
    assert voices["author"].label == "against"
    assert voices["speaker"].label == "favor"
    assert sum(v.passages for v in voices.values()) == len(result.targets[0].evidence)


async def test_no_sentence_decides_by_itself_whether_a_text_is_judged_whole() -> None:
    neutral = " The sea was calm that day."
    words, shares, scores = [], [], []
    for count in range(1, 2 * LONG_TEXT // 6):
        text = "Gun control is a great success. The sea was terrible." + neutral * count
        annotations = Annotations(build_document(text), FakeEngine(), Call())
        about = Target("gun control", TargetKind.TOPIC)
        shares.append((await find_passages(annotations, about)).share)
        result, _ = await stance_of(
            build_document(text),
            FakeEngine(),
            Call(),
            targets=(TargetSpec("gun control", kind=TargetKind.TOPIC),),
        )
        scores.append(result.targets[0].score)
        words.append(len(text.split()))
    assert shares[0] == 1.0
    assert shares[-1] == 0.0
    steps = [before - after for before, after in pairwise(shares)]
    assert all(0.0 <= step <= 6 / (LONG_TEXT - SHORT_TEXT) + 1e-9 for step in steps)
    # The verdict follows without a jump, where a step would have taken the whole way at once.
    moves = [abs(after - before) for before, after in pairwise(scores)]
    assert abs(scores[-1] - scores[0]) > 0.15
    assert max(moves) < 0.05


async def test_a_name_that_the_text_does_not_mention_is_not_found() -> None:
    text = "Mayor Ana Duarte closed the quay. Traders call it a terrible plan by Duarte."
    assert await find(text, "Tom Reyes", TargetKind.ENTITY) == (0, False, False)
    assert await find("Duarte is terrible.", "Tom Reyes", TargetKind.ENTITY) == (0, False, False)


async def test_people_that_are_described_may_be_meant_by_other_words() -> None:
    text = "The traders of the quay are angry. “The road is shut,” said Tom Reyes."
    count, _, about = await find(text, "the angry traders of the quay", TargetKind.ENTITY)
    assert about
    assert count > 0
