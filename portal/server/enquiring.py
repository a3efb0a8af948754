"""The contact page: it shows the form, takes it in, and says what became of it. Nothing of it is cached."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from flask import Response, abort, redirect, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from portal.enquiries.caps import CappedError
from portal.enquiries.enquiry import Enquiry
from portal.enquiries.enquiry_service import EnquiryService
from portal.enquiries.form import EnquiryForm
from portal.enquiries.gate import NoTurnError, SilenceError
from portal.enquiries.repository import EnquiryRepository, Origin, UsedError
from portal.i18n import LOCALES, Locale, use_locale
from portal.pages import contact
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.server import refusals
from portal.server.cache import arguments
from portal.server.client import client_address, client_network
from portal.server.context import SiteContext
from portal.server.refusals import Refusal
from portal.urls import Address

log = logging.getLogger(__name__)

R = TypeVar("R", bound=AnyResponse)
#: What goes wrong with the database.
FAULTS = (SQLAlchemyError, NoTurnError, SilenceError)
FORM = "application/x-www-form-urlencoded"
#: More fields than this no form of ours has: ten towns and thirty entries among them.
FIELDS = 80


def contact_page(site: SiteContext, locale: Locale) -> AnyResponse:
    """The contact page in a language: looked at, or with a form sent to it."""
    if site.enquiry_service.repository is None or not site.portal.site.takes_enquiries:
        return _closed(site, locale)
    if request.method == "POST":
        return _take_in(site, site.enquiry_service.repository, locale)
    query = arguments(request.environ.get("QUERY_STRING", ""))
    if query.get("sent"):
        return _sent(site, site.enquiry_service.repository, locale, query["sent"])
    site.costs.begin("answers")
    return _form(site, locale, query)


def warm(site: SiteContext) -> None:
    """Show the form once in each language before anybody asks: what that takes to read is then read once, for all."""
    for locale in LOCALES:
        _form(site, locale, {})


def _form(site: SiteContext, locale: Locale, query: dict[str, str]) -> Response:
    def page(reader: Reader) -> Page:
        return contact.form_page(reader, *_asked(reader, query, site.enquiry_service), mail=site.enquiry_service.mail)

    return _show(site, locale, page)


def _asked(
    reader: Reader, query: dict[str, str], enquiry_service: EnquiryService
) -> tuple[EnquiryForm, str, list[str]]:
    form, notices = contact.asked(reader, query)
    return form, enquiry_service.tokens.new(), notices


def _take_in(site: SiteContext, repository: EnquiryRepository, locale: Locale) -> AnyResponse:
    """A form that was sent: stored, or shown again with what is wrong."""
    address = client_address(request.environ)
    wait = site.enquiry_service.throttle.wait(address)
    if wait and not site.enquiry_service.throttle.patient(address):
        raise TooManyRequests(retry_after=wait)
    fields = _fields()
    form = contact.posted(site.portal, locale, fields)
    token = fields.get("token", "")
    name = site.enquiry_service.tokens.read(token)
    with use_locale(locale):
        refusal = _refusal(site, wait, whole=form.validate(), ours=name is not None)
        if refusal:
            return _again(site, locale, form, refusal)
        return _keep(site, repository, form, contact.enquiry_of(form, site.portal, locale), Sent(token, name or ""))


@dataclass(frozen=True)
class Sent:
    """The token of a form that was sent, and the form's name in it."""

    token: str
    name: str


