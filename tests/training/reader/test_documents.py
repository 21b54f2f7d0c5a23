"""Documents are the same after they were written and read."""

from __future__ import annotations

from pathlib import Path

from models.training.reader import documents
from tests.training.reader import samples


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = samples.documents(samples.tokenizer(tmp_path), 2)
    path = tmp_path / "documents.jsonl"
    documents.write(path, made)
    read = documents.read(path)
    for old, new in zip(made, read, strict=True):
        assert (new.id, new.set, new.kind) == (old.id, old.set, old.kind)
        assert new.attributions == old.attributions
        assert new.references == old.references
        assert new.tokens.spans.tolist() == old.tokens.spans.tolist()
        assert new.tokens.starts.tolist() == old.tokens.starts.tolist()
    documents.write(tmp_path / "again.jsonl", read)
    assert path.read_bytes() == (tmp_path / "again.jsonl").read_bytes()
