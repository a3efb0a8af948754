"""Sending an enquiry to the real site: what is kept, what is refused, and that nothing typed is lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from lxml import html

from portal.domain.profile import Portal
from portal.enquiries.database import engine_of, migrate, writing
from portal.enquiries.repository import EnquiryRepository
from portal.enquiries.tables import usage
from portal.i18n import LOCALES
from portal.server import app as server
from portal.settings import CAPS, Settings

#: A mail server and a sender: nothing is sent in these tests, but visitors are told whether it could be.
MAIL = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "portal@towns.example"}
CONTACT = {"fi": "/fi/yhteys", "sv": "/sv/kontakt", "en": "/en/contact"}
TYPED: dict[str, Any] = {
    "town": ["iisalmi", "raahe"],
    "name": "Åsa Öberg",
    "organisation": "Öbergs Mekaniska Ab",
    "email": "asa@example.com",
    "language": "sv",
    "message": "Vi söker en hall.\r\n<script>alert(1)</script>",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of these tests' own."""
    found = f"sqlite:///{tmp_path_factory.mktemp('letters') / 'letters.sqlite3'}"
    migrate(engine_of(found))
    return found


def site_of(portal: Portal, settings: Settings, site: dict[str, Any] | None = None) -> Flask:
    """The real site with these settings, and what a test changes of site.yaml."""
    changed = portal.site.model_copy(update=site or {})
    own = dataclasses.replace(portal, site=changed, content=dataclasses.replace(portal.content, site=changed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "load_portal", lambda settings: own)
        return server.create_app(settings)


@pytest.fixture
def make(portal: Portal, address: str) -> Callable[..., Flask]:
    """Makes a site of a test's own."""

    def made(site: dict[str, Any] | None = None, **changes: Any) -> Flask:
        return site_of(portal, Settings(today="2026-11-23", **{"database_url": address} | MAIL | changes), site)

    return made


@pytest.fixture(scope="module")
def usual(portal: Portal, address: str) -> Flask:
    """The site as most tests want it: in one second they send more than a person."""
    caps = dict.fromkeys(CAPS, "100000 per hour")
    settings = Settings(today="2026-11-23", database_url=address, enquiry_limit="100000 per hour", caps=caps, **MAIL)
    return site_of(portal, settings)


@pytest.fixture
def repository(address: str) -> Iterator[EnquiryRepository]:
    """The enquiries, none of them from another test."""
    repository = EnquiryRepository(engine_of(address))
    for kept in repository.every():
        repository.delete(kept.reference)
    with writing(repository.engine) as connection:
        connection.execute(usage.delete())
    yield repository
    repository.engine.dispose()


@pytest.fixture
def visitor(usual: Flask, repository: EnquiryRepository) -> Any:
    return usual.test_client()


def token(client: Any, path: str = "/en/contact") -> str:
    found: str = re.findall(r'name="token" value="([^"]+)"', client.get(path).text)[0]
    return found


def send(client: Any, locale: str = "en", headers: dict[str, str] | None = None, **changes: Any) -> Any:
    path = CONTACT[locale]
    fields = {"token": token(client, path)} | TYPED | changes
    body = urlencode({name: value for name, value in fields.items() if value is not None}, doseq=True)
    return client.post(path, data=body, content_type="application/x-www-form-urlencoded", headers=headers)


def shown(response: Any) -> dict[str, Any]:
    """What the fields of a form hold."""
    tree = html.document_fromstring(response.text)
    form = tree.get_element_by_id("enquiry")
    values = {name: form.inputs[name].value for name in ("name", "organisation", "email", "message", "language")}
    values["message"] = values["message"].removeprefix("\n")  # as browsers read it
    return values | {"town": form.xpath(".//input[@name='town'][@checked]/@value")}


@pytest.mark.parametrize("locale", LOCALES)
def test_an_enquiry_is_in_the_database_before_its_sender_is_told(
    visitor: Any, repository: EnquiryRepository, locale: str
) -> None:
    response = send(visitor, locale, copy="yes")
    assert response.status_code == 303
    (kept,) = repository.every()
    assert response.headers["Location"] == f"{CONTACT[locale]}?sent={kept.reference}"
    assert response.headers["Cache-Control"] == "no-store"
    enquiry = kept.enquiry
    assert (enquiry.locale, enquiry.name, enquiry.towns) == (locale, "Åsa Öberg", ("iisalmi", "raahe"))
    assert enquiry.message == "Vi söker en hall.\n<script>alert(1)</script>"
    assert [(letter.kind, letter.town, letter.state) for letter in kept.letters] == [
        ("town", "iisalmi", "waiting"),
        ("town", "raahe", "waiting"),
        ("copy", "", "waiting"),
    ]


def test_the_confirmation_gives_the_reference_who_answers_and_the_direct_contact(
    visitor: Any, repository: EnquiryRepository
) -> None:
    response = visitor.get(send(visitor).headers["Location"])
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    tree = html.document_fromstring(response.text)
    text = " ".join(tree.text_content().split())
    assert repository.every()[0].reference in text
    assert "kirjaamo@iisalmi.fi" in text
    assert "no e-mail address of the town is known. Your message is stored, unread" in text
    assert not {"Åsa", "asa@example.com", "hall"} & set(text.split())
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert re.findall(r'href="(/sv/kontakt[^"]*)"', response.text)[0].startswith("/sv/kontakt?sent=")


def test_a_town_without_an_address_is_answered_by_the_network(make: Callable[..., Flask]) -> None:
    client = make(site={"network_email": "network@example.fi"}).test_client()
    text = client.get(send(client, town="raahe").headers["Location"]).text
    assert "the network of the towns answers" in text
    assert "mailto:network@example.fi" in text


def test_languages_and_the_time_of_an_answer_are_told_where_the_town_has_stated_them(
    portal: Portal, address: str
) -> None:
    city = portal.cities["iisalmi"]
    stated = city.contacts[0].model_copy(update={"languages": ["fi", "en"], "answer_days": 3})
    told = city.model_copy(update={"contacts": [stated, *city.contacts[1:]]})
    content = dataclasses.replace(portal.content, cities=portal.content.cities | {"iisalmi": told})
    client = site_of(dataclasses.replace(portal, content=content), Settings(database_url=address, **MAIL)).test_client()
    text = html.document_fromstring(client.get(send(client).headers["Location"]).text).text_content()
    assert text.count("Answers within 3 working days.") == 1
    assert "Finnish and English" in text


def test_a_link_to_an_entry_that_has_ended_says_so_and_still_writes_to_its_town(portal: Portal, address: str) -> None:
    city = portal.cities["raahe"]
    sought = [
        entry.model_copy(update={"valid_until": dt.date(2026, 11, 22 + days)})
        for days, entry in enumerate(city.looking_for[:2])
    ]
    changed = city.model_copy(update={"looking_for": sought})
    content = dataclasses.replace(portal.content, cities=portal.content.cities | {"raahe": changed})
    settings = Settings(today="2026-11-23", database_url=address)
    client = site_of(dataclasses.replace(portal, content=content), settings).test_client()
    response = client.get("/en/contact", query_string={"entry": ",".join(entry.id for entry in sought)})
    assert shown(response)["town"] == ["raahe"]
    ended, valid = sought
    tree = html.document_fromstring(response.text)
    assert tree.xpath("//input[@name='entry']/@value") == [valid.id]
    assert f"No longer sought, and left out: {ended.what.en} (Raahe)." in tree.text_content()
    # Whoever had the form open on the last day meant what it says.
    location = send(client, town="raahe", entry=ended.id).headers["Location"]
    assert EnquiryRepository(engine_of(address)).find(location.rpartition("=")[2]).enquiry.entries == (ended.id,)


def test_a_double_submit_makes_one_enquiry(visitor: Any, repository: EnquiryRepository) -> None:
    own = token(visitor)
    first, second = (send(visitor, token=own) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(repository.every()) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_a_form_is_taken_once_and_what_is_changed_is_asked_about_first(
    visitor: Any, repository: EnquiryRepository, locale: str
) -> None:
    own = token(visitor)
    assert send(visitor, locale, token=own, message="One").status_code == 303
    again = send(visitor, locale, token=own, message="Two")
    assert again.status_code == 409
    assert repository.every()[0].reference in again.text
    assert shown(again)["message"] == "Two"
    assert [kept.enquiry.message for kept in repository.every()] == ["One"]
    fresh = re.findall(r'name="token" value="([^"]+)"', again.text)[0]
    assert send(visitor, locale, token=fresh, message="Two").status_code == 303
    assert {kept.enquiry.message for kept in repository.every()} == {"One", "Two"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"name": ""}, (422, ["name"])),
        ({"email": "asa@", "town": []}, (422, ["town", "email"])),
        ({"message": "a" * 5001}, (422, ["message"])),
        ({"name": "a\r\nBcc: b@example.com"}, (422, ["name"])),
        ({"homepage": "https://spam.example"}, (422, ["homepage"])),
        ({"token": "nonsense"}, (400, [])),
        ({"token": None}, (400, [])),
    ],
)
def test_what_is_refused_is_told_beside_the_fields_and_nothing_typed_is_lost(
    visitor: Any, repository: EnquiryRepository, locale: str, changes: dict[str, Any], answer: tuple[int, list[str]]
) -> None:
    status, fields = answer
    response = send(visitor, locale, **changes)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    tree = html.document_fromstring(response.text)
    assert tree.get("lang")[:2] == locale
    for field in fields:
        box = tree.get_element_by_id(field)
        assert box.get("aria-invalid") == "true"
        said = tree.get_element_by_id(f"{field}-fault")
        assert said.text_content().strip()
        assert said.get("id") in box.get("aria-describedby").split()
        assert tree.xpath(f"//*[@id='faults']//a[@href='#{field}']")
    assert bool(tree.xpath("//*[@role='alert']"))
    typed = TYPED | changes
    for name, value in shown(response).items():
        if name in typed and "\r" not in str(typed[name]):
            assert value == typed[name], name
    assert repository.every() == []
    fresh = tree.xpath("//input[@name='token']/@value")[0]
    assert send(visitor, locale, token=fresh).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/page"},
        {"Referer": "http://[not an address"},
    ],
)
def test_a_form_sent_from_another_site_is_not_taken_in(
    visitor: Any, repository: EnquiryRepository, headers: dict[str, str]
) -> None:
    response = send(visitor, headers=headers)
    assert response.status_code == 403
    assert shown(response)["message"].replace("\r", "") == TYPED["message"].replace("\r", "")
    assert repository.every() == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1:8050"}, {}],
)
def test_a_form_sent_from_this_site_is_taken_in(visitor: Any, headers: dict[str, str]) -> None:
    assert send(visitor, headers=headers).status_code == 303


