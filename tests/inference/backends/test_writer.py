"""Models that generate text: of every usual architecture, with the settings of `model.toml`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from service.inference.backends.writer import generation_config
from service.inference.engine import LocalEngine
from service.inference.generation_settings import GenerationSettings
from service.inference.manifest.entry import ModelFileError
from service.inference.models.registry import Registry
from service.inference.protocol import Call
from service.inference.torch_backend import TorchBackend
from tests.inference import tiny
from tests.inference.models.test_other_models import save
from tests.inference.words import eventually
from tests.inference.writers import CAUSAL, SEQ2SEQ, bart, writer

SUMMARISER = 'task = "summary"\narchitecture = "{}"\n'
TEXT = "the council closes the harbour road"


def toml(kind: str, **settings: object) -> str:
    """The lines of a `model.toml` for a kind of network."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    architecture = "causal" if kind in CAUSAL else "seq2seq"
    return "\n".join([SUMMARISER.format(architecture), "[generation]", *lines])


@asynccontextmanager
async def engine(registry: Registry) -> AsyncIterator[LocalEngine]:
    """An engine that runs."""
    made = LocalEngine(TorchBackend(registry, threads=1), grace=0.1)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


@pytest.mark.parametrize("kind", SEQ2SEQ + CAUSAL)
async def test_every_architecture_writes(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = toml(kind, max_new_tokens=32)
    registry = save(tmp_path, writer(kind), settings)
    heard: list[tuple[int, int, str]] = []
    async with engine(registry) as made:
        call = Call()
        with caplog.at_level("WARNING"):
            texts = [TEXT, "good mayor"]
            await made.generate(texts, 8, call, listener=lambda *told: heard.append(told))
            again = await made.generate(texts, 8)
        assert again == await made.generate(texts, 8)
    assert call.windows == 2
    assert {index for index, _, _ in heard} == {0, 1}
    assert all(1 <= tokens <= 8 for _, tokens, _ in heard)
    words = {word for _, _, text in heard for word in text.split()}
    assert words
    assert words <= {*tiny.WORDS, "[UNK]"}  # and not those of the prompt's special tokens
    assert not caplog.records


async def test_a_seq2seq_model_writes_what_the_plain_network_does(tmp_path: Path) -> None:
    network = bart(ends_early=9.0)
    registry = save(tmp_path, network, toml("bart", beams=1, min_new_tokens=0))
    async with engine(registry) as made:
        (text,) = await made.generate([TEXT], 8)
    tokenizer = registry.load("theirs").tokenizer
    import torch

    ids = torch.tensor([tokenizer.encode(TEXT).ids])
    network.generation_config = generation_config(
        network.generation_config, GenerationSettings(beams=1, min_new_tokens=0), causal=False
    )[0]
    plain = network.generate(input_ids=ids, max_new_tokens=8)  # type: ignore[operator]
    assert text == tokenizer.decode(plain[0].tolist(), skip_special_tokens=True)


async def test_a_sentence_that_the_limit_cuts_off_is_not_given(tmp_path: Path) -> None:
    registry = save(tmp_path, bart(ends_early=-99.0), SUMMARISER.format("seq2seq"))
    async with engine(registry) as made:
        assert await made.generate([TEXT], 8) == [""]


def test_a_checkpoints_settings_give_way_where_they_contradict_ours() -> None:
    own = bart(0.0).generation_config
    made, least = generation_config(own, GenerationSettings(), causal=False)
    assert (made.max_length, made.min_length, least) == (None, None, 56)
    assert (made.do_sample, made.temperature, made.top_k, made.num_beams) == (False, None, None, 4)
    assert (made.no_repeat_ngram_size, made.length_penalty) == (3, 2.0)
    assert own.max_length == 142  # the model's own are as they were


def test_the_settings_of_the_manifest_go_before_the_checkpoints() -> None:
    settings = GenerationSettings(
        beams=2, min_new_tokens=3, length_penalty=0.5, no_repeat_ngram_size=0,
        repetition_penalty=1.3,
    )  # fmt: skip
    made, least = generation_config(bart(0.0).generation_config, settings, causal=False)
    assert (made.num_beams, least, made.length_penalty) == (2, 3, 0.5)
    assert (made.no_repeat_ngram_size, made.repetition_penalty) == (0, 1.3)


async def test_sampling_is_the_same_each_time(tmp_path: Path) -> None:
    sampled = toml("llama", sample=True, temperature=2.0, seed=5, max_new_tokens=16)
    registry = save(tmp_path, writer("llama"), sampled)
    heard: list[str] = []
    async with engine(registry) as made:
        for _ in range(2):
            await made.generate([TEXT], 12, listener=lambda i, n, text: heard.append(text))
    assert len(heard) % 2 == 0
    assert heard[: len(heard) // 2] == heard[len(heard) // 2 :]


async def test_a_text_that_ends_the_output_is_not_part_of_it(tmp_path: Path) -> None:
    async with engine(
        save(tmp_path / "a", writer("llama"), toml("llama", max_new_tokens=32))
    ) as made:
        heard: list[str] = []
        await made.generate([TEXT], 24, listener=lambda i, n, text: heard.append(text))
    words = heard[-1].split()
    stop = next(word for word in words if word != words[0])
    async with engine(
        save(tmp_path / "b", writer("llama"), toml("llama", stop=[stop], max_new_tokens=32))
    ) as made:
        (text,) = await made.generate([TEXT], 24)
    assert text.split() == words[: words.index(stop)]


async def test_the_prompt_is_part_of_the_input(tmp_path: Path) -> None:
    registry = save(tmp_path, writer("t5"), toml("t5", prompt="mayor good: {text}"))
    backend = TorchBackend(registry, threads=1)
    backend.load()
    (piece,) = backend.prompts("theirs", [TEXT], None)
    tokenizer = registry.load("theirs").tokenizer
    assert list(piece.ids) == tokenizer.encode(f"mayor good: {TEXT}").ids


async def test_a_text_that_does_not_fit_beside_the_prompt_becomes_several(tmp_path: Path) -> None:
    registry = save(tmp_path, writer("t5"), toml("t5", prompt="good mayor {text}"))
    backend = TorchBackend(registry, threads=1)
    backend.load()
    long = " ".join(tiny.WORDS * 8)
    pieces = backend.prompts("theirs", [long, TEXT], None)
    assert [piece.owner for piece in pieces] == [*[0] * (len(pieces) - 1), 1]
    assert all(len(piece) <= 48 for piece in pieces)
    decoded = [registry.load("theirs").tokenizer.decode(list(p.ids)) for p in pieces[:-1]]
    assert all(text.startswith("good mayor ") for text in decoded)
    assert " ".join(text.removeprefix("good mayor ") for text in decoded) == long


def test_a_prompt_without_room_for_a_text_is_refused(tmp_path: Path) -> None:
    registry = save(tmp_path, writer("t5"), toml("t5", prompt="good " * 40 + "{text}"))
    with pytest.raises(ModelFileError, match="`prompt` leaves"):
        TorchBackend(registry, threads=1).load()


CHAT = (
    "{{ bos_token }}{% for m in messages %}{{ m.role }} {{ m.content }} {% endfor %}"
    "{% if add_generation_prompt %}mayor{% endif %}{% if enable_thinking %} bad{% endif %}"
)


def with_chat(root: Path, template: str | None, **settings: object) -> Registry:
    """A causal model whose tokenizer has a chat template."""
    settings = {"chat": True, "system": "good", "max_new_tokens": 8, **settings}
    registry = save(root, writer("qwen3"), toml("qwen3", **settings))
    config = {"bos_token": {"content": "[CLS]"}, "chat_template": template}
    path = root / "checkpoint" / "tokenizer_config.json"
    path.write_text(json.dumps(config))
    manifest = root / "own" / "theirs" / "model.toml"
    manifest.write_text(manifest.read_text() + f'"{path.name}" = "{tiny.sha256(path)}"\n')
    return Registry(registry.models_dir, registry.cache_dir, own_dir=root / "own")


async def test_a_chat_model_is_given_its_template(tmp_path: Path) -> None:
    registry = with_chat(tmp_path, CHAT, prompt="road {text} of {words}")
    backend = TorchBackend(registry, threads=1)
    backend.load()
    (piece,) = backend.prompts("theirs", ["harbour"], 25)
    tokenizer = registry.load("theirs").tokenizer
    assert tokenizer.decode(list(piece.ids), skip_special_tokens=False).split() == (
        "[CLS] [UNK] good [UNK] road harbour of [UNK] mayor".split()  # "system", "user" and "25"
    )


async def test_thinking_is_asked_for_only_where_the_manifest_says_so(tmp_path: Path) -> None:
    backend = TorchBackend(with_chat(tmp_path, CHAT, thinking=True, prompt="{text}"), threads=1)
    backend.load()
    (piece,) = backend.prompts("theirs", ["harbour"], None)
    tokenizer = backend._registry.load("theirs").tokenizer
    assert tokenizer.decode(list(piece.ids)).endswith("mayor bad")


def test_a_chat_without_a_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"chat_template\.jinja"):
        TorchBackend(with_chat(tmp_path, None), threads=1).load()


async def test_a_caller_who_leaves_ends_a_generation_in_the_middle(tmp_path: Path) -> None:
    registry = save(tmp_path, bart(ends_early=-99.0), toml("bart", beams=1))
    begun, heard = asyncio.Event(), []

    def told(index: int, tokens: int, text: str) -> None:
        heard.append(tokens)
        begun.set()

    async with engine(registry) as made:
        work = asyncio.create_task(made.generate([TEXT], 50, listener=told))
        await begun.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert await asyncio.to_thread(eventually, lambda: not made.load.tokens)
        assert made.ready  # the lane lives on
        assert await made.generate(["good mayor"], 4) == [""]
    assert heard[-1] < 50


def test_input_and_output_of_a_causal_model_must_fit_together(tmp_path: Path) -> None:
    registry = save(tmp_path, writer("llama"), toml("llama", max_new_tokens=100))
    with pytest.raises(ModelFileError, match=r"128 tokens.*48 with `max_new_tokens` = 100"):
        registry.load("theirs")