def _keep(
    site: SiteContext, repository: EnquiryRepository, form: EnquiryForm, enquiry: Enquiry, sent: Sent
) -> AnyResponse:
    """Into the database; where it cannot be reached, nothing that was typed is lost.

    The same token goes back then: if the enquiry was stored and only the answer was lost, it is not stored twice.
    """
    origin = Origin(sent.name, client_network(request.environ))
    try:
        reference = site.enquiry_service.ask(lambda: repository.keep(enquiry, enquiry.key(sent.name), origin))
    except UsedError as used:
        return _again(site, enquiry.locale, form, refusals.used(used.reference))
    except CappedError as capped:
        log.warning("An enquiry was not taken in: the cap of letters by %s is met.", capped.scope)
        towns = [contact.directory(site.portal).name(town, enquiry.locale) for town in capped.towns]
        return _again(site, enquiry.locale, form, refusals.capped(capped, towns, enquiry.locale), sent.token)
    except FAULTS as fault:
        _tell(site, fault)
        return _again(site, enquiry.locale, form, refusals.not_stored(fault), sent.token)
    log.info("Enquiry %s was stored, for %d towns.", reference, len(enquiry.towns))
    where = site.portal.addresses.path("contact", enquiry.locale, query={"sent": reference})
    return _no_store(redirect(where, 303))


def _tell(site: SiteContext, fault: Exception) -> None:
    """Log that an enquiry could not be stored, a fault of the database with its trace, and let `/healthz` know."""
    told = fault if isinstance(fault, SQLAlchemyError) else None
    log.error("An enquiry could not be stored, and its sender was told so: %s", type(fault).__name__, exc_info=told)
    site.enquiry_service.watch.doubt()


def _refusal(site: SiteContext, wait: int, *, whole: bool, ours: bool) -> Refusal | None:
    """Why a form is not taken in; None when it is."""
    if wait:
        return refusals.throttled(wait)
    if _from_elsewhere(site.portal.site.site_url):
        return refusals.from_elsewhere()
    if not ours:
        return refusals.too_old()
    return None if whole else Refusal(422)


def _from_elsewhere(site_url: str) -> bool:
    """Whether a page of another site made the browser send this: browsers say so themselves."""
    fetch = request.headers.get("Sec-Fetch-Site")
    if fetch is not None:
        return fetch not in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is not None and _site_of(origin) not in (request.host, _site_of(site_url))


def _site_of(address: str) -> str:
    """The site that an address belongs to; none where it is no address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _fields() -> MultiDict[str, str]:
    """What was sent, in UTF-8; anything else is no form of ours."""
    if request.mimetype != FORM:
        abort(415)
    try:
        pairs = parse_qsl(
            request.get_data().decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS
        )
    except ValueError:
        abort(400)
    return MultiDict(pairs)


def _sent(site: SiteContext, repository: EnquiryRepository, locale: Locale, reference: str) -> AnyResponse:
    """What became of an enquiry, for who has its reference."""
    try:
        kept = site.enquiry_service.ask(lambda: repository.find(reference))
    except FAULTS as fault:
        log.error("An enquiry could not be looked up: %s", type(fault).__name__)
        abort(503)
    if kept is None:
        abort(404)
    return _show(site, locale, lambda reader: contact.sent_page(reader, kept, mail=site.enquiry_service.mail))


def _again(site: SiteContext, locale: Locale, form: EnquiryForm, refusal: Refusal, token: str = "") -> Response:
    """The form as it was sent; with a fresh token, where the old one is not to be used again."""
    token, notices = token or site.enquiry_service.tokens.new(), [refusal.notice] if refusal.notice else []
    mail = (
        site.enquiry_service.mail or refusal.status == 503
    )  # beside "could not be stored" nobody is told that it is stored
    response = _show(site, locale, lambda reader: contact.form_page(reader, form, token, notices, mail=mail))
    response.status_code = refusal.status
    if refusal.wait:
        response.headers["Retry-After"] = str(refusal.wait)
    return response


def _closed(site: SiteContext, locale: Locale) -> AnyResponse:
    """Where nothing can be stored, the direct contacts; and a form from before is not taken in."""
    response = _show(site, locale, lambda reader: contact.page(reader, Address("contact", locale), {}))
    response.status_code = 503 if request.method == "POST" else 200
    return response


def _show(site: SiteContext, locale: Locale, made: Callable[[Reader], Page]) -> Response:
    text = site.pages.write(Address("contact", locale), site.page_cache.today, made)
    return _no_store(Response(text, content_type="text/html; charset=utf-8"))


def _no_store(response: R) -> R:
    response.headers["Cache-Control"] = "no-store"
    return response
