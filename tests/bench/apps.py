"""What the portal is measured beside: the same page as a file, as a Flask view, and as a plain Dash page."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

import brotli
from flask import Flask, Response

PAGE = "/fi/kaupungit/iisalmi"
VOID = {"meta", "link", "img", "br", "input", "hr", "source"}
#: What Dash's html components do not have, and what a plain Dash page draws by itself.
DROPPED = {"svg", "script", "style", "head", "title"}


def portal() -> Flask:
    """The portal, and beside its pages the same HTML as a file at /bench/twin.html, compressed beforehand."""
    from portal.server.app import create_app

    app = create_app()

    @cache
    def twin() -> bytes:
        raw = app.test_client().get(PAGE).data
        return brotli.compress(re.sub(rb"<script.*?</script>", b"", raw, flags=re.S), quality=9)

    @app.get("/bench/twin.html")
    def static_twin() -> Response:
        return Response(twin(), content_type="text/html; charset=utf-8", headers={"Content-Encoding": "br"})

    return app


def view() -> Flask:
    """A Flask view that returns the page's bytes from memory."""
    from portal.server.app import create_app

    page = create_app().test_client().get(PAGE, headers={"Accept-Encoding": "br"})
    body = page.data
    app = Flask("view", static_folder=None)

    @app.get("/")
    def same_bytes() -> Response:
        return Response(body, content_type="text/html; charset=utf-8", headers={"Content-Encoding": "br"})

    return app


def plain_dash() -> Flask:
    """The page's whole content in a Dash layout, with default serving: how such portals are usually made."""
    import plotly.graph_objects as go
    from dash import Dash, dcc, html

    from portal.server.app import create_app

    text = create_app().test_client().get(PAGE).text
    tree = Tree()
    tree.feed(text)
    years = list(range(1990, 2026))
    figure = go.Figure(
        [go.Scatter(x=years, y=[10_000 + 97 * town + year for year in range(36)], name=f"{town}") for town in range(11)]
    )
    app = Dash("plain", assets_folder="none")
    app.layout = html.Div([to_dash(child) for child in tree.root[2]] + [dcc.Graph(figure=figure, id="chart")])
    server: Flask = app.server
    return server


class Tree(HTMLParser):
    """HTML as nested lists: name, attributes, children."""

    def __init__(self) -> None:
        super().__init__()
        self.root: list[Any] = ["body", {}, []]
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: list[Any] = [tag, dict(attrs), []]
        self.open[-1][2].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        names = [node[0] for node in self.open]
        if tag in names[1:]:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1][2].append(data)


def to_dash(node: Any) -> Any:
    """A node as a Dash component."""
    from dash import html

    if isinstance(node, str):
        return node
    tag, attributes, children = node
    if tag in DROPPED:
        return None
    component = getattr(html, tag.capitalize(), html.Div)
    known = {"class": "className", "href": "href", "title": "title"}
    taken = {known[name]: value for name, value in attributes.items() if name in known and value}
    allowed = {name: value for name, value in taken.items() if name in component()._prop_names}
    return component([to_dash(child) for child in children], **allowed)
