"""Runs batches with torch: the `Backend` of the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from service.inference.backends.labels import label_matrix, to_labels
from service.inference.backends.nli import hypotheses
from service.inference.backends.oom import memory_errors
from service.inference.backends.shape_buckets import filled
from service.inference.backends.tokenization import (
    TokenPiece,
    encode,
    for_posted_texts,
    read_tokenizer,
)
from service.inference.manifest.entry import WRITERS
from service.inference.protocol import ModelInfo, Scores, Segment, Window
from service.inference.segments.tokenise import SegmentTokens, tokenise_segments

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

    from service.inference.backends.packed import Encoder
    from service.inference.backends.prompts import Prompts
    from service.inference.backends.writer import Writer
    from service.inference.manifest.entry import ModelEntry
    from service.inference.models.hf_loader import LoadedModel
    from service.inference.models.registry import Registry
    from service.inference.models.weight_pool import Network
    from service.inference.torch_runtime import Precision

_log = structlog.get_logger("copydesk.inference")


@dataclass(frozen=True, slots=True)
class _Model:
    """A model that is ready to run."""

    entry: ModelEntry
    tokenizer: Tokenizer
    encoder: Encoder
    to_ours: Scores
    precision: str


@dataclass(frozen=True, slots=True)
class _WritingModel:
    """A model that is ready to generate text."""

    prompts: Prompts
    writer: Writer
    precision: str


class TorchBackend:
    """Runs networks with torch.

    Args:
        registry: the models.
        threads: compute threads of one call; by default the cores that the container grants.
        precision: the precision to compute in.
        prepared: a folder that `shared_weights.prepare` wrote; its weights are mapped, not built.
    """

    def __init__(
        self,
        registry: Registry,
        threads: int | None = None,
        precision: Precision = "fp32",
        prepared: Path | None = None,
    ) -> None:
        self._registry = registry
        self._threads = threads
        self._precision = precision
        self._prepared = prepared
        self._models: dict[str, _Model] = {}
        self._writing: dict[str, _WritingModel] = {}

    def load(self) -> None:
        """See `Backend.load`."""
        from service.inference import torch_runtime
        from service.inference.backends.onednn_weights import OnednnWeights
        from service.inference.models import shared_weights
        from service.inference.models.weight_pool import Network, WeightPool, ready

        torch_runtime.prepare(self._threads)
        stored = shared_weights.read(self._prepared) if self._prepared else {}
        pool, order = WeightPool(), OnednnWeights()
        for name, entry in self._registry.entries.items():
            if entry.architecture == "endpoint":
                continue
            if entry.architecture in WRITERS:
                self._writing[name] = self._writing_model(name)
                continue
            network = stored.get(name) or ready(self._registry, name, self._precision, pool)
            # Mapped weights are not reordered, because each process would then have its own copy.
            if name not in stored and isinstance(network, Network):
                network = replace(network, layout=order.layout(network.layout))
            self._models[name] = self._model(name, network)
        _log.info("models loaded", precision=self._precisions())

    def _precisions(self) -> dict[str, str]:
        every: dict[str, _Model | _WritingModel] = {**self._models, **self._writing}
        return {name: model.precision for name, model in every.items()}

    def _writing_model(self, name: str) -> _WritingModel:
        import torch

        from service.inference.backends.precision import DTYPES
        from service.inference.backends.prompts import Prompts
        from service.inference.backends.writer import Writer
        from service.inference.generation_settings import GenerationSettings

        loaded = self._registry.load(name)
        entry, tokenizer = loaded.entry, loaded.tokenizer
        on, precision = self._placed(entry)
        torch.nn.Module.to(loaded.module, on, DTYPES[precision])
        writer = Writer(
            loaded.module,
            tokenizer,
            entry.generation or GenerationSettings(),
            pad_id=loaded.pad_id,
            causal=entry.architecture == "causal",
        )
        prompts = Prompts(entry, tokenizer, self._registry.base_folder(name))
        return _WritingModel(prompts, writer, precision)

    def _placed(self, entry: ModelEntry, settled: str | None = None) -> tuple[torch.device, str]:
        """The device and the precision of a model; `settled` is what its weights already are in."""
        from service.inference.backends.precision import choose, device, fallbacks

        on = device(entry.device)
        precision = settled or choose(entry.precision or self._precision, None, on)
        if instead := fallbacks(entry, precision, on):
            _log.warning("model falls back", model=entry.name, **instead)
        return on, precision

    def _model(self, name: str, network: Network | LoadedModel) -> _Model:
        import torch

        from service.inference.backends.packed import PackedEncoder
        from service.inference.backends.precision import DTYPES, put
        from service.inference.models.weight_pool import Network

        entry = self._registry.entries[name]
        matrix = label_matrix(entry, network.own_labels)
        settled = network.precision if isinstance(network, Network) else None
        on, precision = self._placed(entry, settled)
        if isinstance(network, Network):
            # One for a template reads special tokens, so it is not that of other models.
            own = read_tokenizer(self._registry.base_folder(name)) if entry.template else None
            tokenizer = for_posted_texts(own or self._registry.tokenizer(name), entry.template)
            encoder = PackedEncoder(put(network.layout, DTYPES[precision], on))
            return _Model(entry, tokenizer, encoder, matrix, network.precision)
        from service.inference.backends.hf_padded import PaddedEncoder

        module = network.module
        _log.info("network runs unpacked", model=name, kind=type(module).__name__)
        torch.nn.Module.to(module, on, DTYPES[precision])
        padded = PaddedEncoder(module, network.pad_id, types=network.token_types, head=network.head)
        tokenizer = for_posted_texts(network.tokenizer, entry.template)
        return _Model(entry, tokenizer, padded, matrix, precision)

    def infos(self) -> dict[str, ModelInfo]:
        """See `Backend.infos`."""
        infos = {name: self._registry.info(name) for name in self._registry.entries}
        for name, precision in self._precisions().items():
            infos[name] = replace(infos[name], precision=precision)
        return infos

    def packing(self, name: str) -> Callable[[int], int] | None:
        """See `Backend.packing`."""
        from service.inference.backends.packed import PackedEncoder

        model = self._models.get(name)  # models that generate text are not among them
        return filled if model and isinstance(model.encoder, PackedEncoder) else None

    def tokenise(self, name: str, windows: Sequence[Window]) -> list[TokenPiece]:
        """See `Backend.tokenise`."""
        model = self._models[name]
        limit = model.entry.max_tokens
        if model.entry.nli is None:
            if model.entry.pair == "none":  # it was never shown a target
                windows = [Window(window.text) for window in windows]
            first = model.entry.pair_order == "target-first"
            template = model.entry.template
            return encode(model.tokenizer, windows, limit, target_first=first, template=template)
        pieces = []
        for side in (0, 1):
            put = [hypotheses(w.target or "", model.entry.nli)[side] for w in windows]
            asked = [Window(w.text, h.text) for w, h in zip(windows, put, strict=True)]
            for piece in encode(model.tokenizer, asked, limit, target_first=False):
                pieces.append(replace(piece, turned=put[piece.owner].turned))
        return pieces

    def tokenise_segments(self, name: str, segments: Sequence[Segment]) -> SegmentTokens:
        """See `Backend.tokenise_segments`."""
        model = self._models[name]
        reading = model.entry.reading
        return tokenise_segments(
            model.tokenizer, segments, model.entry.max_tokens,
            context=reading.context, typed=reading.case_types,
        )  # fmt: skip

    def run(self, name: str, batch: Sequence[TokenPiece]) -> Scores:
        """See `Backend.run`."""
        model = self._models[name]
        with memory_errors():
            outputs = model.encoder(batch)
            if model.entry.architecture in ("encoder", "tokens"):
                return outputs
            return to_labels(outputs, model.entry, model.to_ours, batch)

    def prompts(self, name: str, texts: Sequence[str], words: int | None) -> list[TokenPiece]:
        """See `Backend.prompts`."""
        return self._writing[name].prompts.pieces(texts, words)

    def generate(
        self, name: str, piece: TokenPiece, max_tokens: int, step: Callable[[int, str], bool]
    ) -> str:
        """See `Backend.generate`."""
        with memory_errors():
            return self._writing[name].writer.write(piece, max_tokens, step)
