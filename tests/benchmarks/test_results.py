"""Texts that are sent, figures that are read, tables that are written."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from benchmarks import exposition, results, trace
from benchmarks.peer import PEERS


def test_no_sentence_is_sent_twice(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    data.write_text("".join(json.dumps({"text": t}) + "\n" for t in ("One.", "Two.", "One.")))
    found = list(itertools.islice(trace.sentences(trace.texts(data)), 20))
    assert len(set(found)) == 20
    assert {"One.", "Two."} == set(found[:2])


def test_articles_share_no_long_sentence() -> None:
    made = [trace.article(800, 1), trace.article(800, 2)]
    for text in made:
        assert 800 <= len(text.split()) < 1000
    sentences = [
        s for text in made for s in text.replace("\n", ". ").split(". ") if len(s.split()) > 12
    ]
    assert len(set(sentences)) >= 0.9 * len(sentences)


def test_useful_tokens_are_read_over_all_models(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "copydesk_engine_batch"
    body = (
        f"# HELP {name}_tokens_total Useful.\n"
        f'{name}_tokens_total{{model="a"}} 60.0\n{name}_tokens_total{{model="b"}} 30.0\n'
        f'{name}_padded_tokens_total{{model="a"}} 100.0\n'
    )
    monkeypatch.setattr(exposition, "get", lambda *_: (200, body.encode()))
    after = exposition.sums(1)
    assert exposition.useful({}, after) == pytest.approx(0.9)
    assert exposition.useful(after, after) is None


def test_a_section_is_written_between_its_markers(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("before\n<!-- a -->\nold\n<!-- /a -->\nafter\n")
    results.write(document, "a", results.table(["x", "y"], [["1", r"\1"]]))
    text = document.read_text()
    assert "old" not in text
    assert text.startswith("before\n<!-- a -->\n| x | y |\n")
    assert text.endswith("| 1 | \\1 |\n<!-- /a -->\nafter\n")
    with pytest.raises(ValueError, match="no markers"):
        results.write(document, "b", "")


def strings(found: object) -> list[str]:
    """Every string of a JSON value."""
    if isinstance(found, dict):
        return [s for value in found.values() for s in strings(value)]
    if isinstance(found, list):
        return [s for value in found for s in strings(value)]
    return [str(found)]


def test_every_server_takes_the_same_text() -> None:
    text = 'A “quoted” {text} with "marks".'
    for peer in PEERS.values():
        head, _, body = peer.request(text).partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
        assert text in strings(json.loads(body))
