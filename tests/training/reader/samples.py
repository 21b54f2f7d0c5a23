"""Small texts with analyses and labels, in words that the tokenizer of `tiny` knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tokenizers import Tokenizer

from models.training.reader.data.analyses import Analysis, Entity, Word
from models.training.reader.documents import LabelledDocument
from models.training.reader.labels import attributions
from models.training.reader.labels.attributions import Parts
from models.training.reader.labels.references import UNKNOWN, Form, Mention, ReferenceLabels
from models.training.reader.tokens import tokens_of
from service.inference.backends.tokenization import read_tokenizer
from service.inference.reader.mentions import LABELS as MENTIONS
from tests.inference import tiny


def analysis(
    text: str,
    parts: Mapping[str, str],
    entities: Mapping[str, str] | None = None,
    heads: Mapping[str, str] | None = None,
) -> Analysis:
    """Words with the parts of speech that `parts` gives, each depending on itself or its head.

    `entities` and `heads` name words of the text; each is the first of its kind there.
    """
    found = [match.span() for match in re.finditer(r"[\w-]+|[^\w\s]", text)]
    index = {text[b:e]: i for i, (b, e) in reversed(list(enumerate(found)))}
    on = {index[word]: index[head] for word, head in (heads or {}).items()}
    return Analysis(
        tuple(
            Word(b, e, on.get(i, i), parts.get(text[b:e], "X")) for i, (b, e) in enumerate(found)
        ),
        tuple(
            Entity(text.index(name), text.index(name) + len(name), label)
            for name, label in (entities or {}).items()
        ),
    )


def base(root: Path) -> Path:
    """The folder of a tiny base encoder."""
    tiny.make(root)
    return root / "cache" / tiny.BASE


def tokenizer(root: Path) -> Tokenizer:
    """The tokenizer of a tiny base encoder."""
    return read_tokenizer(base(root))


def documents(tokenizer: Tokenizer, count: int = 4) -> list[LabelledDocument]:
    """Texts of two sentences with a speaker, a name and a pronoun, and others with less."""
    return [document(tokenizer, n, whole=n % 2 == 0) for n in range(count)]


def document(tokenizer: Tokenizer, number: int = 0, *, whole: bool = True) -> LabelledDocument:
    """A text of which all is labelled, or only its name."""
    text = "The Mayor was good. the council opens the harbour and it was good."
    tokens = tokens_of(text, tokenizer)
    words = [text[b:e] for b, e in tokens.spans.tolist()]
    first, second = words.index("Mayor"), words.index("council")
    columns = [0 if whole else UNKNOWN] * len(words)
    columns[first] = MENTIONS.index("B-person")
    if not whole:
        return LabelledDocument(
            str(number), "labelled", "", tokens, None, ReferenceLabels(columns, None)
        )
    columns[second] = MENTIONS.index("B-nominal")
    referred = [
        Mention(first, 1, Form.NAME),
        Mention(second, 2, Form.NOMINAL),
        Mention(words.index("it"), 2, Form.PRONOUN),
    ]
    parts = Parts([(4, 9)], [(10, 13)], [(text.index("the council"), text.index(" and"))])
    return LabelledDocument(
        str(number),
        "polnear",
        "labels",
        tokens,
        attributions.label(tokens, len(text), [parts]),
        ReferenceLabels(columns, referred),
    )
