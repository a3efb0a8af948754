from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from portal.domain.profile import Portal
from portal.explorer.embeds import HOST_SCRIPT, embed_code, embed_path


@pytest.fixture
def portal_of_a_town(portal: Portal) -> Portal:
    """The portal at an address of its own."""
    return replace(portal, site=portal.site.model_copy(update={"site_url": "https://invest.example.fi"}))


def test_the_code_is_a_frame_with_a_title_a_height_and_the_script(portal_of_a_town: Portal) -> None:
    path = embed_path(portal_of_a_town, "sv", "embed_city", "rauma", {"year": "2020"})
    frame, script = html.fragments_fromstring(embed_code(portal_of_a_town, path, "Raumo: nyckeltal", 660))
    assert dict(frame.attrib) == {
        "src": "https://invest.example.fi/sv/badda-in/stader/raumo?year=2020",
        "title": "Raumo: nyckeltal",
        "width": "600",
        "height": "660",
        "loading": "lazy",
        "style": "border:0;width:100%",
        "data-portal-embed": "",
    }
    assert dict(script.attrib) == {"src": f"https://invest.example.fi{HOST_SCRIPT}", "async": ""}


def test_nothing_in_a_title_or_an_address_can_leave_its_attribute(portal_of_a_town: Portal) -> None:
    title, path = """"><script>alert('1')</script> & co""", '/en/embed?x="&lt;y'
    frame, script = html.fragments_fromstring(embed_code(portal_of_a_town, path, title, 1))
    assert (frame.get("title"), frame.get("src")) == (title, f"https://invest.example.fi{path}")
    assert script.tag == "script"
    assert not script.text_content()
