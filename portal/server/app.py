"""The portal as one Flask server, ready for gunicorn."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.content.library import ContentError
from portal.content.models import SiteSettings
from portal.domain.profile import Portal, load_portal
from portal.enquiries.database import BadAddressError
from portal.enquiries.enquiry_service import EnquiryService, bad_mail, enquiry_service_of
from portal.enquiries.watch import readable
from portal.explorer.apps import BUNDLES, MAP, PLACES, explorer_files, mount
from portal.exports.files import Files
from portal.i18n import LOCALES, Locale, install
from portal.pages.rendering import Pages
from portal.server.body import Headers
from portal.server.cache import CacheMiddleware, PageCache, today_in_helsinki
from portal.server.condition import Condition, left_out
from portal.server.context import SiteContext
from portal.server.costs import Costs
from portal.server.enquiring import warm
from portal.server.errors import install_errors
from portal.server.file_process import FileProcess
from portal.server.headers import WithHeaders, page_headers, static_headers
from portal.server.receiving import Receiving
from portal.server.routes import install_routes
from portal.server.secure import Secure
from portal.server.signing import Key, key_of
from portal.server.signs import sign_files
from portal.server.static import OPTIONAL, NoFileError, StaticFiles
from portal.settings import LARGEST_REQUEST, BadNumberError, Settings
from portal.urls import Address

log = logging.getLogger(__name__)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site: reads the content, mounts the explorer, and puts the cache before everything else."""
    settings = settings or Settings.from_environment()
    log_to_stderr()
    return build(settings, read(settings))


def build(settings: Settings, portal: Portal) -> Flask:
    """The site of what has been read."""
    key = key_of(settings, portal.site.site_url)
    unusable = bad_mail(settings)
    condition = Condition(left_out(portal), (*(("SECRET_KEY",) if key.fault and key.public else ()), *unusable))
    report(portal, condition, key)
    for name in unusable:
        log.error("%s cannot be used: no letters leave until it is mended. Run `portal check`.", name)
    portal.statistics.warm()
    server = bare_server(key.secret)
    dashes = {locale: mount(server, portal, locale) for locale in LOCALES}
    try:
        site = assemble(settings, portal, dashes, key.secret, condition)
        install_routes(server, site)
        wrap(server, site)
        warm(site)
    except NoFileError as error:
        raise SystemExit(f"The portal cannot start. {error}") from None
    server.extensions["portal"] = site
    return server


def read(settings: Settings) -> Portal:
    """The content; where nothing can be shown, the server ends with what to mend."""
    try:
        return load_portal(settings)
    except ContentError as error:
        raise SystemExit(f"The portal cannot start.\n{error}") from None


