"""`copydesk analyze` file by file: what is refused, what goes on, what fits the terminal."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from service.app import create_app
from service.cli import app, view
from service.cli.commands import analyze as analyze_module
from service.cli.files.article_file import NoArticleFile, read
from service.config.settings import Settings
from service.inference.fake_engine import FakeEngine

runner = CliRunner()
GOOD = "The mayor was praised for the great plan. Traders called it terrible."


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = Settings(_env_file=None, log_level="error")
    monkeypatch.setattr(analyze_module, "_app", lambda profile: create_app(made, FakeEngine()))
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(GOOD)


def _data(name: str) -> bytes | str:
    files: dict[str, bytes | str] = {
        "votes.csv": "name,votes\nAna,1\nTom,2\n",
        "request.json": '{"text": "Good day."}',
        "page.pdf": b"%PDF-1.7\n",
        "a page.pdf": b"%PDF-1.7\n",
        "program.py": "import os\n\nprint(os.name)\n",
        "noise.bin": bytes(range(256)),
        "picture.png": b"\x89PNG\r\n\x1a\n",
        "empty.txt": "",
        "blank.txt": " \n\t\n",
    }
    return files[name]


REFUSED = [
    ("votes.csv", "looks like a table (CSV), no article"),
    ("request.json", "curl -s localhost:8000/v1/analyze"),
    ("page.pdf", "pdftotext page.pdf - | copydesk analyze -"),
    ("program.py", "looks like source code, no article"),
    ("noise.bin", "looks like binary data"),
    ("picture.png", "tesseract picture.png -"),
    ("a page.pdf", "pdftotext 'a page.pdf' - | copydesk analyze -"),
    ("empty.txt", "is empty"),
    ("blank.txt", "is empty"),
    ("nowhere.txt", "no such file or directory"),
    ("folder", "is a folder; name files, such as folder/*.txt"),
    ("a\nb", "no such file or directory"),
]


@pytest.mark.parametrize(("name", "why"), REFUSED)
def test_what_is_no_article_is_refused_in_one_line_and_the_others_are_done(
    name: str, why: str
) -> None:
    if name == "folder":
        Path(name).mkdir()
    elif name != "nowhere.txt" and "\n" not in name:
        content = _data(name)
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    result = runner.invoke(app, ["analyze", name, "good.txt", "--json"])
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    shown = name.replace("\n", "\\n")
    assert line.startswith(f"error: {shown}: ")
    assert why in line
    assert json.loads(result.stdout)["file"] == "good.txt"


@pytest.mark.parametrize("name", ["votes.csv", "request.json", "program.py"])
def test_it_is_read_where_that_is_wanted(name: str) -> None:
    Path(name).write_text(str(_data(name)))
    result = runner.invoke(app, ["analyze", name, "--force", "--json"])
    assert result.exit_code == 0, result.output
    assert "file" not in json.loads(result.stdout)  # alone it is the service's JSON as it is


def test_where_no_file_can_be_used_no_model_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyze_module, "_app", lambda profile: pytest.fail("was loaded"))
    assert runner.invoke(app, ["analyze", "nowhere.txt", "a.pdf"]).exit_code == 1


def test_each_result_has_its_name() -> None:
    Path("other.txt").write_text("It was a great day.")
    result = runner.invoke(app, ["analyze", "good.txt", "other.txt", "--json"])
    names = [json.loads(line)["file"] for line in result.stdout.splitlines()]
    assert names == ["good.txt", "other.txt"]
    result = runner.invoke(app, ["analyze", "good.txt", "other.txt"])
    assert "good.txt" in result.stdout
    assert "other.txt" in result.stdout
    result = runner.invoke(app, ["analyze", "-"], input=GOOD)
    assert "standard input" in result.stdout


def test_standard_input_is_looked_at_too() -> None:
    result = runner.invoke(app, ["analyze", "-"], input="%PDF-1.7\n")
    assert result.exit_code == 1
    assert "pdftotext FILE -" in result.stderr


def test_the_service_s_own_refusal_names_the_file() -> None:
    result = runner.invoke(app, ["analyze", "good.txt", "--target", "x" * 400])
    assert result.exit_code == 1
    assert result.stderr.startswith("error: good.txt: ")
    assert "/targets/0" in result.stderr


@pytest.mark.parametrize(
    ("raw", "text", "doubt"),
    [
        ("Café".encode(), "Café", False),
        ("\ufeffCafé".encode(), "Café", False),
        ("Café".encode("utf-16"), "Café", False),
        ("Café".encode("utf-32"), "Café", False),
        ("Café at noon. “Good.”".encode("cp1252"), "Café at noon. “Good.”", True),
        (b'<html><meta charset="iso-8859-2">\xb1', '<html><meta charset="iso-8859-2">ą', False),
        (b'<html><meta charset="none-such">\xe9', '<html><meta charset="none-such">é', True),
    ],
)
def test_how_characters_are_read(raw: bytes, text: str, doubt: bool) -> None:
    Path("a.txt").write_bytes(raw)
    article = read("a.txt")
    assert next(iter(article.document.values())) == text
    assert (article.doubt is not None) is doubt


def test_pages_are_told_from_texts() -> None:
    for name, content, field in (
        ("a.html", "<p>Good.</p>", "html"),
        ("a.txt", "<!DOCTYPE html><p>Good.</p>", "html"),
        ("a.txt", "\n<HTML><p>Good.</p>", "html"),
        ("a.txt", "<b>Good</b> news.", "text"),
    ):
        Path(name).write_text(content)
        assert list(read(name).document) == [field]


def test_a_name_that_is_no_text_is_shown_with_escapes() -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    Path(name).write_text(GOOD)
    result = runner.invoke(app, ["analyze", name, "nowhere.txt", "--json"])
    assert json.loads(result.stdout)["file"] == r"caf\udce9.txt"
    assert runner.invoke(app, ["analyze", name]).exit_code == 0
    with pytest.raises(NoArticleFile, match="no name that a file can have"):
        read("a\0b")


def test_what_never_ends_is_not_read_to_its_end() -> None:
    with pytest.raises(NoArticleFile, match="64 MiB"):
        read("/dev/zero")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read_is_told() -> None:
    Path("good.txt").chmod(0)
    with pytest.raises(NoArticleFile, match="permission denied"):
        read("good.txt")


@pytest.mark.parametrize("width", [120, 80, 60, 40, 24])
def test_the_view_fits_the_terminal(width: int) -> None:
    long = "The Association for the Preservation of the Harbour Road"
    span = {"text": "Honorificabilitudinitatibus is " * 9, "start": 0, "end": 9}
    evidence = {"span": span, "label": "against", "holder": {"name": "Tom Reyes", "kind": "x"}}
    target = {
        "text": long, "label": "against", "confidence": 0.91, "mentions": [1] * 12,
        "evidence": [evidence],
    }  # fmt: skip
    shares = {"negative": 0.2, "neutral": 0.3, "positive": 0.5}
    result = {
        "summary": {"sentences": [{"rank": 1, "text": "Good. " * 40}]},
        "sentiment": {
            "label": "mixed", "score": -0.12, "confidence": 0.5, "distribution": shares,
            "sentences": [{"span": span, "score": -0.5, "label": "negative", "counted": True}],
            "targets": [target],
        },
        "stance": {"targets": [target, target | {"evidence": [], "mentions": []}]},
        "warnings": [{"code": "TargetNotFound", "target": long, "message": "It is nowhere."}],
    }  # fmt: skip
    console = Console(width=width, record=True, file=open(os.devnull, "w", encoding="utf-8"))
    with console.file:
        console.print(view.render(result, "a" * 60 + ".txt", width))
    shown = console.export_text()
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    for part in ("against", "0.91", "12", "Tom"):
        assert part in shown


def test_statements_are_checked_against_the_article() -> None:
    asked = ["analyze", "--task", "verify", "--statement", "The mayor was praised.", "good.txt"]
    result = runner.invoke(app, asked)
    assert result.exit_code == 0, result.output
    assert "Statements" in result.output
    assert "The mayor was praised." in result.output


def test_a_check_without_a_statement_is_a_wrong_option() -> None:
    result = runner.invoke(app, ["analyze", "--task", "verify", "good.txt"])
    assert result.exit_code == 2
    assert "--statement" in result.output


def test_a_written_summary_is_shown_with_what_it_rests_on() -> None:
    command = ["analyze", "good.txt", "--task", "summary", "--sentences", "1"]
    result = runner.invoke(app, [*command, "--method", "abstractive"])
    assert result.exit_code == 0, result.output
    assert "written, supported" in result.stdout
    assert "supported" not in runner.invoke(app, command).stdout
