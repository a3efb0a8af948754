"""What must hold across content and statistics: keys that exist, claims that hold, dates that are not too old."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from portal.checks.ageing import ageing, old_sources
from portal.checks.claims import Numbers, claim_fault, claims
from portal.checks.parts import ContentFile, inner, text, towns
from portal.content.advice import like_this
from portal.content.library import Content, in_order
from portal.content.mistake import not_among
from portal.content.yaml_file import Steps
from portal.i18n import BASE, _
from portal.indicators.catalogue import Catalogue
from portal.indicators.places import Municipality
from portal.problems import Problem, Severity

__all__ = ["Numbers", "Severity", "check_all", "claim_fault"]

NEEDED = ("operator", "data_controller", "feedback_email", "network_email")


def check_all(content: Content, catalogue: Catalogue | None, numbers: Numbers | None, today: dt.date) -> list[Problem]:
    """Everything that is wrong between the files, in file order. What cannot be read is not checked here."""
    found = [*_settings(content)]
    if catalogue:
        found += _indicator_keys(content, catalogue)
    if numbers and numbers.municipalities:
        found += _codes(content, numbers.municipalities)
    if catalogue and numbers:
        found += claims(content, catalogue, numbers)
    found += _unreachable(content)
    for town in towns(content):
        found += ageing(town, today)
    for file in ("organisations.yaml", "network.yaml"):
        found += old_sources(ContentFile(content, file), today)
    return list(in_order(found))


# Keys that exist


def _indicator_keys(content: Content, catalogue: Catalogue) -> Iterator[Problem]:
    yield from _unknown_keys(ContentFile(content, "site.yaml"), catalogue)
    for town in towns(content):
        yield from _unknown_keys(town, catalogue)


def _unknown_keys(part: ContentFile, catalogue: Catalogue) -> Iterator[Problem]:
    listed = part.data.get("key_figures")
    used: dict[Steps, object] = {
        ("key_figures", i): key for i, key in enumerate(listed if isinstance(listed, list) else ())
    }
    used |= {(*steps, "indicator"): item.get("indicator") for steps, item in part.items("strengths", "looking_for")}
    for steps, key in used.items():
        if isinstance(key, str) and key not in catalogue.indicators:
            message = _("there is no indicator “%(key)s” in indicators.yaml.", key=key)
            otherwise = _("Add it there, or delete it here.")
            yield part.problem(steps, *not_among(key, catalogue.indicators, message, otherwise), "error")


def _codes(content: Content, municipalities: Mapping[str, Municipality]) -> Iterator[Problem]:
    """A wrong code shows another town's figures."""
    for town in towns(content):
        code, name = text(town.data, "code"), text(inner(inner(town.data, "name"), BASE), "nominative")
        if not code or not name or not re.fullmatch(r"\d{3}", code):
            continue  # an error of its own
        its_own = next((known.code for known in municipalities.values() if known.called(BASE) == name), None)
        if code not in municipalities:
            message = _("there is no municipality “%(code)s” in municipalities.csv.", code=code)
        elif municipalities[code].called(BASE) != name:
            message = _("“%(code)s” is the code of %(other)s.", code=code, other=municipalities[code].called(BASE))
        else:
            continue
        hint = like_this(f'code: "{its_own}"') if its_own else _("Check the code and the Finnish name.")
        yield town.problem(("code",), message, hint, "error")


# Towns that can be reached


def _unreachable(content: Content) -> Iterator[Problem]:
    """An enquiry to a town goes to the first of its contacts that has an e-mail address."""
    organisations = inner(ContentFile(content, "organisations.yaml").data, "organisations")
    for town in towns(content):
        contacts = [contact for _steps, contact in town.items("contacts")]
        shared = [inner(organisations, contact.get("organisation")) for contact in contacts]
        if contacts and not any(group.get("email") for group in (*contacts, *shared)):
            message = _("none of the town's contacts has an e-mail address.")
            if content.site.network_email:
                hint = _("Add “email:” to one of them: until then, enquiries to the town go to the network's address.")
            else:
                hint = _("Add “email:” to one of them: until then, nobody gets the enquiries to the town.")
            yield town.problem(("contacts",), message, hint)


# Who runs the portal


def _settings(content: Content) -> Iterator[Problem]:
    public = content.site.site_url.startswith("https://")
    for name in NEEDED:
        if getattr(content.site, name) is None:
            hint = _("Write “%(name)s:” in site.yaml, or set it in the environment.", name=name)
            severity: Severity = "error" if public else "warning"
            yield ContentFile(content, "site.yaml").problem((name,), _("this is not set."), hint, severity)
