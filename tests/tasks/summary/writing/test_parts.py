"""Parts of an article: whole sentences, all of them, none longer than the model reads."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.inference.fake_engine import fake_model
from service.inference.generation_settings import GenerationSettings
from service.tasks.summary.writing.parts import parts_of, room_of

sizes = st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=60)


@given(sizes, st.integers(min_value=5, max_value=90))
def test_nothing_is_lost_and_what_fits_stays_within_the_room(lengths: list[int], room: int) -> None:
    texts = [" ".join(f"w{i}" for _ in range(length)) for i, length in enumerate(lengths)]
    parts = parts_of(texts, room)
    assert " ".join(parts) == " ".join(texts)
    for part in parts:
        assert len(part.split()) <= room or part in texts


def test_parts_are_of_about_equal_length() -> None:
    lengths = [len(part.split()) for part in parts_of(["a b c d e"] * 21, 100)]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 5


def test_a_prompt_takes_room() -> None:
    bare = replace(fake_model("summary"), max_tokens=500)
    prompted = replace(
        bare, generation=GenerationSettings(prompt="Sum up in {words} words: {text}", chat=True)
    )
    assert 0 < room_of(prompted) < room_of(bare) <= 500
