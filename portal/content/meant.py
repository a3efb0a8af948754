"""What a writer meant: single values as they come from Excel, Word, e-mail and the web, in the form that files want.

Each gives nothing where what was meant cannot be told: a guess would put somebody else's number into a town's file.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, get_args

from portal.content.advice import QUOTES, unquoted
from portal.content.fields import Email, Phone, WebAddress
from portal.content.source_text import INVISIBLE

#: The first letters of the months' names in Finnish, Swedish and English.
MONTHS: tuple[tuple[str, ...], ...] = (
    ("tammi", "jan"),
    ("helmi", "feb"),
    ("maalis", "mar"),
    ("huhti", "apr"),
    ("touko", "maj", "may"),
    ("kesä", "jun"),
    ("heinä", "jul"),
    ("elo", "aug"),
    ("syys", "sep"),
    ("loka", "okt", "oct"),
    ("marras", "nov"),
    ("joulu", "dec"),
)
#: Excel counts days from here.
EXCEL_BEGINS = dt.date(1899, 12, 30)
#: Numbers of days that Excel has for the years 2000 to 2099.
EXCEL_DAYS = range(36526, 73051)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?(?P<address>[^)>\s]+)>?[^)]*\)")
ANGLED = re.compile(r"<(?P<address>[^<>]+)>")


def cleaned(text: str) -> str:
    """A value without quotation marks, invisible signs, link syntax and the punctuation of a sentence around it."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", unquoted(text))).translate(DASHES)
    found = LINK.search(text) or ANGLED.search(text)
    return (found["address"] if found else text).strip(f" \t\n,;<>{QUOTES}").removesuffix(".")


def fits(text: str, kind: Any) -> bool:
    """Whether a text has the form of a kind."""
    return re.match(get_args(kind)[1].pattern, text) is not None and "\n" not in text


#: How people write @ where they fear that robots read.
AT = re.compile(r"\s*[(\[{<]\s*(?:at|ät|a|@|miu(?:ku)?mau(?:ku)?)\s*[)\]}>]\s*|\s+(?:at|ät)\s+", re.IGNORECASE)
DOT = re.compile(r"\s*[(\[{]\s*(?:dot|piste|punkt|\.)\s*[)\]}]\s*", re.IGNORECASE)


def email(text: str) -> str | None:
    """`info (at) koivula.fi` as an address: info@koivula.fi. None of several: only the writer knows which is right."""
    found = emails(text)
    return found[0] if len(found) == 1 else None


def emails(text: str) -> list[str]:
    """Every address in `info@koivula.fi, yritys@koivula.fi` or `Info <info@koivula.fi>`, each once."""
    angled = [address for found in ANGLED.findall(text) for address in _emails(found)]
    return list(dict.fromkeys(angled)) or _emails(text)


def _emails(text: str) -> list[str]:
    plain = re.sub(r"^mailto:\s*", "", cleaned(text), flags=re.IGNORECASE)
    plain = re.sub(r"\s*@\s*", "@", DOT.sub(".", AT.sub("@", plain)))
    for whole in (plain, re.sub(r"\s", "", plain)):
        parts = re.split(r"[\s;/]+|,(?=[^,]*@)", whole) if whole.count("@") > 1 else [whole]
        if found := [better for part in parts if fits(better := _with_points(part), Email)]:
            return list(dict.fromkeys(found))
    return []


def _with_points(address: str) -> str:
    """An address whose domain was written with commas."""
    name, sign, domain = address.partition("@")
    return f"{name}{sign}{domain.rstrip(',').replace(',', '.')}"


def phone(text: str) -> str | None:
    """`+358 (0)17 555 1234` and `0401234567` with the country code: +358 17 555 1234, +358 40 1234567."""
    plain = re.sub(r"\(\s*0\s*\)", " ", cleaned(text))
    plain = re.sub(r"\(?\b[A-Za-zÅÄÖåäö]+[.:]?\)?", " ", plain)
    plain = re.sub(r"[-./()\s]+", " ", plain).strip()
    plain = re.sub(r"^00 ?", "+", plain)
    plain = re.sub(r"^(?=358 ?[1-9])", "+", plain)
    plain = re.sub(r"^\+ ?358 ?0? ?(?=[1-9])|^0 ?(?=[1-9])", "+358 ", plain)
    plain = re.sub(r"^(\+358) (4\d|50)(?=\d{5})", r"\1 \2 ", plain)
    return plain if fits(plain, Phone) else None


