"""Kinds of files that are recognized by their first bytes."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """`what` the file looks like, and a hint, with `{file}` for its name."""

    what: str
    remedy: str = ""


_PANDOC = "make text of it: pandoc --to plain {file} | copydesk analyze -"
_TESSERACT = "read its text: tesseract {file} - | copydesk analyze -"


def _compressed(how: str, program: str) -> Kind:
    return Kind(f"compressed ({how})", f"unpack it: {program} {{file}} | copydesk analyze -")


_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind("a PDF", "make text of it: pdftotext {file} - | copydesk analyze -")),
    (b"%!PS", Kind("PostScript", "make text of it: ps2ascii {file} | copydesk analyze -")),
    (b"{\\rtf", Kind("rich text (RTF)", _PANDOC)),
    (b"\xd0\xcf\x11\xe0", Kind("an old Office document", "save it as text or HTML")),
    (b"\x1f\x8b", _compressed("gzip", "zcat")),
    (b"BZh", _compressed("bzip2", "bzcat")),
    (b"\xfd7zXZ\x00", _compressed("xz", "xzcat")),
    (b"\x28\xb5\x2f\xfd", _compressed("zstd", "zstdcat")),
    (b"7z\xbc\xaf\x27\x1c", Kind("a 7-Zip archive", "unpack it first")),
    (b"\x89PNG", Kind("an image (PNG)", _TESSERACT)),
    (b"\xff\xd8\xff", Kind("an image (JPEG)", _TESSERACT)),
    (b"GIF8", Kind("an image (GIF)")),
    (b"II*\x00", Kind("an image (TIFF)", _TESSERACT)),
    (b"MM\x00*", Kind("an image (TIFF)", _TESSERACT)),
    (b"RIFF", Kind("a sound, a film or an image (RIFF)")),
    (b"ID3", Kind("a sound (MP3)")),
    (b"OggS", Kind("a sound or a film (Ogg)")),
    (b"fLaC", Kind("a sound (FLAC)")),
    (b"\x1aE\xdf\xa3", Kind("a film (Matroska)")),
    (b"\x7fELF", Kind("a program")),
    (b"MZ\x90", Kind("a program")),
    (b"SQLite format 3\x00", Kind("a database (SQLite)")),
)  # fmt: skip
_ZIPPED = {
    ".docx": Kind("a Word document", _PANDOC),
    ".odt": Kind("an OpenDocument text", _PANDOC),
    ".epub": Kind("a book (EPUB)", _PANDOC),
    ".xlsx": Kind("a spreadsheet"),
    ".ods": Kind("a spreadsheet"),
    ".pptx": Kind("slides"),
}


def by_bytes(raw: bytes, suffix: str) -> Kind | None:
    """The kind of a file with these first bytes, if they are those of a known binary format."""
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            return kind
    if raw.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(suffix, Kind("an archive or an Office document", "unpack it first"))
    if raw[4:8] == b"ftyp":
        return Kind("a film, a sound or an image (MP4, HEIF)")
    if raw[257:262] == b"ustar":
        return Kind("an archive (tar)", "unpack it first")
    return None
