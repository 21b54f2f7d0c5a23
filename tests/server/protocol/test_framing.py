"""Pieces end where a request may end, however the bytes arrive."""

from __future__ import annotations

import pytest

from service.server.protocol.framing import BETWEEN, CHUNKED, COUNTED, HEAD, Framing

HEAD_BYTES = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize("cut", range(len(HEAD_BYTES)))
def test_a_blank_line_in_two_pieces_is_found(cut: int) -> None:
    framing = Framing(1000)
    framing.begin()
    first, rest = HEAD_BYTES[:cut], HEAD_BYTES[cut:] + b"GET /2"
    framing.parsed(first, HEAD, 0, 0)
    assert framing.piece(rest, 0) == len(HEAD_BYTES) - cut


@pytest.mark.parametrize("cuts", [(24, 25), (24, 26), (23, 24, 25, 26), (25,)])
def test_or_in_more(cuts: tuple[int, ...]) -> None:
    framing = Framing(1000)
    framing.begin()
    begin = 0
    for end in cuts:
        assert framing.piece(HEAD_BYTES[begin:end], 0) == end - begin
        framing.parsed(HEAD_BYTES[begin:end], HEAD, 0, 0)
        begin = end
    rest = HEAD_BYTES[begin:] + b"a\r\n\r\n"
    assert framing.piece(rest, 0) == len(HEAD_BYTES) - begin


def test_a_body_of_a_length_ends_after_it() -> None:
    framing = Framing(1000)
    framing.begin()
    framing.body(10)
    assert (framing.part, framing.piece(b"12345", 0)) == (COUNTED, 5)
    framing.parsed(b"12345", COUNTED, 5, 1)
    assert framing.piece(b"xx67890GET", 2) == 7


def test_blank_lines_between_requests_are_passed_over() -> None:
    framing = Framing(1000)
    assert framing.part == BETWEEN
    assert framing.skip(b"\r\n\r\nGET", 0) == 4
    assert framing.skip(b"GET", 0) == 0
    assert framing.skip(b"\r\n" * 100_000, 3) == 200_000


def test_a_head_too_long_is_known_before_it_is_parsed() -> None:
    framing = Framing(100)
    framing.begin()
    data = b"X" * 1000
    end = framing.piece(data, 0)
    assert end == 101
    framing.parsed(data[:end], HEAD, 0, 0)
    assert framing.head_too_long
    framing.begin()
    assert not framing.head_too_long


def test_surplus_is_what_is_neither_content_nor_needed_for_it() -> None:
    framing = Framing(1000)
    framing.begin()
    framing.body(None)
    for _ in range(10_000):
        framing.parsed(b"1\r\na\r\n", CHUNKED, 1, 1)
    assert framing.surplus == 0
    for number in range(10):
        framing.parsed(b"x" * 1000, CHUNKED, 0, 0)
        assert framing.surplus == 1000 * (number + 1)
    framing.parsed(b"x" * 1000, CHUNKED, 1000, 1)
    assert framing.surplus == 10_000 - 2016
