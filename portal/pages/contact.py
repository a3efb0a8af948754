"""Write to the towns: the form, what became of an enquiry, and the direct contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from portal import i18n
from portal.domain import short_list
from portal.domain.finder import wish as wishes
from portal.domain.finder.figures import sectors_of
from portal.domain.finder.wish import Wish
from portal.domain.profile import Portal, Profile
from portal.enquiries.directory import Directory
from portal.enquiries.enquiry import Enquiry, StoredEnquiry
from portal.enquiries.form import MESSAGE, EnquiryForm, form_of
from portal.enquiries.letters import LANGUAGES
from portal.enquiries.outcome import Delivery, outcome
from portal.i18n import Locale, _, lazy, ngettext
from portal.pages import find
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType, never_cached
from portal.pages.short_list import no_longer_sought
from portal.urls import Address


@dataclass(frozen=True)
class Box:
    """One thing that an enquiry may be to or about: its key, its name, a remark, and whether it is ticked."""

    key: str
    label: str
    note: str
    ticked: bool


@dataclass(frozen=True)
class Answering:
    """A town that was written to and what becomes of the message there; no profile where it is not shown now."""

    name: str
    delivery: Delivery
    profile: Profile | None


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """Where no enquiries are taken in: whom to reach directly."""
    return _page(reader, closed=True)


def form_page(reader: Reader, form: EnquiryForm, token: str, notices: Sequence[str] = (), *, mail: bool = True) -> Page:
    """The form, with what is wrong with it and other notices; nothing that was typed is lost."""
    entries = reader.portal.content.entries
    about = [name for name in form.entry.data or [] if name in entries]
    wish = wish_of(form.wish.data, reader.portal)
    faults = form.faults
    return _page(
        reader,
        query=_context([*(form.town.data or [])], about, form.wish.data),
        form=form,
        token=token,
        faults=faults,
        # The first fault says so in the tab, which is read aloud first.
        title=_("Correct and send again: %(title)s", title=_("Send an enquiry")) if faults else _("Send an enquiry"),
        notices=[*notices, *_warnings(reader, form, mail=mail)],
        alone=reader.portal.site.data_controller is None,
        towns=_towns(reader, form),
        entries=[
            Box(name, reader.localized(entry.what), directory(reader.portal).name(town, reader.locale), ticked=True)
            for name, (town, entry) in ((name, entries[name]) for name in about)
        ],
        wish=find.wished(reader, wish),
        tongues=[(code, LANGUAGES[code], code == form.language.data) for code in LANGUAGES],
        most=MESSAGE,
    )


def _warnings(reader: Reader, form: EnquiryForm, *, mail: bool) -> list[str]:
    """Before anything is typed: that what is sent would reach nobody for now."""
    if not mail:
        return [_("This site cannot send mail at the moment: what you write is stored and sent when it can.")]
    known, towns = directory(reader.portal), form.town.data or []
    if not towns or any(known.recipient(town, form.entry.data or []).emails for town in towns):
        return []
    return [
        ngettext(
            "No e-mail address of the town that you have chosen is known, so what you write here reaches nobody yet. "
            "Other ways to reach it are below, under Direct contacts.",
            "No e-mail address of the %(num)s towns that you have chosen is known, so what you write here reaches "
            "nobody yet. Other ways to reach them are below, under Direct contacts.",
            len(towns),
        )
    ]


def sent_page(reader: Reader, kept: StoredEnquiry, *, mail: bool) -> Page:
    """What becomes of the enquiry: its reference, who answers, and the direct contact. No word of the visitor's."""
    portal = reader.portal
    comes = outcome(kept, directory(portal), mail=mail)
    return _page(
        reader,
        query={"sent": kept.reference},
        title=comes.headline,
        kept=kept,
        received=i18n.moment(kept.received, reader.locale),
        copied=any(letter.kind == "copy" for letter in kept.letters),
        mail=mail,
        deliveries=[_answering(reader, delivery) for delivery in comes.deliveries],
    )