def bare_server(secret: str) -> Flask:
    """Flask with our translations and limits, and nothing to answer yet."""
    server = Flask("portal", static_folder=None)
    server.config.update(
        SECRET_KEY=secret,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    return install(server)


def assemble(
    settings: Settings, portal: Portal, dashes: Mapping[Locale, Any], secret: str, condition: Condition
) -> SiteContext:
    """Pages, their keeper and the static files."""
    made = explorer_files(portal) | sign_files(portal, settings.assets / "portal.css")
    store = StaticFiles(settings, static_headers(portal.site.site_url), made)
    pages = Pages(portal, store.asset, lambda locale: boot(store, dashes[locale]))

    def path_of(address: Address) -> str:
        return portal.addresses.path(address.page, address.locale, address.about, form=address.form)

    files = FileProcess(Files(portal, settings.assets / "portal.css"))
    page_cache = PageCache(pages, path_of, headers_of(portal), day_of(settings), files=files)
    return SiteContext(
        portal,
        pages,
        page_cache,
        store,
        dashes,
        enquiry_service(settings, portal, secret),
        condition,
        costs_of(settings, secret),
        files,
    )


def enquiry_service(settings: Settings, portal: Portal, secret: str) -> EnquiryService:
    """Where enquiries are handed in; the server does not start with a database or a limit that cannot be read."""
    try:
        made = enquiry_service_of(settings, portal.site.site_url, secret, portal.site.retention_days)
    except BadAddressError:
        raise SystemExit("DATABASE_URL is no address of a database. Run `portal check`.") from None
    except ValueError:
        raise SystemExit("PORTAL_ENQUIRY_LIMIT or a PORTAL_CAP_… cannot be read. Run `portal check`.") from None
    if made.repository is None:
        log.error("No enquiries are taken in: DATABASE_URL is not set. The contact page gives the direct contacts.")
    elif made.repository.engine.dialect.name == "sqlite":  # a server far away may take its time, and `/healthz` tells
        if not readable(made.repository):
            log.error("No enquiries are taken in: the database's file cannot be used. Has `portal migrate` been run?")
        made.repository.engine.dispose()  # nothing that is open passes to another process
    return made


def costs_of(settings: Settings, secret: str) -> Costs:
    """What is costly and for whom; the server does not start with a limit that cannot be read."""
    try:
        return Costs(settings, secret)
    except BadNumberError as error:
        raise SystemExit(f"The portal cannot start. {error}") from None
    except ValueError:
        names = "PORTAL_ANSWER_LIMIT, PORTAL_FILE_LIMIT or PORTAL_LIMITS_URL"
        raise SystemExit(f"{names} cannot be read. Run `portal check`.") from None


def day_of(settings: Settings) -> Callable[[], dt.date]:
    """What tells the day: the calendar in Helsinki, or the one day that PORTAL_TODAY fixes."""
    if settings.today is None:
        return today_in_helsinki
    try:
        fixed = dt.date.fromisoformat(settings.today)
    except ValueError:
        raise SystemExit(
            f"PORTAL_TODAY is {settings.today!r}, which is no day. Write it like this: 2026-11-23"
        ) from None
    return lambda: fixed


def boot(store: StaticFiles, dash: Any) -> dict[str, Any]:
    """What a page's script needs to start the explorer: its configuration and the scripts to fetch, in order."""
    config = dash._config()
    config.pop("end_id", None)  # differs each time, and only background callbacks use it
    config.pop("python_version", None)  # nobody's business
    config |= {"serve_locally": False, "plotlyjs_url": store.asset("plotly.min.js")}  # plotly alone is meant by it
    return {
        "config": config,
        "scripts": [store.asset(name) for name in BUNDLES if name not in OPTIONAL or store.has(name)],
        "map": store.asset(MAP),
        "places": store.asset(PLACES),
    }


def wrap(server: Flask, site: SiteContext) -> None:
    """Before Flask: the cache. Around Flask: the headers, and the proxies that are trusted."""
    install_errors(server, site.pages.error, site.pages.error_words)
    app = WithHeaders(behind_proxies(Receiving(server.wsgi_app), site.portal.site), headers_of(site.portal))
    middleware = CacheMiddleware(app, site.static_files, site.page_cache)
    server.wsgi_app = over_https(middleware, site.portal.site)  # type: ignore[method-assign]


def headers_of(portal: Portal) -> Callable[[str], Headers]:
    """What gives the headers of a path."""
    return partial(page_headers, portal.site.site_url)


def over_https(app: Any, site: SiteSettings) -> Any:
    """The app; where the site has an https address and a proxy to believe, readers on http are sent there."""
    secure = site.site_url.startswith("https://") and site.trusted_proxies
    return Secure(app, site.site_url, site.trusted_proxies) if secure else app


def behind_proxies(app: Any, site: SiteSettings) -> Any:
    """The app, believing as many proxies as the operator says there are."""
    count = site.trusted_proxies
    return ProxyFix(app, x_for=count, x_proto=count, x_host=count) if count else app


def report(portal: Portal, condition: Condition, key: Key) -> None:
    """Say at the start what is served and what is not."""
    for problem in portal.problems:
        if problem.severity == "error":
            log.error("%s", problem)
    for file in condition.files:
        log.error("%s has mistakes and is not served. Run `portal check`.", file)
    if key.fault:
        log.log(logging.ERROR if key.public else logging.WARNING, "SECRET_KEY %s", key.fault)
    log.info("Serving %d towns at %s, content %s.", len(portal.content.cities), portal.site.site_url, portal.version)


def log_to_stderr() -> None:
    """One readable line for each event, unless somebody has set up logging already."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
