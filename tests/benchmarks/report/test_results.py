"""Texts that are sent, figures that are read, tables that are written."""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path

import pytest

from benchmarks import article, length
from benchmarks.load import options, trace
from benchmarks.report import goals, results
from benchmarks.servers import exposition
from benchmarks.servers.peer import PEERS
from service.inference.backends.tokenization import TokenPiece
from service.text.segmentation.builder import build_document


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
    assert exposition.work({}, after).useful == pytest.approx(0.9)
    assert exposition.work(after, after).useful is None


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


def test_the_line_through_costs() -> None:
    fit = length.line([100, 1000, 10_000], [0.15, 0.6, 5.1])
    assert fit == pytest.approx({"slope": 0.0005, "start": 0.1, "r2": 1.0})


def test_batches_hold_every_piece_and_keep_to_the_budget() -> None:
    pieces = [TokenPiece(i, (1,) * (i + 1), (0,) * (i + 1), 1.0) for i in range(40)]
    made = article.batches(pieces, 64)
    assert sorted(p.owner for batch in made for p in batch) == list(range(40))
    assert all(max(map(len, batch)) * len(batch) <= 64 for batch in made)


def test_goals_say_what_was_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {
        "closed-copydesk": {"rate": 190.0, "flop": 3e9, "precision": "bf16"},
        "closed-infinity": {"rate": 100.0},
        "forward": {"peaks": {"bf16": 4e9}},
        "open-copydesk": {"p95": 20.0},
        "open-infinity": {"p95": 50.0},
    }
    monkeypatch.setattr(results, "load", kept.get)
    rows = goals.table().splitlines()[2:]
    assert [row.split(" | ")[-1] for row in rows] == ["**no** |", "yes |", "yes |"]
    assert "1.9×" in rows[0]
    assert "0.40 of its 50 ms" in rows[1]
    assert "0.75 (bf16)" in rows[2]


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


def test_every_text_of_our_own_holds_a_sentence() -> None:
    made = trace.texts(None)
    assert len(made) > 20
    assert all(any(True for _ in build_document(text).content()) for text in made)


def test_what_holds_no_sentence_is_not_sent(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    rows = ("Read more: How the buses run", "https://example.org", "The mayor lied.")
    data.write_text("".join(json.dumps({"text": row}) + "\n" for row in rows))
    assert trace.texts(data) == ["The mayor lied."]
    data.write_text(json.dumps({"text": "https://example.org"}) + "\n")
    with pytest.raises(ValueError, match="holds no sentence"):
        trace.texts(data)


def test_results_of_other_texts_or_loads_are_not_mixed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "BUILD", tmp_path)
    monkeypatch.setattr(results, "_folder", tmp_path)
    data = tmp_path / "rows.jsonl"

    def choose(*arguments: str) -> None:
        monkeypatch.setattr("sys.argv", ["benchmarks", *arguments])
        parser = argparse.ArgumentParser()
        options.options(parser)
        options.parsed(parser)

    choose()
    results.save("closed-peer", {"rate": 1.0})
    assert results.load("closed-peer") is not None
    choose("--quick")
    assert results.load("closed-peer") is None
    data.write_text(json.dumps({"text": "The mayor lied."}) + "\n")
    choose("--data", str(data))
    assert results.load("closed-peer") is None
    choose()
    assert results.load("closed-peer") is not None
