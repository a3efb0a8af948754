"""A small site for the worker class: what a request held, a large answer, and one that waits until it is let go."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path

from flask import Flask, request

app = Flask(__name__, static_folder=None)
app.config["MAX_CONTENT_LENGTH"] = 256 * 1024
LARGE = bytes(range(256)) * 40_000


@app.route("/", methods=["GET", "POST"])
def what() -> str:
    """The body, or how long it was."""
    data = request.get_data()
    return data.decode() if len(data) < 1000 else str(len(data))


@app.get("/large")
def large() -> bytes:
    """More than the system takes at once for a client that does not read."""
    return LARGE


@app.get("/digest")
def digest() -> str:
    """What the large answer must add up to."""
    return sha256(LARGE).hexdigest()


@app.get("/wait")
def wait() -> str:
    """Begun, and answered when the file that the environment names is there."""
    file = Path(os.environ["LET_GO"])
    file.with_suffix(".begun").touch()
    while not file.exists():
        time.sleep(0.01)
    return "let go"
