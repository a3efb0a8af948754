"""Whatever headers a client sends to whichever address, the answer is no fault of ours."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explorer.test_callbacks import Browser

ADDRESS = "/en/_explorer/_dash-update-component"
PATHNAME = "/en/cities/rauma"


@pytest.mark.parametrize(
    "kind",
    [
        *(
            "",
            "text/plain",
            "application/json; charset=nothing",
            "application/json; charset=\xff",
            "application/json;;;",
        ),
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff",
        "\xff",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/vnd.x+json",
        "a/b" * 1000,
    ],
)
@pytest.mark.parametrize("path", [ADDRESS, "/en/contact", "/en/", "/healthz", "/static/x", "/en/cities/rauma.csv"])
def test_no_type_of_content_is_a_fault_of_ours(app: Flask, path: str, kind: str) -> None:
    bodies = [b"", b"--x\r\n", b"\xff\xfe{}", json.dumps(Browser(app, "en", PATHNAME).body("", "")).encode()]
    for body in bodies:
        for method in ("POST", "PUT", "GET", "HEAD", "OPTIONS", "DELETE"):
            answer = app.test_client().open(path, method=method, data=body, headers={"Content-Type": kind})
            assert answer.status_code < 500, (method, body)


HEADERS = (
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "If-None-Match",
    "If-Modified-Since",
    "Range",
    "If-Range",
    "Cookie",
    "Origin",
    "Referer",
    "Sec-Fetch-Site",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Forwarded-Host",
    "X-Forwarded-Prefix",
    "X-Forwarded-Port",
    "Forwarded",
    "Authorization",
    "Content-Type",
    "User-Agent",
    "Host",
    "X-Requested-With",
    "Access-Control-Request-Method",
    "Expect",
    "Upgrade",
    "X-HTTP-Method-Override",
)
SENT = st.one_of(
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=30),
    st.sampled_from(
        [
            *(
                "*",
                "gzip;q=nan",
                "br;q=1e999, gzip;q=-1",
                "identity;q=0",
                "q=",
                '"',
                'W/"',
                'W/"x',
                "bytes=0-1,-1",
                "bytes=a",
            ),
            "a=b; portal_language=sv; ;;=; =x",
            'a="',
            "http://[",
            "https://[::1",
            "//",
            "null",
            "[",
            "a:b:c",
            "::1",
            *(
                "evil.example:99999999",
                "1.2.3.4:x",
                "a" * 5000,
                "Basic !!!",
                "Negotiate",
                "Basic Og==",
                "\xe4\xf6",
                "-1",
            ),
        ]
    ),
)
ADDRESSES = (
    *(
        "/",
        "/en/",
        "/en/contact",
        "/en/contact?sent=x",
        "/en/search?q=x",
        "/en/find-your-place?p=1",
        "/healthz",
        "/api/",
    ),
    "/robots.txt",
    "/sitemap.xml",
    "/favicon.ico",
    "/api/openapi.json",
    "/en/cities/rauma.csv",
    "/en/compare.svg",
    "/en/looking-for.atom",
    "/en/cities/rauma.vcf",
    "/fi/kunnat.json",
    "/embed.js",
    "/static/x/y",
    "/nothing",
    ADDRESS,
    "/en/_explorer/_dash-layout",
    "/en/embed/cities/rauma",
    "/en/short-list?town=rauma",
)


@settings(max_examples=300)
@given(data=st.data())
def test_no_header_is_a_fault_of_ours(app: Flask, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(ADDRESSES))
    method = data.draw(st.sampled_from(["GET", "GET", "HEAD", "OPTIONS", "POST"]))
    headers = data.draw(st.dictionaries(st.sampled_from(HEADERS), SENT, max_size=5))
    answer = app.test_client().open(path, method=method, headers=headers)
    assert answer.status_code < 500, (method, path, headers)