def _answering(reader: Reader, delivery: Delivery) -> Answering:
    town = delivery.recipient.town
    name = directory(reader.portal).name(town, reader.locale)
    profile = reader.profile(town) if town in reader.portal.cities else None
    return Answering(name, delivery, profile)


def _page(reader: Reader, *, query: Mapping[str, str] | None = None, title: str = "", **values: object) -> Page:
    shown: dict[str, object] = {"closed": False, "form": None, "kept": None}
    return Page(
        title=title or _("Contact"),
        description=_("Write to one town or to several at once, or reach their business services directly."),
        template="contact.html",
        values={**shown, "profiles": reader.profiles, **values},
        query=query or {},
        index="sent" not in (query or {}),
    )


def directory(portal: Portal) -> Directory:
    """Who gets letters to the towns."""
    return Directory(portal.content, portal.addresses)


def asked(reader: Reader, query: Mapping[str, str]) -> tuple[EnquiryForm, list[str]]:
    """The empty form with what the address names, and what it names wrongly or too late, in words."""
    portal = reader.portal
    reading = short_list.read(query, portal)
    listed, ended = short_list.on(reader.today, reading.listed, portal)
    wish = wish_of(query.get("wish", ""), portal)
    towns = short_list.enquiry(reading.listed, portal).get("town", "")
    context = {
        "town": [town for town in towns.split(",") if town],
        "entry": [*listed.entry],
        "wish": urlencode(wishes.write(wish)),
        "language": reader.locale,
    }
    notices = [*short_list.messages(reading), *(no_longer_sought(reader, found) for found in ended)]
    return form_of(_names(portal, reader.locale), context=context), notices


def posted(portal: Portal, locale: Locale, fields: MultiDict[str, str]) -> EnquiryForm:
    """The form as it was sent."""
    return form_of(_names(portal, locale), fields)


def enquiry_of(form: EnquiryForm, portal: Portal, locale: Locale) -> Enquiry:
    """The enquiry that a valid form makes: of what it is about only what exists, and a short list only for a copy."""
    enquiry = form.enquiry(locale)
    listed = short_list.read(dict(parse_qsl(enquiry.short_list if enquiry.copy else "")), portal).listed
    return replace(
        enquiry,
        entries=tuple(name for name in enquiry.entries if name in portal.content.entries),
        wish=urlencode(wishes.write(wish_of(enquiry.wish, portal))),
        short_list=urlencode(listed.query, safe=","),
    )


def wish_of(text: str | None, portal: Portal) -> Wish:
    """The finder's wish that a query of its page stands for; what it asks wrongly is left out."""
    return wishes.read(dict(parse_qsl(text or "")), list(sectors_of(portal))).wish


def _names(portal: Portal, locale: Locale) -> dict[str, str]:
    return {town: directory(portal).name(town, locale) for town in portal.cities}


def _context(towns: Sequence[str], entries: Sequence[str], wish: str | None) -> dict[str, str]:
    """The query of the same form, for the language switch."""
    context = {"town": ",".join(towns), "entry": ",".join(entries), "wish": wish or ""}
    return {name: text for name, text in context.items() if text}


def _towns(reader: Reader, form: EnquiryForm) -> list[Box]:
    """The towns, each with a remark where its own mailbox is not known."""
    notes = {
        "town": "",
        "network": _("answered through the network"),
        "nobody": _("no e-mail address known, so nobody reads the message yet: please reach the town directly"),
    }
    known = directory(reader.portal)
    return [
        Box(town, name, notes[known.recipient(town, form.entry.data or []).via], town in (form.town.data or []))
        for town, name in _names(reader.portal, reader.locale).items()
    ]


#: A form belongs to the one who fills it.
PAGE_TYPES = (PageType("contact", page, never_cached, label=lazy("Contact"), menu=7),)
