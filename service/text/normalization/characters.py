"""Characters that look like other ones, with the plain characters that a reader sees.

Unicode's NFKC would change too much: "x²" becomes "x2", "½" three characters, "…" three full
stops. So only letters and digits of another shape (ligatures, full width, mathematical
alphabets) are replaced by what they show, and marks are composed with their letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from service.text.alignment import MARKS

# Unicode's Default_Ignorable_Code_Point without the fillers below, and annotation marks.
INVISIBLE = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_FILLERS = "\u115f\u1160\u3164\uffa0\ufffc\u2800"  # show nothing and take the room of a letter
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
# Medial and final letters of Korean syllables; Japanese marks of voice.
_COMBINING = MARKS.replace("\u0300-\u036f", "\u0300-\u034e\u0350-\u036f").replace(
    "\u20d0-\u20f0", "\u20d0-\u20dc\u20e1\u20e5-\u20f0"
)
JOINING = f"{_COMBINING}\u1161-\u1175\u11a8-\u11c2\u3099\u309a"

_RANGES = (
    (0x0132, 0x0250), (0x0340, 0x0390), (0x03D0, 0x0400), (0x1E00, 0x2000), (0x2000, 0x2070),
    (0x2071, 0x2080), (0x2090, 0x20A0), (0x2100, 0x2190), (0x2460, 0x24EB), (0x3371, 0x33E0),
    (0xFB00, 0xFB07), (0xFF01, 0xFF61), (0x1D400, 0x1D800), (0x1F100, 0x1F16A),
)  # fmt: skip
# The letters of another shape; of the rest only what Unicode has under two numbers.
_SHAPES = ("<wide>", "<font>", "<compat>", "<circle>", "<square>", "<super>", "<sub>")
_LETTERS_ONLY = frozenset({"<super>", "<sub>", "<circle>"})  # "①" is a bullet
_AS_THEY_ARE = frozenset("™℠…‥․№‼⁇⁈⁉ℵℶℷℸℹⓂ")
# Enclosed letters that Unicode gives no plain form; four of them are emoji ("blood type A").
_NEGATIVE = ((0x1F150, "A"), (0x1F170, "A"))
_EMOJI_LETTERS = frozenset("🅰🅱🅾🅿")
# Letters in all but name: Unicode calls them phonetic or of another language.
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_PHONETIC = frozenset("ʙɢʜɪʟɴʀʏ")  # of these, what stands in transcriptions as well
_QUOTES = {"❝": "“", "❞": "”", "❛": "‘", "❜": "’", "〝": "“", "〞": "”", "＂": '"', "＇": "'"}
_APOSTROPHES = "ʼꞌʻ"  # those that stand for nothing else
_HYPHENS = "\u2010\u2011\ufe63\uff0d"


def _shapes() -> Iterator[tuple[str, str]]:
    """(character, the plain one or ones) of `_RANGES`."""
    for first, end in _RANGES:
        for char in map(chr, range(first, end)):
            plain = _plain(char)
            if plain != char and " " not in plain:
                yield char, plain


def _plain(char: str) -> str:
    """What a character of another shape shows; the character itself where it is none."""
    tag = unicodedata.decomposition(char).split(" ", 1)[0]
    if not tag or char in _AS_THEY_ARE:
        return char
    if not tag.startswith("<"):  # the same character under two numbers
        return unicodedata.normalize("NFC", char)
    plain = unicodedata.normalize("NFKC", char)
    shows = plain.isalpha() or (tag not in _LETTERS_ONLY and plain.isascii())
    return plain if tag in _SHAPES and shows else char


def _enclosed() -> Iterator[tuple[str, str]]:
    """(enclosed letter, the letter) of `_NEGATIVE`."""
    for base, letter in _NEGATIVE:
        for step in range(26):
            if (char := chr(base + step)) not in _EMOJI_LETTERS:
                yield char, chr(ord(letter) + step)


# What each stands for, mostly one character.
PLAIN: dict[str, str] = {
    **dict(_shapes()),
    **dict(_enclosed()),
    **{char: plain for char, plain in _SMALL_CAPITALS.items() if char not in _PHONETIC},
    **_QUOTES,
    **dict.fromkeys(_APOSTROPHES, "’"),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_FILLERS, " "),
}
SPACE = re.compile(f"[{_SPACES}]")


def _ranges(codes: Sequence[int]) -> str:
    """Code points, in order, as they stand in a character class."""
    parts = []
    at = 0
    while at < len(codes):
        last = at
        while last + 1 < len(codes) and codes[last + 1] == codes[last] + 1:
            last += 1
        parts.append(f"\\U{codes[at]:08x}-\\U{codes[last]:08x}")
        at = last + 1
    return "".join(parts)


IS_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# A run of characters that show nothing, whatever stands around them.
NOTHING = re.compile("[\u00ad\u034f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_NAMED = re.compile(f"[{INVISIBLE}{JOINING}{_SPACES}]")
ODD = frozenset(PLAIN).union(
    char
    for first, end in ((0xA0, 0x3200), (0xFE00, 0x10000), (0x1BCA0, 0x1D180), (0xE0000, 0xE1000))
    for char in map(chr, range(first, end))
    if _NAMED.match(char)
)
_CODES = sorted(map(ord, ODD))
ODD_RUN = re.compile(f"[{_ranges(_CODES)}]+")
# A class of the first plane alone is a bitmap, which is ten times as fast.
ODD_RUN_BMP = re.compile(f"[{_ranges([code for code in _CODES if code < 0x10000])}]+")
# Strokes through, under and over a letter that are ornament: "t̶e̶x̶t̶", "t̲e̲x̲t̲".
OVERLAYS = re.compile("[\u0305\u0332\u0333\u0335-\u0338\u033f\u20d2\u20d3\u20e5]+")
IS_JOINING = re.compile(f"[{JOINING}]")
JOINS = re.compile(f"[{INVISIBLE}]*+[{JOINING}]")  # a run that goes with the letter before
# An emoji may be a sequence of characters, held together by some that show nothing.
EMOJI = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]")
EMOJI_BASE = re.compile("[0-9#*\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d"
                        "\u3297\u3299\U0001f000-\U0001faff]")  # fmt: skip
# Scripts whose spelling distinguishes joined letters from separate ones.
JOINED_SCRIPT = re.compile("[\u0600-\u1cff\ua800-\uabff]")
# Marks that stand for an apostrophe within a word, and for something else elsewhere.
# The set comes first so that the search can skip.
BETWEEN_LETTERS = re.compile(r"[‘`´′‛ʹ᾽](?<=[^\W\d_].)(?=[^\W\d_])")
