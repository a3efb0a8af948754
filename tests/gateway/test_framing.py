"""Where a request ends, whatever pieces it comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.gateway.framing import LARGEST_HEAD, Framing, HeadTooLargeError

LARGEST = 1000
HEAD = b"POST /en/contact HTTP/1.1\r\nHost: localhost\r\n"


def with_length(body: bytes) -> bytes:
    return HEAD + b"CONTENT-length : %d\r\n\r\n" % len(body) + body


def in_chunks(pieces: list[bytes]) -> bytes:
    chunks = b"".join(b"%X;a=b\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"


bodies = st.binary(min_size=1, max_size=100)
requests = st.one_of(bodies.map(with_length), st.lists(bodies, max_size=5).map(in_chunks), st.just(HEAD + b"\r\n"))


@given(requests, st.binary(max_size=50), st.lists(st.integers(1, 200), max_size=20))
def test_a_request_is_whole_at_its_last_byte_and_not_before(request: bytes, behind: bytes, cuts: list[int]) -> None:
    framing, data = Framing(LARGEST), bytearray()
    at = 0
    for cut in cuts:
        data += request[at : at + cut]
        at += cut
        assert framing.complete(data) == (at >= len(request))
        if at >= len(request):
            break
    data += request[at:] + behind
    assert framing.complete(data)
    assert framing.end == len(request)
    assert not framing.last


@pytest.mark.parametrize(
    "line", [b"Content-Length: 5000", b"Content-Length: x", b"Transfer-Encoding: gzip", b"Content-Length:"]
)
def test_what_cannot_be_measured_is_not_waited_for_and_is_the_last(line: bytes) -> None:
    framing = Framing(LARGEST)
    assert framing.complete(bytearray(HEAD + line + b"\r\n\r\n"))
    assert framing.last


@given(st.binary(max_size=300))
def test_any_bytes_are_followed_without_a_fault(data: bytes) -> None:
    framing = Framing(LARGEST)
    if framing.complete(bytearray(data)):
        assert 0 < framing.end <= len(data)


def test_a_head_without_an_end_is_refused() -> None:
    with pytest.raises(HeadTooLargeError):
        Framing(LARGEST).complete(bytearray(HEAD + b"X: " + b"x" * LARGEST_HEAD))


def test_more_chunks_than_may_be_sent_are_not_waited_for() -> None:
    framing, data = Framing(LARGEST), bytearray(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not framing.complete(data):
        assert len(data) < 10 * LARGEST
        data += b"A\r\n0123456789\r\n"
    assert framing.too_large
    assert framing.last
