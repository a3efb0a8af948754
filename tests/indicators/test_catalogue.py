"""What the catalogue says of figures that are not there."""

from __future__ import annotations

from portal.domain.profile import Portal


def test_a_reason_for_missing_figures_stands_only_where_some_are_missing(portal: Portal) -> None:
    statistics = portal.statistics
    for key in statistics.keys:
        reason = statistics.indicator(key).missing
        series = statistics.series(key)
        whole = all(
            len(series.municipalities_at(period)) == len(statistics.municipalities) for period in series.periods
        )
        assert reason is None or not whole, key


def test_towns_without_a_price_are_told_why(portal: Portal) -> None:
    reason = portal.statistics.indicator("price_old_flats_per_m2").missing
    assert reason is not None
    assert "too few sales" in (reason.en or "")
    assert reason.fi
    assert reason.sv