def test_a_flood_from_one_network_is_throttled_while_others_are_served(
    make: Callable[..., Flask], repository: EnquiryRepository
) -> None:
    client = make(enquiry_limit="3 per minute").test_client()

    def post(address: str, number: int) -> Any:
        client.environ_base["REMOTE_ADDR"] = address
        return send(client, message=f"{address} {number}")

    flood = [post("2001:db8::1", number) for number in range(3)] + [post("2001:db8::2", 9)]
    assert [response.status_code for response in flood] == [303, 303, 303, 429]
    assert 1 <= int(flood[-1].headers["Retry-After"]) <= 60
    assert shown(flood[-1])["message"] == "2001:db8::2 9"
    more = [post("2001:db8::3", number) for number in range(8)]
    assert {response.status_code for response in more} == {429}
    assert "<textarea" in more[0].text
    assert "<textarea" not in more[-1].text
    assert more[-1].headers["Retry-After"]
    assert post("2001:db8:1::1", 1).status_code == post("192.0.2.1", 1).status_code == 303
    assert len(repository.every()) == 5


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scope", ["address", "town", "total"])
def test_over_a_cap_the_text_is_given_back_with_what_to_do_instead(
    make: Callable[..., Flask], repository: EnquiryRepository, locale: str, scope: str
) -> None:
    client = make(caps={scope: "2 per hour"}).test_client()
    for number in range(2 if scope == "town" else 1):
        assert send(client, locale, message=f"One {number}").status_code == 303
    own = token(client, CONTACT[locale])
    refused = send(client, locale, token=own, message="One too many")
    assert refused.status_code == 429
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    assert shown(refused)["message"] == "One too many"
    tree = html.document_fromstring(refused.text)
    (notice,) = tree.xpath("//*[@role='alert']")
    assert ("Iisalmi" in notice.text_content() or "Idensalmi" in notice.text_content()) is (scope == "town")
    assert "kirjaamo@iisalmi.fi" in tree.xpath("//*[@aria-labelledby='direct']")[0].text_content()
    assert tree.xpath("//input[@name='token']/@value") == [own]  # later the same form is taken in
    assert "One too many" not in {kept.enquiry.message for kept in repository.every()}


