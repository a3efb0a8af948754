"""A fault in what was written, with its place and its cure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class SourceLocation:
    """Where in a file, counting from one; a file as a whole is its first line. Line 0: a folder, the environment."""

    file: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file.as_posix()}:{self.line}:{self.column}" if self.line else self.file.as_posix()


@dataclass(frozen=True)
class Problem:
    """One fault: where, in which field, what is wrong, and how to mend it, in the reader's language."""

    place: SourceLocation
    field: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        field = f"  {self.field}:" if self.field else " "
        return f"{self.place}{field} {self.message} {self.hint}".rstrip()
