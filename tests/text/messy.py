"""Generated text as messy as posts are."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = [
    "Local", "Council closes harbour road to cars", "Portvale Courier November 9, 2026",
    "By Lena Okafor", "A crane fell on the quay. (Lena Okafor/Portvale Courier)",
    "PORTVALE - A narrow vote ended the quarrel on Monday.", "LONDON, March 3 (Wire) - It rained.",
    "“This is a great day,” said Mayor Ana Duarte. “We kept our promise.”",
    "“Half of my customers", "arrive by car,” said Tom Reyes, who runs", '"Never," he added.',
    "Though he did not know, Reyes said it was late.",
    "U.S. Gen. J. K. Lee left at 3 p.m. Eastern.",
    "According to the agency, dirt fell. … It’s over", "• Stop riding at once",
    "1. Check the frame",
    "Read more: buses", "https://example.org/a?b=c", "Sent from my phone", "> quoted line",
    "Great news! pic.twitter.com/abc — Ana (@ana) March 3, 2025", "no final period", "SUBHEAD",
    "👩‍👩‍👧 family e\u0301 naïve שלום مرحبا 你好。",
    "\x00\x07", "\ufeff", "\u200b", "\u00a0", "\ud800",
    "(((", "“““", '"""', "She praised Russia’s and China’s Xi Li. Russians and Kyiv denied it.",
]  # fmt: skip
_BREAKS = [" ", "\n", "\r\n", "\r", "\n\n", "\x85", "\u2028", "\t", ", ", ""]

TEXTS = st.lists(
    st.tuples(st.sampled_from(_PIECES) | st.text(max_size=20), st.sampled_from(_BREAKS)),
    max_size=25,
).map(lambda parts: "".join(a + b for a, b in parts))
