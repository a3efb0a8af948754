from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from portal.charts.axis_labels import BESIDE, Flag, place
from portal.typeface.letters import width

SPACE = 280


def flags(*ats: float, wide: float = 60) -> list[Flag]:
    return [Flag(str(number), at, wide, rank=int(number > 0)) for number, at in enumerate(ats)]


def spans(placed: list[Flag]) -> dict[str, tuple[float, float]]:
    return {flag.key: flag.span for flag in placed}


some = st.lists(
    st.tuples(st.floats(8, SPACE - 8), st.floats(20, 120)), min_size=1, max_size=12, unique_by=lambda pair: pair[0]
).map(lambda pairs: [Flag(str(i), at, wide, rank=int(i > 0)) for i, (at, wide) in enumerate(pairs)])


def test_names_far_apart_stand_in_one_row_right_of_their_lines() -> None:
    placed = place(flags(10, 120, 210), SPACE, 4)
    assert [(flag.row, flag.side) for flag in placed] == [(0, 1), (0, 1), (0, 1)]


def test_a_name_that_reaches_over_another_line_stands_higher() -> None:
    left, right = place(flags(100, 130), SPACE, 4)
    assert left.row > right.row


def test_a_name_at_the_right_edge_stands_left_of_its_line() -> None:
    (only,) = place(flags(SPACE - 5), SPACE, 4)
    assert only.side == -1
    assert only.span[1] == SPACE - 5


@given(some)
def test_no_name_covers_another(wanted: list[Flag]) -> None:
    for one, other in combinations(place(wanted, SPACE, 8), 2):
        if one.row == other.row:
            assert one.span[1] <= other.span[0] or other.span[1] <= one.span[0]


@given(some)
def test_names_stay_inside_the_drawing_and_its_rows(wanted: list[Flag]) -> None:
    for flag in place(wanted, SPACE, 8):
        assert flag.row in range(8)
        assert flag.span[0] >= -BESIDE
        assert flag.span[1] <= SPACE + BESIDE


@given(some)
def test_the_towns_own_name_is_never_left_out(wanted: list[Flag]) -> None:
    assert "0" in spans(place(wanted, SPACE, 3))


@given(some)
def test_the_order_in_which_names_come_does_not_matter(wanted: list[Flag]) -> None:
    assert place(wanted, SPACE, 6) == place(wanted[::-1], SPACE, 6)


def test_ten_names_close_together_all_find_a_row() -> None:
    placed = place(flags(*range(100, 160, 6), wide=55), SPACE, 8)
    assert len(placed) == 10
    for one, other in combinations(placed, 2):
        if one.row < other.row:
            left, right = one.span
            assert not left < other.at < right, "a line passes through a name"


def test_nothing_to_name_takes_no_rows() -> None:
    assert place([], SPACE, 4) == []


def test_wide_letters_and_bold_ones_take_more_room() -> None:
    assert width("mmm") > width("nnn") > width("iii")
    assert width("Iisalmi", bold=True) > width("Iisalmi")
