"""How towns are ranked by a wish: fair whatever the order, the ties and the gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from portal.domain.finder.criteria import CRITERIA
from portal.domain.finder.figures import TownFact, TownFacts
from portal.domain.finder.ranking import RankedTown, Result, find
from portal.domain.finder.wish import STEPS, Wish

KEYS = tuple(CRITERIA)
TOWNS = tuple(f"{number:03}" for number in range(1, 8))
#: Few values, so that towns tie often.
VALUES = st.integers(0, 6).map(float)


def figures(towns: Mapping[str, Mapping[str, float]], **limits: float) -> TownFacts:
    """A country; a criterion without a limit has one that every figure reaches."""
    easy = {key: 0.0 if one.better == "highest" else 999.0 for key, one in CRITERIA.items()}
    return TownFacts(
        {code: {key: TownFact(value) for key, value in known.items()} for code, known in towns.items()}, easy | limits
    )


def order(result: Result) -> dict[str, tuple[int, int]]:
    """Each town's section of the result and its rank there: less is better."""
    sections = (result.above, result.unranked, result.below)
    return {town.code: (at, town.rank) for at, section in enumerate(sections) for town in section}


def town(result: Result, code: str) -> RankedTown:
    return next(one for one in (*result.above, *result.unranked, *result.below) if one.code == code)


wishes = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(STEPS), min_size=1).map(
    lambda weights: Wish(sector="C", weights=tuple(weights.items()))
)
countries = st.builds(
    TownFacts,
    st.dictionaries(
        st.sampled_from(TOWNS), st.dictionaries(st.sampled_from(KEYS), VALUES.map(TownFact)), min_size=1, max_size=7
    ),
    st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES)),
)


@given(wishes, countries, st.data())
def test_a_better_figure_never_lowers_a_town(wish: Wish, country: TownFacts, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(country.towns)))
    assume(country.towns[code])
    key = data.draw(st.sampled_from(sorted(country.towns[code])))
    step = data.draw(st.floats(0.5, 6)) * (1 if CRITERIA[key].better == "highest" else -1)
    own = country.towns[code]
    better = own | {key: replace(own[key], value=own[key].value + step)}  # type: ignore[operator]
    improved = replace(country, towns={**country.towns, code: better})
    assert order(find(wish, improved))[code] <= order(find(wish, country))[code]


@given(wishes, countries, st.randoms(use_true_random=False))
def test_the_order_in_which_the_towns_come_does_not_matter(wish: Wish, country: TownFacts, chance: object) -> None:
    codes = [*country.towns]
    chance.shuffle(codes)  # type: ignore[attr-defined]
    assert find(wish, replace(country, towns={code: country.towns[code] for code in codes})) == find(wish, country)


@given(wishes, countries)
def test_towns_with_the_same_score_share_a_rank_and_say_so(wish: Wish, country: TownFacts) -> None:
    for section in (find(wish, country).above, find(wish, country).below):
        for one in section:
            tied = [other for other in section if other.order == one.order]
            assert {other.rank for other in tied} == {one.rank}
            assert one.shared == (len(tied) > 1)
        assert [one.rank for one in section] == sorted(one.rank for one in section)


@given(wishes, countries)
def test_every_town_stands_in_the_result_once(wish: Wish, country: TownFacts) -> None:
    result = find(wish, country)
    codes = [one.code for one in (*result.above, *result.unranked, *result.below)]
    assert sorted(codes) == sorted(country.towns)


@given(wishes, countries)
def test_a_missing_figure_is_named_and_counts_neither_way(wish: Wish, country: TownFacts) -> None:
    result = find(wish, country)
    for code, known in country.towns.items():
        one = town(result, code)
        missing = {judged.criterion.key for judged in one.speaking("unknown")}
        assert missing == {key for key, _step in wish.weights} - set(known)
        assert not missing & {judged.criterion.key for judged in (*one.failed, *one.speaking("for"))}
        points = [judged.points for judged in one.has_direction if judged.points is not None]
        assert one.score == (sum(points, Fraction()) / len(points) if points else None)


