"""What a problem says: the fault and its fix, which shows the writer's own words mended."""

from __future__ import annotations

from portal.i18n import _

#: A fault and its fix.
Advice = tuple[str, str]

#: Quotation marks of every kind that a word processor makes.
QUOTES = "\"'“”„‟«»‘’‚‛′″`´"


def short(text: str, most: int = 60) -> str:
    """A text cut so that it fits in a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def like_this(line: str) -> str:
    """The line as it should be."""
    return _("Write it like this: %(line)s", line=line)


def unquoted(text: str) -> str:
    """A text without the marks that stand around the whole of it."""
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES else text


def quoted(text: str) -> str:
    """A text in the quotation marks that YAML wants, whatever it has within.

    >>> quoted('Iisalmi: hyvä'), quoted('"Normet" kasvaa'), quoted("c:\\\\data")
    ('"Iisalmi: hyvä"', '\\'"Normet" kasvaa\\'', "'c:\\\\data'")
    """
    text = text.strip()
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', "”") + '"'
