"""The verdict of a model with heads, and of one without."""

from __future__ import annotations

from dataclasses import replace

from service.inference.article_heads import ArticleHead, ArticleHeads
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import ArticleSettings, Call, ModelInfo
from service.text.segmentation.builder import build_document
from tests.tasks.calls import stance_of

TEXT = (
    "“The plan is excellent and a great success,” said Tom Reyes. The council met on Monday. "
    "The plan is a terrible failure, and it will harm the town. Nobody spoke of the plan again."
)
AUTHOR = ArticleHead({"author_most": 8.0, "topic": -1.0})
SPEAKER = ArticleHead({"speaker_most": 8.0, "topic": -1.0})


def with_heads(text: ArticleHead) -> ModelInfo:
    info = FakeEngine().info("stance")
    heads = ArticleHeads(text, AUTHOR, SPEAKER)
    return replace(info, article=ArticleSettings(heads=heads), context=True)


async def test_heads_say_whose_words_count() -> None:
    document = build_document(TEXT)
    for head, label in ((AUTHOR, "against"), (SPEAKER, "favor")):
        engine = FakeEngine(models=[with_heads(head)])
        result, _ = await stance_of(document, engine, Call(), targets=("the plan",))
        (target,) = result.targets
        assert target.label == label
        assert {v.kind: v.label for v in target.voices} == {"author": "against", "speaker": "favor"}


async def test_each_speaker_with_a_name_has_a_verdict_and_its_passages() -> None:
    text = TEXT + "\n\n“The plan is awful,” said Ana Duarte."
    result, _ = await stance_of(
        build_document(text), FakeEngine(models=[with_heads(AUTHOR)]), Call(), targets=("the plan",)
    )
    found = {s.name: (s.label, s.passages) for s in result.targets[0].speakers}
    assert found == {"Tom Reyes": ("favor", 1), "Ana Duarte": ("against", 1)}
    for speaker in result.targets[0].speakers:
        assert len(speaker.spans) == speaker.passages


async def test_a_speaker_without_a_name_is_in_the_voices_alone() -> None:
    text = "“The plan is excellent,” said a trader. The council met on Monday."
    result, _ = await stance_of(build_document(text), FakeEngine(), Call(), targets=("the plan",))
    (target,) = result.targets
    assert [v.kind for v in target.voices] == ["speaker"]
    assert target.speakers == []


async def test_a_single_sentence_has_the_verdict_of_the_model() -> None:
    never = ArticleHead({"topic": -9.0})
    document = build_document("The plan is a terrible failure.")
    result, _ = await stance_of(
        document, FakeEngine(models=[with_heads(never)]), Call(), targets=("the plan",)
    )
    assert result.targets[0].label == "against"


async def test_without_heads_the_mean_of_the_passages_decides() -> None:
    result, _ = await stance_of(build_document(TEXT), FakeEngine(), Call(), targets=("the plan",))
    assert {v.kind: v.label for v in result.targets[0].voices} == {
        "author": "against",
        "speaker": "favor",
    }
