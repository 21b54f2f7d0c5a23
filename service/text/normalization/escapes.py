"""Characters that a program on the way has escaped or decoded wrongly: "O&#39;Neill", "donâ€™t".

Feeds and scraped pages are full of both, in text that is no longer HTML.
"""

from __future__ import annotations

import html
import re

from service.text.alignment import Alignment, Rewriter

_ESCAPED = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});|â€[™˜œ\x9d“”¦]"
)
# UTF-8 that was read as Windows-1252, where no language has such letters in a row.
_DECODED = {
    "â€™": "’", "â€˜": "‘", "â€œ": "“", "â€\x9d": "”", "â€“": "–", "â€”": "—", "â€¦": "…",
}  # fmt: skip


def unescape(text: str) -> tuple[str, Alignment]:
    """`text` with the characters themselves, and their source offsets. Linear; never raises."""
    if "&" not in text and "â€" not in text:
        return text, Alignment(text)
    out = Rewriter(text)
    for match in _ESCAPED.finditer(text):
        plain = _DECODED.get(match[0]) or html.unescape(match[0])
        if _is_character(plain):
            out.replace(match.start(), match.end(), plain)
    return out.text(), out.alignment


def _is_character(plain: str) -> bool:
    """Whether an escape was one visible character: unknown names ("&notit;") decode to more."""
    return len(plain) == 1 and plain != "\ufffd" and (plain.isprintable() or plain in "\xa0\xad")
