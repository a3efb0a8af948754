"""The files of the content as checks point into them: what is written, whether the rest of the file is right or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from portal.content.library import Content
from portal.content.yaml_file import Steps, named
from portal.problems import Problem, Severity

#: One group of fields, as written.
Group = Mapping[str, Any]


class ContentFile(NamedTuple):
    """One file of the content, to read and to point into."""

    content: Content
    file: str

    @property
    def data(self) -> Group:
        """What is written in the file; nothing when it cannot be read."""
        sheet = self.content.sheets.get(self.file)
        return sheet.data if sheet else {}

    def problem(self, steps: Steps, message: str, hint: str, severity: Severity = "warning") -> Problem:
        """A problem with one value of the file."""
        return Problem(self.content.place(self.file, steps), named(steps), message, hint, severity)

    def items(self, *groups: str) -> Iterator[tuple[Steps, Group]]:
        """The items of lists, and what stands under the names of groups, that are fields and their values."""
        for group in groups:
            found = self.data.get(group)
            pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
            yield from (((group, step), item) for step, item in pairs if isinstance(item, dict))

    def contacts(self) -> Iterator[tuple[Steps, Group]]:
        """The town's contacts and those of its entries."""
        yield from self.items("contacts")
        for steps, entry in self.items("looking_for"):
            if isinstance(contact := entry.get("contact"), dict):
                yield (*steps, "contact"), contact

    def source(self, key: object) -> Group:
        """One of the file's sources."""
        return inner(inner(self.data, "sources"), key)


def inner(group: Group, name: object) -> Group:
    """The group of fields under a name; an empty one where there is none."""
    found = group.get(name) if isinstance(name, str) else None
    return found if isinstance(found, dict) else {}


def text(group: Group, name: str) -> str | None:
    """The text of a field; none where it is missing or something else."""
    found = group.get(name)
    return found if isinstance(found, str) else None


def day(group: Group, name: str) -> dt.date | None:
    """The day of a field; none where it is missing or something else."""
    found = group.get(name)
    return found if isinstance(found, dt.date) else None


def towns(content: Content) -> list[ContentFile]:
    """The files of the towns on the site's list."""
    return [
        ContentFile(content, file) for stem in content.site.cities if (file := f"cities/{stem}.yaml") in content.sheets
    ]
