"""What a file format is: one registration for each, beside its maker in `portal.exports.formats`.

Addresses, links and descriptions know the formats long before they are made, so the registrations are found by the name
of their package, at first use.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from babel.support import LazyProxy

#: Where formats are linked: below a view, with an indicator, a town, a comparison, or on the short list.
Place = Literal["view", "indicator", "city", "compare", "short_list"]


@dataclass(frozen=True)
class Link:
    """How a format is offered in a place: the `order` among its formats, and the words."""

    order: int
    label: LazyProxy | str


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query: what it asks, an example, and its values where they are a closed list."""

    name: str
    text: LazyProxy
    example: str
    choices: Callable[[Any], Sequence[str]] = lambda statistics: ()


@dataclass(frozen=True)
class FileFormat:
    """A format: the ending of its addresses, what it is, and for each page that has such a file, who makes it.

    A maker takes the `FileRequest` of `portal.exports`, and gives its `Export`.
    """

    ending: str
    media_type: str
    #: What it is, on the page about the files.
    label: LazyProxy
    order: int
    makers: Mapping[str, Callable[[Any], Any]]
    links: Mapping[Place, Link] = field(default_factory=dict)
    #: Bytes that are compressed already; other formats are text.
    compressed: bool = False
    #: Whether a browser shows the file rather than saving it, and whether a link to it leads there.
    shown: bool = False
    opened: bool = False
    #: A small text, made sooner than another process is asked.
    cheap: bool = False
    #: The ending of the file that this one describes.
    describes: str = ""
    #: What makes its query, where it is another than that of the page's other files, and the parameters that it adds;
    #: a `plain` one depends on no query.
    plain: bool = False
    query: Callable[[Any, Any, Mapping[str, str]], dict[str, str]] | None = None
    parameters: Mapping[str, tuple[Parameter, ...]] = field(default_factory=dict)
    #: The schema of a page's file in OpenAPI; without one it is said to be text, or bytes.
    schema: Callable[[str], dict[str, Any]] | None = None


@cache
def file_formats() -> dict[str, FileFormat]:
    """Every format by its ending: the `FILE_FORMATS` of the modules of `portal.exports.formats`."""
    package = import_module("portal.exports.formats")
    modules = [import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)]
    known = [one for module in modules for one in module.FILE_FORMATS]
    return {one.ending: one for one in sorted(known, key=lambda one: one.order)}


@cache
def pages_with_files() -> dict[str, tuple[str, ...]]:
    """Each page that is there as files too, and the endings of these."""
    pages = dict.fromkeys(page for one in file_formats().values() for page in one.makers)
    return {page: tuple(one.ending for one in file_formats().values() if page in one.makers) for page in pages}


@cache
def endings() -> list[str]:
    """Every ending, the longest first: one may be the end of another."""
    return sorted(file_formats(), key=lambda ending: (-len(ending), ending))


def linked(place: Place) -> list[FileFormat]:
    """The formats that are offered in a place, in their order."""
    offered = [one for one in file_formats().values() if place in one.links]
    return sorted(offered, key=lambda one: one.links[place].order)
