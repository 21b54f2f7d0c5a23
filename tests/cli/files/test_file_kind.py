"""What is recognized as something other than an article, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.cli.files.file_kind import find_kind

ROOT = Path(__file__).parents[3]

CSV = "name,party,votes\nAna Duarte,Greens,1204\nTom Reyes,Union,998\nIda Holm,none,12\n"
PYTHON = """import os
from pathlib import Path

def size(path: Path) -> int:
    \"\"\"Bytes of a file.\"\"\"
    return os.stat(path).st_size

if __name__ == "__main__":
    print(size(Path(".")))
"""
JAVASCRIPT = """const ready = require("./ready");

function vote(name) {
  if (!ready) {
    return null;
  }
  return fetch(`/votes/${name}`);
}
module.exports = { vote };
"""
SQL = "CREATE TABLE votes (\n  id INTEGER,\n  name TEXT\n);\nINSERT INTO votes VALUES (1, 'a');\n"
LOG = "".join(f"2026-11-29T10:00:0{i}Z INFO the request was answered\n" for i in range(6))
ACCESS = '127.0.0.1 - - [29/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12\n' * 4
SRT = "1\n00:00:01,000 --> 00:00:04,000\nGood evening.\n\n2\n00:00:05,000 --> 00:00:06,000\nYes.\n"
YAML = "services:\n  web:\n    image: copydesk\n    ports:\n      - 8000\n"

OTHERS: list[tuple[str, bytes | str, str]] = [
    ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    ("a", b"%PDF-1.7\nall in ASCII", "a PDF"),
    ("a.docx", b"PK\x03\x04\x14\x00", "a Word document"),
    ("a.zip", b"PK\x03\x04\x14\x00", "an archive"),
    ("a.xlsx", b"PK\x03\x04\x14\x00", "a spreadsheet"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office document"),
    ("a.rtf", rb"{\rtf1\ansi Good.}", "rich text"),
    ("a.gz", b"\x1f\x8b\x08\x00", "compressed (gzip)"),
    ("a.png", b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
    ("a.jpg", b"\xff\xd8\xff\xe0", "an image (JPEG)"),
    ("a.gif", b"GIF89a", "an image (GIF)"),
    ("a.mp4", b"\x00\x00\x00\x20ftypisom", "a film"),
    ("a.mp3", b"ID3\x04\x00", "a sound"),
    ("a", b"\x7fELF\x02\x01", "a program"),
    ("a.db", b"SQLite format 3\x00", "a database"),
    ("a.tar", b"a" * 257 + b"ustar\x00", "an archive (tar)"),
    ("a.bin", bytes(range(256)) * 9, "binary data"),
    ("a.txt", b"Good day.\x00\x00", "binary data"),
    ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", "an image (SVG)"),
    ("a.xml", "<?xml version='1.0'?>\n<rss><channel><item/></channel></rss>", "a feed"),
    ("a.xml", "<?xml version='1.0'?>\n<votes><vote n='1'/></votes>", "data (XML)"),
    ("a.csv", CSV, "a table"),
    ("a.txt", CSV, "a table"),
    ("a.txt", CSV.replace(",", "\t"), "a table"),
    ("a.txt", CSV.replace(",", ";"), "a table"),
    ("a.csv", "a,b\n", "a table"),
    ("a.json", '{"text": "Good day."}', "a request for the service"),
    ("-", '{"documents": [{"text": "Good day."}]}', "a request for the service"),
    ("a.jsonl", '{"text": "Good."}\n{"html": "<p>Bad.</p>"}\n', "requests, one a line"),
    ("a.json", '{"votes": [1, 2, 3]}', "data (JSON)"),
    ("a.json", "[1, 2, 3]", "data (JSON)"),
    ("a.json", '{"votes": [1, 2', "data (JSON)"),
    ("a.json", "[" * 100_000, "data (JSON)"),
    ("a.py", PYTHON, "source code"),
    ("-", PYTHON, "source code"),
    ("a.js", JAVASCRIPT, "source code"),
    ("-", JAVASCRIPT, "source code"),
    ("-", SQL, "source code"),
    ("-", (ROOT / "service" / "app.py").read_text(encoding="utf-8"), "source code"),
    ("Makefile", (ROOT / "Makefile").read_text(encoding="utf-8"), "source code"),
    ("run", "#!/bin/sh\necho good\n", "source code"),
    ("a.php", "<?php echo 1; ?>", "source code"),
    ("a.yaml", YAML, "source code"),
    ("a.log", LOG, "a log"),
    ("a", ACCESS, "a log"),
    ("a.srt", SRT, "subtitles"),
    ("-", "WEBVTT\n\n" + SRT.replace(",000", ".000"), "subtitles"),
    ("a.txt", "aGVsbG8gd29ybGQh" * 40, "no words but encoded data"),
    ("a.txt", "1.5 2.5 3.5 4.5\n" * 40, "numbers and marks"),
]


@pytest.mark.parametrize(("name", "content", "what"), OTHERS, ids=lambda x: str(x)[:30])
def test_what_is_no_article(name: str, content: bytes | str, what: str) -> None:
    raw = content.encode() if isinstance(content, str) else content
    found = find_kind(name, raw, raw.decode("utf-8", "replace"))
    assert found is not None
    assert found.what.startswith(what)
    assert "{" not in found.remedy.replace("{file}", "")


POEM = """The sea came in, the sea went out;
The lamps along the harbour burned;
A sailor said what it was about;
A sailor left; a ship returned;
And no one knew; and no one asked;
The road lay open, wet, and black;
"""
TIMELINE = """A timeline of the harbour road:
_Aug. 14, 1947: The road is opened by the governor;
_Sept. 11, 1948: Its founder dies;
_Oct. 16, 1951: The council votes to widen it;
_Oct. 7, 1958: The mayor abolishes the toll; traders protest;
_Oct. 27, 1958: The mayor steps down;
"""
INTERVIEW = """Q: Will the road be closed?
A: Yes.
CARROLL: For how long?
DUARTE: A year.
CARROLL: And then?
DUARTE: We shall see.
"""
ARTICLES = [
    POEM, TIMELINE, INTERVIEW,
    "It was a great day.",
    "No!",
    "Ana Duarte, mayor\nTom Reyes, trader\nIda Holm, teacher",
    "[Applause] Thank you all. The road will be closed on Monday.",
    "{Editor's note: this was mended.} The council voted.",
    "[1] The council voted.\n[2] The mayor agreed.",
    "“Good,” said the mayor, the council, and the traders, and they left.\n"
    "Nobody, she said, was asked, told, or heard.\nThe road, closed since May, stays closed.",
    "# The road\n\n- closed on *Monday*\n- see [the page](https://news.example/a_b?c=d&e=f)\n\n"
    "The council voted.\n\n| who | how |\n|---|---|\n| Ana | yes |\n",
    "Results: Ajax 3, PSV 1; Feyenoord 2, Twente 2; Utrecht 0, Heerenveen 4.\nAjax lead.",
    "議会は月曜日に港湾道路を閉鎖することを決定した。市長はこれを歓迎した。" * 10,
    "@ana #harbour the road is closed!!! 🎉🎉 (again) :( https://t.co/abc",
    "From: Ana Duarte <ana@news.example>\nSubject: The road\n\nIt is closed. I am glad.",
    "import duties on steel rose.\nfrom Monday on they fall.\nclass matters, she said.\n"
    "return tickets are cheaper.\nlet us hope so.\nwith luck they stay.",
    "Ingredients:\n2 eggs\n100 g flour\n1/2 l milk\nsalt\n\nBeat the eggs; add the flour.",
    "<p>The council voted.</p><p>It was close.</p>",
    "<!DOCTYPE html><html><body><p>The council voted.</p></body></html>",
    '<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"><body><p>It voted.</p></body></html>',
    "<b>Good</b> news from the council.",
    "Shares: $1,204 (+3.2%), £998 (-1.1%). Traders were glad; the bank was not.",
    "İstanbul'da belediye meclisi yolu kapattı.\nBaşkan memnun.",
]  # fmt: skip


@pytest.mark.parametrize("text", ARTICLES, ids=lambda text: text[:20])
def test_articles_of_many_forms_are_read(text: str) -> None:
    assert find_kind("a.txt", text.encode(), text) is None


@pytest.mark.parametrize("path", sorted((ROOT / "examples").iterdir()), ids=lambda path: path.name)
def test_the_examples_are_articles(path: Path) -> None:
    raw = path.read_bytes()
    assert find_kind(path.name, raw, raw.decode()) is None


def test_answers_of_the_service_are_no_articles() -> None:
    raw = json.dumps({"summary": None, "id": "x"}).encode()
    found = find_kind("a.txt", raw, raw.decode())
    assert found is not None
    assert found.what == "data (JSON)"
