"""Bodies that nobody should send: valid ones, broken in ways that break parsers and validators."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import service.api.openapi.examples

PATHS = ("/v1/summary", "/v1/stance", "/v1/sentiment", "/v1/analyze")

_NUMBERS = (
    0, -1, 1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**30, 10**400, 0.1, -0.0, 1e308,
    1e-320, True, False,
)  # fmt: skip
_STRINGS = (
    "", " ", "\x00", "\ud800", "\udfff\ud800", "a\ud83d", "\ufeff", "\u202e", "\uffff",
    "e\u0301" * 50, "\U0001f9d1\u200d\U0001f680", "a" * 5000, "\n" * 3000, "<p>" * 300,
    "&amp;" * 500, "%s%n{0}${x}", "'; DROP TABLE job; --", "../../../etc/x", "true", "1",
    "\r\nX-Injected: 1", "text", "und", "en",
)  # fmt: skip
_RAW = (  # JSON of a value that Python's writer would not write
    "NaN", "Infinity", "-Infinity", "1e999999", "-1e999999", "9" * 5000, "0." + "0" * 5000 + "1",
    "01", "+1", "1.", ".5", "-", "0x10", "1_000", "1e", "'a'", "undefined", "None", "True",
    '"\\ud800"', '"\\u12"', '"\\x41"', '"\t"', '"\x00"', '"abc', "[" * 200 + "]" * 200,
    '{"a":' * 100 + "1" + "}" * 100, "[" * 3000, "[1,]", '{"a":1,}', '{"a":1,"a":2}', "//x", "/**/",
)  # fmt: skip
_TYPES = (
    "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonx", "*/*",
    "application/json; charset=utf-16", "application/json; charset=nonsense", "", ";;;", "json",
    "application/json; charset=utf-8; charset=latin-1", "APPLICATION/JSON", "a/" + "b" * 3000,
    "application/x-www-form-urlencoded", "application/json\tx", "application/json, text/plain",
    "application/json; charset*=utf-8''utf-8", "application/json; charset*0=ut; charset*1=f-8",
    'application/json; charset="', "\xff\xfe",
)  # fmt: skip
_CODINGS = ("gzip", "deflate", "br", "identity, gzip", "zstd", "\xff", "", "x" * 2000)
_CODECS = ("utf-16", "utf-16-le", "utf-32", "utf-32-be", "latin-1", "utf-7", "cp1252", "cp500")


@dataclass(frozen=True, slots=True)
class Shot:
    """A body for a path, with headers (`name: value`) that may be lies."""

    path: str
    body: bytes
    headers: tuple[str, ...] = ()


def shots(seed: int, count: int, paths: tuple[str, ...] = PATHS) -> Iterator[Shot]:
    """The same ones for the same seed."""
    chance = random.Random(seed)
    seeds = _seeds()
    for _ in range(count):
        yield _shot(chance, chance.choice(seeds), chance.choice(paths))


def _seeds() -> list[Any]:
    folder = Path(service.api.openapi.examples.__file__).parent
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json")))
    return [json.loads(text)["request"] for text in texts]


def _shot(chance: random.Random, seed: Any, path: str) -> Shot:
    value = json.loads(json.dumps(seed))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 4))):
        value = _mutated(chance, value)
    text = json.dumps(value, ensure_ascii=chance.random() < 0.7)
    if chance.random() < 0.3:
        text = _with_raw(chance, text)
    kind = chance.random()
    if kind < 0.1:
        return Shot(path, _coded(chance, text))
    body = text.encode("utf-8", "surrogatepass")
    if kind < 0.4:
        body = _broken(chance, body)
    elif kind < 0.5:
        packed = chance.choice((gzip.compress, zlib.compress, bytes))(body)
        return Shot(path, packed, (f"Content-Encoding: {chance.choice(_CODINGS)}",))
    elif kind < 0.6:
        return Shot(path, body, (f"Content-Type: {chance.choice(_TYPES)}",))
    elif kind < 0.65:
        return Shot(path, chance.choice(_RAW).encode())
    return Shot(path, body)


def _mutated(chance: random.Random, value: Any) -> Any:
    """The value with one place of it changed; perhaps all of it."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        match chance.randrange(6):
            case 0:
                del value[key]
            case 1:
                value[chance.choice(_STRINGS)] = value.pop(key)
            case 2:
                value |= {f"x{n}": n for n in range(chance.choice((1, 60)))}
            case _:
                value[key] = _mutated(chance, value[key])
        return value
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        if chance.random() < 0.2:
            return value * chance.choice((0, 2, 60))
        value[place] = _mutated(chance, value[place])
        return value
    if isinstance(value, str) and chance.random() < 0.5:
        place = chance.randrange(len(value) + 1)
        return value[:place] + chance.choice(_STRINGS) + value[place:]
    return _any(chance)


def _any(chance: random.Random) -> Any:
    match chance.randrange(6):
        case 0 | 1:
            return chance.choice(_NUMBERS)
        case 2 | 3:
            return chance.choice(_STRINGS)
        case 4:
            return None
        case _:
            deep: Any = chance.choice(([], {}, "x"))
            for _ in range(chance.choice((1, 3, 31, 40, 400))):
                deep = [deep] if chance.random() < 0.5 else {"a": deep}
            return deep


def _with_raw(chance: random.Random, text: str) -> str:
    """One value of the text replaced by what is no JSON, or hardly any."""
    place = text.find(":", chance.randrange(len(text)))
    if place < 0:
        return chance.choice(_RAW)
    end = min((e for e in (text.find(c, place) for c in ",}]") if e > 0), default=len(text))
    return text[: place + 1] + chance.choice(_RAW) + text[end:]


def _coded(chance: random.Random, text: str) -> bytes:
    if chance.random() < 0.2:
        return chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) + text.encode(
            "utf-8", "replace"
        )
    return text.encode(chance.choice(_CODECS), "replace")


def _broken(chance: random.Random, body: bytes) -> bytes:
    place = chance.randrange(len(body) + 1)
    match chance.randrange(6):
        case 0:
            return body[:place]
        case 1:
            return body[:place] + chance.randbytes(chance.choice((1, 2, 8, 300))) + body[place:]
        case 2:
            return body[:place] + bytes((chance.randrange(256),)) + body[place + 1 :]
        case 3:
            return body[:place] + chance.choice((b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"))
        case 4:
            return body + body
        case _:
            return chance.randbytes(chance.choice((0, 1, 20, 2000)))
