"""What a client sends after its headers: a body that cannot be read is the client's fault, and is answered as such."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import BadRequest, HTTPException, RequestTimeout
from werkzeug.wsgi import get_content_length

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)


class Incoming:
    """A request's body. Whatever its reading raises becomes an HTTP error: 408 where the client is too slow, or 400.

    Servers have exceptions of their own for a broken chunk, a body that ends too soon and a connection that is gone.
    """

    def __init__(self, stream: Any, length: int) -> None:
        """`length` is how many bytes were announced; 0 where nothing was."""
        self._stream = stream
        self._missing = length

    def read(self, *size: int) -> bytes:
        """So many bytes, or all."""
        return self._reading(self._stream.read, *size)

    def readline(self, *size: int) -> bytes:
        """One line, or so many bytes of it."""
        return self._reading(self._stream.readline, *size)

    def _reading(self, read: Callable[..., bytes], *size: int) -> bytes:
        try:
            data = read(*size)
        except HTTPException:
            raise
        except TimeoutError:
            raise RequestTimeout from None
        except Exception as error:
            log.info("A request's body could not be read: %s", type(error).__name__)
            raise BadRequest("The body could not be read.") from None
        self._missing -= len(data)
        if not data and size != (0,) and self._missing > 0:  # half a letter must not be taken for a whole one
            raise BadRequest("The body is shorter than was announced.")
        return data


class Receiving:
    """Gives the app each request's body as an `Incoming`."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        environ["wsgi.input"] = Incoming(environ["wsgi.input"], get_content_length(environ) or 0)
        return self.app(environ, start_response)
