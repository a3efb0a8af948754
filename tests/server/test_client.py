"""Who asks is told by the address alone, however a proxy writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, request

from portal.server.client import client_address, client_network


@pytest.mark.parametrize(
    ("written", "address", "network"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:", "203.0.113.9", "203.0.113.9"),
        (" 203.0.113.9 ", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:0:0::1", "2001:db8::1", "2001:db8::"),
        ("[2001:db8::1]", "2001:db8::1", "2001:db8::"),
        ("[2001:db8::1]:4711", "2001:db8::1", "2001:db8::"),
        ('"[2001:db8::1]:4711"', "2001:db8::1", "2001:db8::"),
        ("2001:db8::1%eth0", "2001:db8::1", "2001:db8::"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("[::ffff:203.0.113.9]:80", "203.0.113.9", "203.0.113.9"),
        ("unknown", "198.51.100.1", "198.51.100.1"),
        ("_hidden:80", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_read_without_its_port(written: str, address: str, network: str) -> None:
    environ: dict[str, Any] = {
        "REMOTE_ADDR": written,
        "werkzeug.proxy_fix.orig": {"REMOTE_ADDR": "198.51.100.1"},
    }
    assert (client_address(environ), client_network(environ)) == (address, network)


def test_without_proxies_and_addresses_nobody_is_named() -> None:
    assert client_address({}) == client_network({"REMOTE_ADDR": "unix:"}) == ""


@pytest.mark.parametrize("forwarded", ["203.0.113.9:{}", "[2001:db8::1]:{}", "spoofed, 203.0.113.9:{}"])
def test_a_changing_port_in_the_proxys_header_makes_no_other_client(
    make_app: Callable[..., Flask], forwarded: str
) -> None:
    app = make_app(site={"trusted_proxies": 1})
    found: list[str] = []
    app.before_request(lambda: found.append(client_network(request.environ)))
    for port in (1, 4711, 65535):
        app.test_client().get("/healthz", headers={"X-Forwarded-For": forwarded.format(port)})
    assert len(set(found)) == 1
