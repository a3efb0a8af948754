"""What the catalogue says of figures that are not there."""

from __future__ import annotations

from portal.domain.profile import Portal


def test_towns_without_a_price_are_told_why(portal: Portal) -> None:
    reason = portal.statistics.indicator("price_old_flats_per_m2").missing
    assert reason is not None
    assert "too few sales" in (reason.en or "")
    assert reason.fi
    assert reason.sv
