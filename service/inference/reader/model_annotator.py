"""The annotator of the service: the model of the task "reader", in the engine's own batches."""

from __future__ import annotations

from collections.abc import Sequence

from service.inference.manifest.needs import ModelNeed
from service.inference.protocol import Call, Engine, Head, Segment, TokenOutputs
from service.inference.reader import attributions, mentions
from service.inference.reader.attributions import read_attributions
from service.inference.reader.mentions import read_names, read_references
from service.inference.reader.token_table import token_table
from service.inference.token_outputs import columns_of
from service.kit.offload import offload
from service.text.document import BlockKind, Document, Sentence
from service.text.reading import TextReading

TASK = "reader"
READER = ModelNeed(
    TASK,
    frozenset({"tokens"}),
    heads=(
        "attribution",
        "source_query",
        "source_key",
        "mention",
        "antecedent_query",
        "antecedent_key",
    ),
    head_labels=(("attribution", attributions.LABELS), ("mention", mentions.LABELS)),
)
_LINE_BREAKS = str.maketrans("\n\r\t\v\f\x85\u2028\u2029", " " * 8)


class ModelAnnotator:
    """Reads documents with a model for tokens with the heads of `READER`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def annotate(self, document: Document, call: Call) -> TextReading:
        """See `Annotator.annotate`."""
        segments = segments_of(document, sentences_read(document))
        if not segments:
            return TextReading()
        outputs = await self._engine.read(TASK, segments, call)
        heads = self._engine.info(TASK, call.profile).heads
        return await offload(len(document.text), decode, document, outputs, heads)


def segments_of(document: Document, sentences: Sequence[Sentence]) -> list[Segment]:
    """One segment for each sentence, of the same length."""
    before: int | None = None
    made = []
    for sentence in sentences:
        text = document.read(sentence.span).translate(_LINE_BREAKS)
        made.append(Segment(text, opens_block=sentence.block != before))
        before = sentence.block
    return made


def decode(
    document: Document, outputs: Sequence[TokenOutputs], heads: Sequence[Head]
) -> TextReading:
    """What the outputs of all segments of a document say."""
    table = token_table(
        document.text,
        sentences_read(document),
        [own.spans for own in outputs],
        [own.values for own in outputs],
        {head.name: columns_of(heads, head.name) for head in heads},
    )
    return TextReading(
        read_names(table, document),
        read_references(table, document),
        read_attributions(table),
    )


def sentences_read(document: Document) -> list[Sentence]:
    """The sentences of a document that are read: all but boilerplate."""
    return [s for s in document.sentences if s.kind is not BlockKind.BOILERPLATE]