def test_a_port_in_the_proxys_header_defeats_no_limit(
    make: Callable[..., Flask], repository: EnquiryRepository
) -> None:
    client = make(site={"trusted_proxies": 1}, caps={"address": "4 per hour"}).test_client()
    statuses = [
        send(client, message=f"{port}", headers={"X-Forwarded-For": f"203.0.113.9:{port}"}).status_code
        for port in (1, 2, 3, 4)
    ]
    assert statuses == [303, 303, 429, 429]


def test_over_the_cap_of_confirmations_the_enquiry_goes_and_the_page_says_what_does_not(
    make: Callable[..., Flask], repository: EnquiryRepository
) -> None:
    client = make(caps={"mailbox": "1 per day"}).test_client()
    pages = [client.get(send(client, message=m, copy="yes").headers["Location"]).text for m in ("One", "Two")]
    assert "A confirmation goes to" in pages[0]
    assert "No confirmation is sent by e-mail" in pages[1]
    assert len(repository.every()) == 2


def test_a_database_that_fails_is_told_plainly_and_nothing_is_lost(
    make: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = make(database_url=f"sqlite:///{tmp_path}/not-migrated.sqlite3").test_client()
    response = send(visitor)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "it has not been sent" in response.text
    assert shown(response)["name"] == "Åsa Öberg"
    own = re.findall(r'name="token" value="([^"]+)"', response.text)[0]
    assert re.findall(r'name="token" value="([^"]+)"', send(visitor, token=own).text) == [own]
    assert "An enquiry could not be stored" in caplog.text
    assert "asa@example.com" not in caplog.text  # with the traces
    health = visitor.get("/healthz").json
    assert (health["status"], health["enquiries"]) == ("degraded", "no database")
    assert visitor.get("/readyz").status_code == 503


def test_nobody_reads_that_a_message_is_stored_where_it_could_not_be(
    make: Callable[..., Flask], tmp_path: Path
) -> None:
    gone = f"sqlite:///{tmp_path}/not-migrated.sqlite3"
    response = send(make(database_url=gone, smtp_url=None, mail_from=None).test_client())
    assert response.status_code == 503
    assert "what you write is stored" not in response.text


def test_a_public_site_without_a_database_gives_the_direct_contacts_instead(make: Callable[..., Flask]) -> None:
    client = make(site={"site_url": "https://portal.example"}, database_url=None).test_client()
    page = client.get("/en/contact")
    assert page.status_code == 200
    assert "Enquiries cannot be taken in" in page.text
    assert "kirjaamo@iisalmi.fi" in page.text
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]
    assert client.post("/en/contact", data=TYPED).status_code == 503
    assert client.get("/healthz").json["enquiries"] == "closed"
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/fi/yhteys?sent=ABCDE-FGHJK", "/en/contact?sent=<script>", "/sv/kontakt?sent=%00"])
def test_a_reference_that_nobody_has_is_a_404_and_never_echoed(visitor: Any, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 404
    assert "<script>" not in response.text.split("<main")[1]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"name=%ff", "application/x-www-form-urlencoded", 400),
        (b"name=\xc3\x28", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(200)), "application/x-www-form-urlencoded", 400),
        (b'{"name": "a"}', "application/json", 415),
        (b"", "multipart/form-data; boundary=x", 415),
        (b"message=" + b"a" * 1_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_no_form_of_ours_sends_ends_in_a_page_that_says_so(
    visitor: Any, body: bytes, kind: str, status: int, locale: str
) -> None:
    response = visitor.post(CONTACT[locale], data=body, content_type=kind)
    assert response.status_code == status
    assert html.document_fromstring(response.text).get("lang")[:2] == locale


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_for_the_form(visitor: Any, method: str) -> None:
    response = visitor.open("/en/contact", method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_the_context_of_the_link_is_in_the_form_and_kept_by_the_language_switch(visitor: Any, portal: Portal) -> None:
    town, entry = next((key, city.looking_for[0]) for key, city in portal.cities.items() if city.looking_for)
    query = urlencode({"entry": entry.id, "wish": "role=company&port=must&nonsense=1"})
    page = visitor.get(f"/en/contact?{query}")
    tree = html.document_fromstring(page.text)
    form = tree.get_element_by_id("enquiry")
    assert form.xpath(".//input[@name='town'][@checked]/@value") == [town]
    assert form.xpath(".//input[@name='entry'][@checked]/@value") == [entry.id]
    assert form.xpath(".//input[@name='wish']/@value") == ["role=company&port=must"]
    assert "Company" in form.text_content()
    (other,) = tree.xpath("//a[@data-language='sv']/@href")
    assert f"entry={entry.id}" in other
    assert visitor.get(other).status_code == 200


@pytest.mark.parametrize("query", ["town=helsinki", "entry=nobody", "town=<script>alert(1)</script>", "wish=%26%26=x"])
def test_what_the_link_names_wrongly_is_left_out_and_never_echoed(visitor: Any, query: str) -> None:
    page = visitor.get(f"/en/contact?{query}")
    assert page.status_code == 200
    assert "alert(1)" not in page.text
    tree = html.document_fromstring(page.text)
    assert not tree.xpath("//form[@id='enquiry']//input[@checked]")
    assert ("left out" in page.text) is not query.startswith("wish")


def test_only_what_exists_goes_along_with_an_enquiry(visitor: Any, repository: EnquiryRepository) -> None:
    listed = "town=rauma,helsinki&entry=x&y=z"
    send(visitor, entry=["nobody", "<b>"], wish="role=king&port=must", short_list=listed, copy="yes")
    enquiry = repository.every()[0].enquiry
    assert (enquiry.entries, enquiry.wish, enquiry.short_list) == ((), "port=must", "town=rauma")


def test_a_short_list_is_stored_for_a_copy_alone(visitor: Any, repository: EnquiryRepository) -> None:
    send(visitor, short_list="town=rauma")
    assert repository.every()[0].enquiry.short_list == ""


def test_no_cached_page_carries_a_token_and_the_form_sets_no_cookie(visitor: Any) -> None:
    for path in ("/en/", "/en/cities/iisalmi", "/en/looking-for", "/en/privacy"):
        assert 'name="token"' not in visitor.get(path).text
    page = visitor.get("/en/contact")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    assert "ETag" not in page.headers


def test_each_form_has_a_token_of_its_own(visitor: Any) -> None:
    assert token(visitor) != token(visitor)


def test_the_privacy_page_says_how_long_enquiries_are_kept(make: Callable[..., Flask]) -> None:
    page = make(site={"retention_days": 77}).test_client().get("/en/privacy").text
    assert "77 days" in page


@pytest.mark.parametrize(
    "changes", [{"database_url": "mysql://x"}, {"enquiry_limit": "many"}, {"caps": {"town": "many"}}]
)
def test_a_server_with_a_setting_that_cannot_be_read_does_not_start(
    make: Callable[..., Flask], portal: Portal, changes: dict[str, Any]
) -> None:
    with pytest.raises(SystemExit, match="portal check"):
        server.enquiry_service(Settings(**changes), portal, "secret")


@checked(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from([*TYPED, "copy", "entry", "wish", "short_list", "homepage", "token"]), st.text()),
    st.sampled_from(LOCALES),
)
def test_whatever_is_sent_ends_in_a_clear_answer(visitor: Any, changes: dict[str, str], locale: str) -> None:
    assert send(visitor, locale, **changes).status_code in (303, 400, 422, 429)


@pytest.mark.parametrize(
    ("site_url", "controller", "offered"),
    [
        ("http://127.0.0.1:8050", None, True),
        ("http://localhost:8050", None, True),
        ("http://towns.example", None, False),
        ("http://towns.example", "The Network of Towns", True),
    ],
)
def test_a_form_for_personal_data_is_offered_only_where_somebody_answers_for_them(
    make: Callable[..., Flask], site_url: str, controller: str | None, offered: bool
) -> None:
    client = make(site={"site_url": site_url, "data_controller": controller}).test_client()
    page = client.get("/en/contact", headers={"Host": site_url.partition("//")[2]}).text
    assert ('id="enquiry"' in page) is offered
    assert ("works on your own machine alone" in page) is (offered and controller is None)
    assert "Direct contacts" in page


def test_a_form_sent_to_a_site_without_a_data_controller_is_not_taken_in(make: Callable[..., Flask]) -> None:
    client = make(site={"site_url": "http://towns.example"}).test_client()
    answer = client.post("/en/contact", data={"message": "Hello"}, headers={"Host": "towns.example"})
    assert answer.status_code == 503
