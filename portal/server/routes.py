"""What each address answers."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from flask import Flask, Response, abort, redirect, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import MethodNotAllowed, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.profile import Portal
from portal.explorer.embeds import HOST_SCRIPT
from portal.file_formats import file_formats
from portal.i18n import LOCALES
from portal.pages.page import MissingError
from portal.pages.registry import page_types
from portal.pasted import CLINGING, QUOTES, bare
from portal.server.body import Body, compressed
from portal.server.cache import arguments
from portal.server.callbacks import ENDPOINTS, BadCallbackError, check, endpoint, read
from portal.server.context import SiteContext
from portal.server.costs import RETRY, install_costs
from portal.server.enquiring import contact_page
from portal.server.errors import chosen_language
from portal.server.file_process import NotMadeError
from portal.server.headers import METHODS
from portal.server.health import health, readiness
from portal.server.openapi import document
from portal.server.security import SECURITY, contact_of
from portal.server.sitemap import sitemap
from portal.server.static import PREFIX, StaticFiles
from portal.urls import API, OPENAPI, Address, Moved, shared

log = logging.getLogger(__name__)

#: Addresses besides those of the pages that people may paste.
LISTED = ("/", API, OPENAPI, "/robots.txt", "/sitemap.xml")
#: Any page of any site may load the script for frames, and asks again after a day.
FOR_HOSTS = [
    ("Cache-Control", "public, max-age=86400"),
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
]


def install_routes(server: Flask, site: SiteContext) -> None:
    """Every address of the server, besides Dash's own."""
    server.before_request(lambda: readable(site))
    server.before_request(lambda: asked_before(site))
    server.before_request(lambda: explorer_in_order(site))
    server.after_request(lambda response: keep_explorer(site, response))
    install_costs(server, site.costs)
    host_script = cache(lambda: script_for_hosts(site.static_files))
    rules: dict[str, Callable[..., AnyResponse]] = {
        "/": door,
        "/healthz": lambda: health(site),
        "/readyz": lambda: readiness(site),
        "/robots.txt": lambda: robots(site.portal),
        "/sitemap.xml": lambda: site_map(site),
        SECURITY: lambda: security_txt(site),
        "/security.txt": lambda: moved(SECURITY, ""),
        "/favicon.ico": lambda: icon(site.static_files),
        HOST_SCRIPT: lambda: answer(host_script()),
        API: lambda: explanation(site),
        API.rstrip("/"): lambda: moved(API, ""),
        OPENAPI: lambda: description(site),
        f"{PREFIX}<path:name>": lambda name: abort(404),
        "/<path:path>": lambda path: page(site),
    }
    for rule, view in rules.items():
        server.add_url_rule(rule, endpoint=f"portal{rule}", view_func=view, methods=["GET"])
    for locale in LOCALES:
        path = site.portal.addresses.path("contact", locale)
        view = partial(contact_page, site, locale)
        server.add_url_rule(path, endpoint=f"portal{path}", view_func=view, methods=["GET", "POST"])


def readable(site: SiteContext) -> AnyResponse | None:
    """Refuse addresses that are not UTF-8 or carry control characters, unless these only cling to one of ours."""
    try:
        path = request.environ["PATH_INFO"].encode("latin-1").decode("utf-8")
        arguments(request.environ.get("QUERY_STRING", ""))
    except ValueError:
        abort(400)
    if path.isprintable() and not path.startswith("//"):
        return None
    return mended(site, path) or abort(404 if path.isprintable() else 400)


def asked_before(site: SiteContext) -> Response | None:
    """The answer to a browser that asks whether a program on another site may read a file."""
    if request.method != "OPTIONS" or not shared(request.path):
        return None
    if request.path not in (API, OPENAPI) and site.portal.addresses.match(request.path) is None:
        abort(404)
    allowed = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "86400"}
    return Response(status=204, headers=allowed)


def explorer_in_order(site: SiteContext) -> Response | None:
    """Let through only what the explorer asks for, in its form; what was asked before is answered at once."""
    found = endpoint(request.path)
    if found is None:
        return None
    locale, name = found
    if name not in ENDPOINTS:
        abort(404)
    method = "GET" if request.method == "HEAD" else request.method
    if method != ENDPOINTS[name]:
        raise MethodNotAllowed([ENDPOINTS[name]])
    return question(site, site.dashes[locale]) if method == "POST" else None


def question(site: SiteContext, dash: Any) -> Response | None:
    """The cached answer to a question of the explorer; None when Dash is to answer it."""
    data = request.get_data()
    kept = site.page_cache.answered(request.path, data)
    if kept is not None:
        return answer(kept)
    try:
        check(read(data), dash.callback_map)
    except BadCallbackError as fault:
        abort(400, str(fault))
    site.costs.begin("answers")
    kept = site.page_cache.answered(request.path, data)  # somebody else may have asked the same meanwhile
    return None if kept is None else answer(kept)


def keep_explorer(site: SiteContext, response: Response) -> Response:
    """Cache the explorer's layout, its list of callbacks and its answers: they are the same for everyone."""
    found = endpoint(request.path)
    if found is None or response.status_code != 200 or request.query_string or "ETag" in response.headers:
        return response
    if request.method == "POST":
        return answer(site.page_cache.store_answer(request.path, request.get_data(), response.get_data()))
    if callable(site.dashes[found[0]].layout):
        return response
    return answer(site.page_cache.store(request.path, response.get_data(as_text=True), "application/json"))


