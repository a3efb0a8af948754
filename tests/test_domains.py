"""Names that people write with å, ä and ö travel in ASCII; what no server takes is refused."""

from __future__ import annotations

import pytest

from portal.domains import ascii_email, ascii_host, ascii_site


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("example.fi", "example.fi"),
        ("Example.FI", "example.fi"),
        ("jämsä.fi", "xn--jms-qlac.fi"),
        ("JÄMSÄ.fi", "xn--jms-qlac.fi"),
        ("xn--jms-qlac.fi", "xn--jms-qlac.fi"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_a_host_in_ascii(host: str, found: str) -> None:
    assert ascii_host(host) == found


@pytest.mark.parametrize("host", ["", "a..fi", "ä..fi", "a" * 64 + ".fi", "-ä.fi", "ä b.fi", ".".join(["abcde"] * 50)])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ascii_host(host)


def test_an_address_keeps_what_stands_before_the_at() -> None:
    assert ascii_email("Info+a@jämsä.fi") == "Info+a@xn--jms-qlac.fi"


@pytest.mark.parametrize("email", ["", "a", "@b.fi", "a@", "ä@b.fi", "a@b..fi"])
def test_what_mail_servers_take_not_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ascii_email(email)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://jämsä.fi/", "https://xn--jms-qlac.fi"),
        ("http://jämsä.fi:8443", "http://xn--jms-qlac.fi:8443"),
        ("https://example.fi/", "https://example.fi"),
    ],
)
def test_a_sites_address_in_ascii(address: str, found: str) -> None:
    assert ascii_site(address) == found


@pytest.mark.parametrize("address", ["https://ä..fi", "https://ä.fi:x", "https://[::1", "https://-ä.fi"])
def test_what_cannot_be_the_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ascii_site(address)
