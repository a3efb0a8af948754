"""The kinds of single values and texts that staff write, and how long each may be so that the pages hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import StringConstraints

from portal.i18n import LocalizedText, Text


@dataclass(frozen=True)
class Longest:
    """So many characters of a text fit where it is shown; of Words: in each language."""

    characters: int


#: What a text may have when nothing else is said of it.
LONGEST_WORDS = Longest(500)
LONGEST_TEXT = Longest(200)
LONGEST_ADDRESS = Longest(500)

#: A name in a tile, a table or a list: some five words.
Label = Annotated[LocalizedText, Longest(60)]
#: A heading of at most two lines: some fifteen words.
Heading = Annotated[LocalizedText, Longest(120)]
#: One sentence: some twenty-five words.
Sentence = Annotated[LocalizedText, Longest(200)]
#: One or two sentences: some forty words.
Paragraph = Annotated[LocalizedText, Longest(350)]
#: An inflected form of a place's name.
Form = Annotated[Text, Longest(40)]

#: Nobody knows today whom a town will look for after so many years: a later year is a slip.
MOST_YEARS = 10

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_]*$")]
#: Letters such as å, ä and ö are for the domain alone: before the @ most mail servers take none.
Email = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_%+-]*(\.[A-Za-z0-9_%+-]+)*"
        r"@([^\W_](([^\W_]|-)*[^\W_])?\.)+([^\W\d_]{2,}|xn--[A-Za-z0-9-]+)$"
    ),
]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[0-9 ]{6,20}$")]
#: The days that each month has: 31, 30, or as many as February ever has.
LONG, SHORT, FEBRUARY = (
    r"(0[13578]|1[02])(-(0[1-9]|[12]\d|3[01]))?",
    r"(0[469]|11)(-(0[1-9]|[12]\d|30))?",
    r"02(-(0[1-9]|[12]\d))?",
)
PartialDate = Annotated[str, StringConstraints(pattern=rf"^\d{{4}}(-({LONG}|{SHORT}|{FEBRUARY}))?$")]
MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
Section = Literal[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "X"
]