HOST = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?([/?#]|$)")


def web_address(text: str) -> str | None:
    """`www.koivula.fi` and `http:/ koivula.fi` as an address: https://www.koivula.fi, http://koivula.fi."""
    plain = cleaned(text).replace("\\", "/")
    found = re.match(r"(?i)h?t?tp(?P<safe>s?)\s*[:;]?\s*/*\s*(?=\S)", plain)
    rest = plain[found.end() :] if found else plain
    rest = re.sub(r"\s*([/.])\s*", r"\1", rest)
    safe = "" if found and not found["safe"] else "s"
    if re.search(r"\s", rest.partition("/")[0]):
        return None
    better = f"http{safe}://" + re.sub(r"\s+", "%20", rest)
    return better if fits(better, WebAddress) and HOST.match(better) else None


YEAR_FIRST = re.compile(r"(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})(?:[t ].*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4}|\d{2})")
IN_WORDS = re.compile(r"(?:(?P<first>\d{1,2})\W+)?(?P<name>[^\W\d]+)\W+(?:(?P<second>\d{1,2})\W+)?(?P<year>\d{4})")


def day(text: str, *, from_excel: bool = True) -> dt.date | None:
    """`31.1.2027`, `1/31/2027`, `31. tammikuuta 2027` and Excel's 46418 as a day."""
    plain = cleaned(text).casefold()
    if from_excel and re.fullmatch(r"[0-9]{5}", plain) and int(plain) in EXCEL_DAYS:
        return EXCEL_BEGINS + dt.timedelta(days=int(plain))
    if found := YEAR_FIRST.fullmatch(plain):
        year, month, number = map(int, found.groups())
    elif found := DAY_FIRST.fullmatch(plain):
        number, month, year = map(int, found.groups())
        number, month = (month, number) if month > 12 >= number else (number, month)
    elif found := IN_WORDS.fullmatch(plain):
        year, month, number = (
            int(found["year"]),
            month_named(found["name"]),
            int(found["first"] or found["second"] or 0),
        )
    else:
        return None
    try:
        return dt.date(year + 2000 if year < 100 else year, month, number)
    except ValueError:
        return None


def month_named(name: str) -> int:
    """The month of a name in three languages; 0 for any other word."""
    return next((i for i, beginnings in enumerate(MONTHS, start=1) if name.startswith(beginnings)), 0)


def partial_date(text: str) -> str | None:
    """`3/2025`, `toukokuu 2023` and `6.5.2023` as 2025-03, 2023-05 and 2023-05-06."""
    plain = cleaned(text).casefold()
    if found := re.fullmatch(r"(?P<month>\d{1,2})[-./ ](?P<year>\d{4})|(?P<y>\d{4})[-./ ]?(?P<m>\d{1,2})", plain):
        year, month = found["year"] or found["y"], int(found["month"] or found["m"])
    elif found := re.fullmatch(r"(?P<name>[^\W\d]+)\W+(?P<year>\d{4})", plain):
        year, month = found["year"], month_named(found["name"])
        if not month:  # autumn 2023, year 2023
            return year
    else:
        whole = day(text, from_excel=False)
        return whole.isoformat() if whole else None
    return f"{year}-{month:02d}" if 1 <= month <= 12 else None


def first_day(text: str) -> dt.date | None:
    """The first day that 2026, 2026-11 or 2026-11-03 can mean; none for a day that does not exist.

    >>> first_day("2026-11")
    datetime.date(2026, 11, 1)
    """
    try:
        year, month, day = [*map(int, text.split("-")), 1, 1][:3]
        return dt.date(year, month, day)
    except ValueError:
        return None


def number(text: str, *, whole: bool) -> str | None:
    """`n. 12 345,6 t` as a file wants it: 12345.6."""
    plain = re.sub(r"[\s'’]", "", unquoted(str(text))).translate(DASHES)
    found = re.fullmatch(r"[^\d-]{0,12}(-?\d[\d.,]*)\D{0,20}", plain)
    if not found:
        return None
    digits = found[1].rstrip(".,")
    point = max(digits.rfind("."), digits.rfind(","))
    if point >= 0 and {".", ","} <= {*digits}:
        digits = re.sub(r"[.,]", "", digits[:point]) + "." + digits[point + 1 :]
    digits = digits.replace(",", ".")
    digits = re.sub(r"\.0+$", "", digits) if whole else digits
    return digits if re.fullmatch(r"-?[0-9]{1,15}" + ("" if whole else r"(\.[0-9]{1,15})?"), digits) else None


def choices(text: str) -> list[str]:
    """`fi, sv` as the items of a list."""
    return [part for part in re.split(r"[\s,;/|·•\[\]]+", unquoted(text)) if part]