def answer(body: Body) -> Response:
    """A cached body as Flask's answer to this request."""
    status, headers, data = body.answer(request.environ)
    response = Response(data, status)
    response.headers = Headers(headers)  # as they are: Flask would count the bytes of a HEAD
    return response


def door() -> AnyResponse:
    """From the bare address to the reader's language."""
    response = Response(status=302, headers={"Location": f"/{chosen_language(request)}/"})
    response.headers["Cache-Control"] = "private, no-store"
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def page(site: SiteContext) -> AnyResponse:
    """A page, or the way to its right address."""
    address = site.portal.addresses.match(request.path)
    if address is None:
        return led_on(site, request.path) or abort(404)
    if isinstance(address, Moved):
        return moved(address.path, request.environ.get("QUERY_STRING", ""))
    if address.form:
        return file(site, address)
    site.costs.begin("answers")
    try:
        body = site.page_cache.make(address, arguments(request.environ.get("QUERY_STRING", "")))
    except MissingError:
        return led_on(site, request.path) or abort(404)
    if isinstance(body, Body):
        return answer(body)
    return Response(body, content_type="text/html; charset=utf-8", headers={"Cache-Control": "private, no-cache"})


def file(site: SiteContext, address: Address) -> AnyResponse:
    """The thing at an address in another form, cached like a page."""
    site.costs.begin("answers" if file_formats()[address.form].cheap else "files")
    try:
        return answer(site.page_cache.file(address, arguments(request.environ.get("QUERY_STRING", ""))))
    except MissingError:
        return led_on(site, request.path) or abort(404)
    except NotMadeError:
        log.exception("%s could not be made.", request.path)
        raise ServiceUnavailable(retry_after=RETRY) from None


def explanation(site: SiteContext) -> Response:
    """The page about the files, in the language of the reader's choice."""
    body = site.page_cache.make(Address("api", chosen_language(request)), {})
    response = answer(body) if isinstance(body, Body) else Response(body)
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def description(site: SiteContext) -> Response:
    """The same for programs, as OpenAPI."""
    return answer(site.page_cache.store(request.path, document(site.portal), "application/json"))


def led_on(site: SiteContext, path: str) -> AnyResponse | None:
    """The way from an address that a page had before, or that was pasted with more than itself."""
    former = site.portal.addresses.former(path)
    return moved(former, request.environ.get("QUERY_STRING", "")) if former else mended(site, path)


def mended(site: SiteContext, path: str) -> AnyResponse | None:
    """The way to the page of an address that was pasted with more than itself; None where there is no such page."""
    right = bare(path)
    nameless = right == "/" and path.strip(f"/{CLINGING}{QUOTES}") != ""
    if right == path or nameless or request.method not in ("GET", "HEAD"):
        return None
    known = next((own for own in LISTED if own.rstrip("/") == right.rstrip("/")), None)
    found = None if known else site.portal.addresses.match(right)
    right = known or (found.path if isinstance(found, Moved) else right)
    right = site.portal.addresses.former(right) or right
    if known or exists(site.portal, site.portal.addresses.match(right), site.page_cache.today):
        return moved(right, request.environ.get("QUERY_STRING", ""))
    return None


def exists(portal: Portal, address: Address | Moved | None, today: dt.date) -> bool:
    """Whether there is what an address is about: a town always, an indicator and an entry if it is on the site."""
    if not isinstance(address, Address):
        return False
    page_type = page_types().get(address.page)  # a file may stand where there is no page
    return not page_type or not page_type.subjects or address.about in [*page_type.subjects(portal, today)]


def moved(path: str, query: str) -> AnyResponse:
    """To the right address, with the query as it was."""
    response = Response(status=301, headers={"Location": f"{path}?{query}" if query else path})
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def robots(portal: Portal) -> Response:
    """Everything may be read."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {portal.site.site_url}/sitemap.xml\n"
    return Response(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"})


def site_map(site: SiteContext) -> Response:
    """Every page in every language."""
    text = sitemap(site.portal, site.page_cache.today)
    return answer(site.page_cache.store(request.path, text, "application/xml"))


def security_txt(site: SiteContext) -> Response:
    """Whom to tell of a fault of security; 404 where nobody is named, for a file without a contact is none."""
    text = contact_of(site.portal.site, site.page_cache.today)
    if text is None:
        abort(404)
    return answer(site.page_cache.store(request.path, text, "text/plain"))


def script_for_hosts(static_files: StaticFiles) -> Body:
    """The script that sizes our frames on other sites' pages: they know it by an address without a hash."""
    body = static_files.body(static_files.asset("embed-host.js"))
    if body is None:
        raise FileNotFoundError("embed-host.js")
    return compressed(body.variant("identity").data.decode(), "text/javascript", FOR_HOSTS)


def icon(static_files: StaticFiles) -> AnyResponse:
    """The icon that browsers ask for unbidden."""
    response = redirect(static_files.asset("favicon.svg"), 302)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
