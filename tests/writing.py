"""Visitors who write to the two made-up towns, and a clock that goes as told."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from portal.content.library import Content, read_content
from portal.enquiries.directory import Directory
from portal.enquiries.enquiry import Enquiry
from portal.urls import Addresses
from tests.small_data import write_small_data

NOON = dt.datetime(2026, 11, 23, 10, 0, 0, 123456, dt.UTC)

ENQUIRY = Enquiry(
    locale="en",
    name="Ada Visitor",
    organisation="Timber Ltd",
    email="ada@visitor.example",
    language="en",
    message="We build houses of wood.\nWhere could we begin?",
    towns=("koivula",),
)


def enquiry(**changes: Any) -> Enquiry:
    """An enquiry like any other, but for these fields."""
    return dataclasses.replace(ENQUIRY, **changes)


class Clock:
    """Says the same moment until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def go(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


def directory_of(folder: Path, *edits: tuple[str, str, str], **options: str) -> Directory:
    """The directory of the two towns; each edit is a file, what stands in it, and what to write instead."""
    data = write_small_data(folder)
    for name, old, new in edits:
        text = (data / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        (data / name).write_text(text.replace(old, new), encoding="utf-8")
    content: Content = read_content(data, options)
    return Directory(content, Addresses({key: city.slug.each for key, city in content.cities.items()}))
