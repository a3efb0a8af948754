"""How an indicator is cited, in plain words and as BibTeX. Nothing is invented: no date stated, none given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal import i18n
from portal.domain.profile import Portal
from portal.i18n import LANGUAGES, Locale, _, use_locale
from portal.indicators.catalogue import SeriesSource

#: What BibTeX would take for a command of its own.
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Citation:
    """One indicator's citation in one language."""

    plain: str
    bibtex: str


def citation(portal: Portal, key: str, locale: Locale) -> Citation:
    """How to cite an indicator as this portal shows it."""
    with use_locale(locale):
        work = _Work(portal, key, locale)
        return Citation(work.plain, work.bibtex)


@dataclass(frozen=True)
class _Work:
    """What a citation is made of; read inside `use_locale`."""

    portal: Portal
    key: str
    locale: Locale

    @property
    def sources(self) -> Sequence[SeriesSource]:
        return self.portal.statistics.indicator(self.key).sources

    @property
    def publishers(self) -> list[str]:
        """Who published the figures, each once."""
        known = self.portal.statistics.catalogue.publishers
        found = dict.fromkeys(source.publisher for source in self.sources)
        return [i18n.localized(known[key].name, self.locale) for key in found]

    @property
    def title(self) -> str:
        return i18n.localized(self.portal.statistics.indicator(self.key).name, self.locale)

    @property
    def tables(self) -> str:
        """Each table once, followed by its address at the publisher where that is known."""
        found = {source.table: source.addresses(self.locale) for source in self.sources}
        return "; ".join(" ".join([f"{table},", *pages]) if pages else table for table, pages in found.items())

    @property
    def date(self) -> str:
        """The newest date that a source states, as it states it: 2026-09-24 or 2020."""
        return max((source.data_date for source in self.sources if source.data_date), default="")

    @property
    def licence(self) -> str:
        known = self.portal.statistics.catalogue.publishers
        found = dict.fromkeys(known[source.publisher].licence for source in self.sources)
        return ", ".join(licence or _("no licence stated") for licence in found)

    @property
    def site(self) -> str:
        return i18n.localized(self.portal.site.name, self.locale)

    @property
    def address(self) -> str:
        return self.portal.site.site_url + self.portal.addresses.path("indicator", self.locale, self.key)

    @property
    def plain(self) -> str:
        date = f" ({i18n.partial_date(self.date, self.locale)})" if self.date else ""
        who = i18n.listing(self.publishers, self.locale)
        return f"{who}{date}: {self.title}. {self.tables}. {self.site}, {self.address}. {self.licence}."

    @property
    def bibtex(self) -> str:
        fields = {
            "author": " and ".join(f"{{{escaped(name)}}}" for name in self.publishers),
            "title": f"{{{escaped(self.title)}}}",
            "year": self.date[:4],
            "howpublished": escaped(self.site),
            "url": self.address,
            "note": escaped(f"{self.tables}. {self.licence}"),
            "language": LANGUAGES[self.locale].bibtex,
        }
        lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
        return f"@misc{{{identifier(self.key)}_{self.locale},\n{lines}}}\n"


def escaped(text: str) -> str:
    """A text as BibTeX reads it as itself.

    >>> escaped("50 % & more_or_less")
    '50 \\\\% \\\\& more\\\\_or\\\\_less'
    """
    return "".join(SPECIAL.get(sign, sign) for sign in text)


def identifier(key: str) -> str:
    """The key of an entry: letters, digits, hyphens and underscores."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", key)