@given(wishes, countries)
def test_only_a_must_that_is_known_to_fail_puts_a_town_below_the_line(wish: Wish, country: TownFacts) -> None:
    result = find(wish, country)
    for code, known in country.towns.items():
        musts = [key for key, step in wish.weights if step == "must" and key in known]
        fails = [key for key in musts if not CRITERIA[key].at_least_as_good(known[key].value, country.limits[key])]
        assert (code in {one.code for one in result.below}) == bool(fails)
        assert [judged.criterion.key for judged in town(result, code).failed] == fails


@given(wishes, countries)
def test_a_criterion_that_nobody_has_a_figure_of_changes_nothing(wish: Wish, country: TownFacts) -> None:
    key = wish.weights[0][0]
    bare = {
        code: {other: fact for other, fact in known.items() if other != key} for code, known in country.towns.items()
    }
    without = replace(wish, weights=wish.weights[1:])
    assert order(find(wish, TownFacts(bare, country.limits))) == order(find(without, TownFacts(bare, country.limits)))


def test_points_are_where_a_figure_lies_between_the_weakest_and_the_best() -> None:
    country = figures({"001": {"port": 1}, "002": {"port": 26}, "003": {"port": 26}, "004": {"port": 101}, "005": {}})
    result = find(Wish(weights=(("port", "matters"),)), country)
    assert [(one.code, one.score, one.rank, one.shared) for one in result.above] == [
        ("001", 1, 1, False),
        ("002", Fraction(3, 4), 2, True),
        ("003", Fraction(3, 4), 2, True),
        ("004", 0, 4, False),
    ]
    assert [(one.has_direction[0].position, one.has_direction[0].shared) for one in result.above] == [
        (1, False),
        (2, True),
        (2, True),
        (4, False),
    ]
    assert [one.code for one in result.unranked] == ["005"]


def test_where_all_figures_are_the_same_every_town_gets_half() -> None:
    result = find(Wish(weights=(("tax", "matters"),)), figures({"001": {"tax": 9.1}, "002": {"tax": 9.1}}))
    assert [(one.score, one.rank, one.shared) for one in result.above] == [(Fraction(1, 2), 1, True)] * 2


def test_decimals_tie_exactly_as_they_are_written() -> None:
    known = {
        "001": {"port": 0.1, "rail": 0.3},
        "002": {"port": 0.3, "rail": 0.1},
        "003": {"port": 0.2, "rail": 0.2},
        "004": {"port": 0.7, "rail": 0.7},
    }
    result = find(Wish(weights=(("port", "matters"), ("rail", "matters"))), figures(known))
    assert [(one.code, one.rank) for one in result.above] == [("001", 1), ("002", 1), ("003", 1), ("004", 4)]


def test_a_town_with_a_gap_is_ranked_by_what_is_known() -> None:
    known = {"001": {"port": 1.0, "tax": 9.0}, "002": {"port": 2.0}, "003": {"port": 3.0, "tax": 8.0}}
    result = find(Wish(weights=(("port", "matters"), ("tax", "matters"))), figures(known))
    assert {one.code: one.score for one in result.above} == dict.fromkeys(known, Fraction(1, 2))
    assert all(one.shared for one in result.above)


def test_a_figure_that_reaches_the_limit_speaks_for_the_town_whatever_its_position() -> None:
    country = figures({"001": {"port": 1}, "002": {"port": 50}, "003": {"port": 51}}, port=50)
    result = find(Wish(weights=(("port", "matters"),)), country)
    assert [(one.code, one.has_direction[0].speaks) for one in result.above] == [
        ("001", "for"),
        ("002", "for"),
        ("003", "against"),
    ]
    must = find(Wish(weights=(("port", "must"),)), country)
    assert [one.code for one in must.above] == ["001", "002"]
    assert [one.code for one in must.below] == ["003"]


def test_below_the_line_those_that_fail_in_fewer_musts_come_first() -> None:
    country = figures({"001": {"port": 60, "rail": 60}, "002": {"port": 99, "rail": 1}}, port=50, rail=20)
    result = find(Wish(weights=(("port", "must"), ("rail", "must"))), country)
    assert [one.code for one in result.below] == ["002", "001"]


def test_without_a_sector_specialisation_weighs_nothing() -> None:
    country = figures({"001": {"industry": 2.0}, "002": {"industry": 1.0}}, industry=1)
    weights = (("industry", "must"),)
    assert len(find(Wish(weights=weights), country).unranked) == 2
    assert [one.code for one in find(Wish(sector="C", weights=weights), country).above] == ["001", "002"]
