"""Where a request ends in the bytes received so far, so that no thread has to wait for the rest of it.

Only lengths are judged here. Whether a request is well formed is for gunicorn's parser to say: whatever could never
become a whole request is called complete at once, and the parser refuses it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A request line, all headers and the blank line together.
LARGEST_HEAD = 32 * 1024
#: A line that says how long a chunk is, with its extensions.
LARGEST_CHUNK_LINE = 1024

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=\r\n)")
_CODING = re.compile(rb"\r\ntransfer-encoding[ \t]*:([^\r\n]*)")
_EXPECTS = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue[ \t]*\r\n")


class HeadTooLargeError(ValueError):
    """The head is longer than any honest one."""


@dataclass(slots=True)
class Framing:
    """How far a request has been followed; fed the same growing buffer again and again, it looks at each byte once."""

    largest_body: int
    #: Where the body begins; 0 while the head is not whole.
    body: int = 0
    #: Where the request ends, once that is known.
    end: int = 0
    #: Whether the sender waits for a word before it sends the body.
    expects: bool = False
    #: Whether what follows cannot be told from the next request: the connection must then be closed.
    last: bool = False
    #: Whether the body comes in chunks, and whether it was cut off because it is larger than any may be.
    chunked: bool = False
    too_large: bool = False
    _at: int = 0

    def complete(self, data: bytearray) -> bool:
        """Whether the request is whole, or can be answered without the rest."""
        if not self.body and not self._head(data):
            return bool(self.end)
        if self.chunked:
            return self._chunks(data)
        return len(data) >= self.end

    def _head(self, data: bytearray) -> bool:
        """Look for the end of the head; True when it is there and a body may follow."""
        found = data.find(_END, max(0, self._at - 3), LARGEST_HEAD + len(_END))
        if found < 0:
            self._incomplete(data)
            return False
        self.body = found + len(_END)
        self._measure(bytes(data[: self.body]).lower())
        return True

    def _incomplete(self, data: bytearray) -> None:
        if len(data) > LARGEST_HEAD:
            raise HeadTooLargeError
        # Every line ends with CR LF; after a bare LF, or a head of nothing, no end of ours would ever come
        newline = data.find(b"\n", self._at)
        while newline >= 0:
            if newline == 0 or data[newline - 1] != 13:
                self._give_up(data)
                return
            newline = data.find(b"\n", newline + 1)
        self._at = len(data)

    def _measure(self, head: bytes) -> None:
        self.end = self._at = self.body
        self.expects = _EXPECTS.search(head) is not None
        coding = _CODING.search(head)
        if coding:
            self.chunked = b"chunked" in coding[1]
            self.last = not self.chunked  # no other coding says where it ends: the parser refuses it
            return
        lengths = _LENGTH.findall(head)
        if not lengths:
            return
        if len(lengths) > 1 or not lengths[0].isdigit() or len(lengths[0]) > 15:
            self.last = True  # the parser refuses it
            return
        length = int(lengths[0])
        if length > self.largest_body:
            self.last = True  # the app refuses it by what it says of itself
            return
        self.end += length

    def _chunks(self, data: bytearray) -> bool:
        """Follow the chunks; what is no chunk ends the request, for the parser to refuse."""
        while True:
            line_end = data.find(b"\r\n", self._at)
            if line_end < 0:
                return len(data) - self._at > LARGEST_CHUNK_LINE and self._give_up(data)
            size = _size(bytes(data[self._at : line_end]))
            if size is None:
                return self._give_up(data)
            if size == 0:
                return self._trailers(data, line_end)
            after = line_end + 2 + size + 2
            if after - self.body > self.largest_body + LARGEST_CHUNK_LINE:
                return self._too_large(data)
            if len(data) < after:
                return False
            if data[after - 2 : after] != b"\r\n":
                return self._give_up(data)
            self._at = after

    def _trailers(self, data: bytearray, line_end: int) -> bool:
        """After the last chunk: an empty line, with or without trailers before it."""
        found = data.find(_END, line_end)
        if found >= 0:
            self.end = found + len(_END)
            return True
        return len(data) - line_end > LARGEST_HEAD and self._give_up(data)

    def _too_large(self, data: bytearray) -> bool:
        """More than may be sent: complete as soon as the app can see that by counting."""
        self.too_large = len(data) - self.body > self.largest_body + LARGEST_CHUNK_LINE
        return self.too_large and self._give_up(data)

    def _give_up(self, data: bytearray) -> bool:
        self.end, self.last = len(data), True
        return True


def _size(line: bytes) -> int | None:
    """The size that a chunk's line says; None where it says none."""
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if len(digits) <= 12 and digits.isalnum() else None
    except ValueError:
        return None
