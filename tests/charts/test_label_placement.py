from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from portal.charts.label_placement import NARROW, WIDE, Anchor, Room, shared

ROOM = Room(0, 400, 40, 14)
DOTS = st.lists(
    st.builds(
        lambda x, y, name: (x, y, name),
        st.floats(0, 1),
        st.floats(10, 390),
        st.text("abcdefg", min_size=3, max_size=18),
    ),
    max_size=11,
)


def anchors(dots: list[tuple[float, float, str]], pinned: int) -> list[Anchor]:
    return [Anchor(str(i), x, y, 5, name, i < pinned) for i, (x, y, name) in enumerate(dots)]


@given(DOTS)
def test_names_that_may_give_way_never_cover_a_name_or_a_named_dot(dots: list[tuple[float, float, str]]) -> None:
    asked = anchors(dots, 0)
    placed = ROOM.place(asked)
    for widths, labels in ((NARROW, [label for label in placed if not label.minor]), (WIDE, placed)):
        for width in widths:
            boxes = [label.box(width) for label in labels]
            assert not any(shared(a, b) for a, b in combinations(boxes, 2))
            for label in labels:
                others = (anchor.box(width) for anchor in asked if anchor is not label.anchor)
                assert not any(shared(label.box(width), dot) for dot in others)


@given(DOTS)
def test_pinned_names_are_always_placed_and_the_same_dots_give_the_same_places(
    dots: list[tuple[float, float, str]],
) -> None:
    asked = anchors(dots, 3)
    placed = ROOM.place(asked)
    assert {anchor.place for anchor in asked[:3]} <= {label.anchor.place for label in placed if not label.minor}
    assert placed == ROOM.place(asked)


def test_a_lone_name_stands_right_of_its_dot_and_left_of_one_at_the_edge() -> None:
    (middle,) = ROOM.place([Anchor("a", 0.4, 200, 5, "Iisalmi", False)])
    (edge,) = ROOM.place([Anchor("a", 1.0, 200, 5, "Iisalmi", False)])
    assert (middle.align, middle.dx > 0) == ("start", True)
    assert (edge.align, edge.dx < 0) == ("end", True)


def test_a_pinned_name_in_a_crowd_is_led_away_by_a_line() -> None:
    crowd = [Anchor(str(i), 0.5 + 0.004 * i, 200 + i, 5, f"Place number {i}", True) for i in range(6)]
    placed = ROOM.place(crowd)
    assert len(placed) == 6
    assert any(label.led for label in placed)
