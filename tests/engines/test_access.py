"""Access: reachability of services.

Proven: the published catchment example, digit by digit; the sum of supply over people is the
capacity of all sites that anybody reaches; what-if gives exactly the numbers of working everything
out again, for any row of changes, with and without opening hours; a district of 631 places and
1,500 sites is changed in less than half a second; opening hours as people write them.
"""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weitblick.engines import access
from weitblick.engines.access import Moment, Question, Site, State, Week
from weitblick.engines.errors import InputError

CASES = Path(__file__).parents[3] / "shared" / "cases" / "evidence" / "access"
DECAYS = {
    "2sfca_20min": access.two_step(20),
    "e2sfca_10_20_30_w_1_068_022": access.Zones(),
    "ga2sfca_gauss_d0_30": access.Gauss(30),
}
MORNING = access.parse_hours("Mo-Fr 8:00-12:00")
EVENING = access.parse_hours("Di, Do 14-18; Sa 9-12")


def practices() -> State:
    """Two practices and three villages, by hand: A is near both, C reaches nobody."""
    people = access.demand(
        ["A", "B", "C"], [1000, 240, 60], areas=["Nord", "Nord", "Süd"],
        by_group={"65+": [300, 80, 40]},
    )  # fmt: skip
    ways = np.array([[5.0, 12.0], [14.0, 40.0], [np.inf, np.inf]])
    sites = (Site("Dorf", 1.0, hours=MORNING), Site("Stadt", 2.0, hours=EVENING))
    return State(people, sites, access.Minutes(ways, "car", "imported", False))


@pytest.mark.parametrize("name", DECAYS)
def test_the_published_example_digit_by_digit(name: str) -> None:
    path = CASES / "e2sfca_example.json"
    if not path.exists():
        pytest.skip(f"the example is not on this machine ({path.name})")
    case = json.loads(path.read_text())
    people = access.demand(case["demand"]["id"], case["demand"]["pop"])
    sites = [Site(k, c) for k, c in
             zip(case["supply"]["id"], case["supply"]["fte"], strict=True)]  # fmt: skip
    minutes = access.from_table(case["minutes"], people, sites, mode="car")
    found = access.catchment(
        minutes.values, people.people, np.array([s.capacity for s in sites]), DECAYS[name]
    )
    assert found.ratio.tolist() == case[name]["R"]
    assert found.supply.tolist() == case[name]["A"]


def test_nearest_way_and_shares_by_hand() -> None:
    found = access.outcome(practices())
    assert found.minutes.tolist() == [5.0, 14.0, np.inf]
    assert found.nearest.tolist() == [0, 0, -1]
    assert found.people_within(15) == 1240
    assert found.share_within(15) == 1240 / 1300
    assert found.share_within(10, "65+") == 300 / 420
    # Zones 1 and 0.68: Dorf serves 1000 + 0.68 * 240 people, Stadt 0.68 * 1000.
    dorf, stadt = 1 / (1000 + 0.68 * 240), 2 / (0.68 * 1000)
    assert found.supply.tolist() == [dorf + 0.68 * stadt, 0.68 * dorf, 0.0]


def test_open_hours_and_the_weekday_that_is_asked_for() -> None:
    model = access.prepare(practices())
    # A reaches both: 5 mornings of 4 hours, two afternoons of 4, Saturday 3; B the village alone.
    assert model.outcome.open_hours.tolist() == [31.0, 20.0, 0.0]
    shares = access.open_shares(model)
    assert shares.shape == (7, 48)
    assert [shares[0, 16], shares[1, 30], shares[6, 20]] == [1240 / 1300, 1000 / 1300, 0.0]
    question = Question((15.0,), moment=Moment(1, 15 * 60))
    base = practices()
    asked = access.outcome(State(base.demand, base.sites, base.minutes, question))
    assert asked.minutes.tolist() == [12.0, 40.0, np.inf]
    assert asked.supply.tolist() == [0.68 * 2 / 680, 0.0, 0.0]


def test_a_site_of_unknown_hours_counts_for_the_way_but_not_for_a_moment() -> None:
    base = practices()
    sites = (Site("Dorf", 1.0), base.sites[1])
    found = access.outcome(State(base.demand, sites, base.minutes))
    assert (found.minutes[0], found.unknown_hours) == (5.0, 1)
    assert found.open_hours.tolist() == [11.0, 0.0, 0.0]
    asked = Question(moment=Moment(0, 9 * 60))
    assert access.outcome(State(base.demand, sites, base.minutes, asked)).people_within(30) == 0


def test_closing_gives_the_numbers_of_a_sentence() -> None:
    found = access.compare(access.prepare(practices()), [access.close("Dorf")])
    facts = [(f.code, f.threshold, f.people, f.points) for f in found.facts()]
    assert facts == [("farther_than", 15.0, 240.0, 1), ("farther_than", 30.0, 240.0, 1),
                     ("longer", None, 1240.0, 2)]  # fmt: skip
    assert [f.people for f in found.facts("65+")] == [80.0, 80.0, 380.0]
    assert found.minutes.tolist() == [7.0, 26.0, 0.0]
    assert found.open_hours.tolist() == [-20.0, -20.0, 0.0]
    north, south = found.areas()
    assert (north.area, north.people, north.within_before, north.within_after) == (
        "Nord", 1240.0, (1240.0, 1240.0), (1000.0, 1000.0))  # fmt: skip
    assert north.minutes_before == (5 * 1000 + 14 * 240) / 1240
    assert (south.minutes_before, south.within_after) == (None, (0.0, 0.0))


def test_a_village_that_is_cut_off_or_connected_is_named() -> None:
    model = access.prepare(practices())
    new = access.open_site(Site("Bus", 0.5), [np.inf, np.inf, 10.0])
    found = access.compare(model, [new])
    assert [f.code for f in found.facts()] == ["nearer_than", "nearer_than", "shorter", "connected"]
    assert found.minutes[2] == -np.inf
    back = access.compare(access.prepare(access.changed(model.state, [new])), [access.close("Bus")])
    assert [f.code for f in back.facts()][-1] == "cut_off"


def changes(many_sites: int, many_points: int) -> st.SearchStrategy:
    """Rows of changes to a state; what does not fit is refused and left out by the test."""
    key = st.integers(0, many_sites + 2).map(lambda j: f"s{j}")
    ways = st.lists(st.one_of(st.integers(0, 45).map(float), st.just(np.inf)),
                    min_size=many_points, max_size=many_points)  # fmt: skip
    hours = st.sampled_from([None, MORNING, EVENING])
    capacity = st.integers(0, 4).map(float)
    return st.lists(st.one_of(
        key.map(access.close),
        st.builds(lambda k, c, h, w: access.open_site(Site(k, c, hours=h), w),
                  key, capacity, hours, ways),
        st.builds(lambda k, w: access.move(k, 50.0, 11.0, w), key, ways),
        st.builds(access.set_capacity, key, capacity),
        st.builds(access.set_hours, key, hours),
    ), max_size=5)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_changing_is_exactly_working_everything_out_again(data: st.DataObject) -> None:
    points, places = data.draw(st.integers(1, 7)), data.draw(st.integers(0, 6))
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    ways = rng.integers(0, 45, (points, places)).astype(float)
    ways[rng.random(ways.shape) < 0.2] = np.inf
    people = access.demand([str(i) for i in range(points)], rng.random(points) * 900)
    hours = [None, MORNING, EVENING]
    sites = tuple(Site(f"s{j}", float(rng.integers(0, 3)), hours=hours[rng.integers(3)])
                  for j in range(places))  # fmt: skip
    decay = data.draw(st.sampled_from([*DECAYS.values(), access.Gravity(1.5, limit=40)]))
    moment = data.draw(st.sampled_from([None, Moment(1), Moment(1, 9 * 60), Moment(5, 600)]))
    minutes = access.Minutes(ways, "car", "imported", False)
    state = State(people, sites, minutes, Question((10.0, 30.0), decay, moment))
    row = fitting(state, data.draw(changes(places, points)))
    quick, whole = (access.after(access.prepare(state), row),
                    access.outcome(access.changed(state, row)))  # fmt: skip
    assert quick.sites == whole.sites
    assert quick.minutes.tolist() == whole.minutes.tolist()
    assert quick.nearest.tolist() == whole.nearest.tolist()
    assert quick.supply.tolist() == whole.supply.tolist()
    assert quick.idle == whole.idle
    assert quick.unknown_hours == whole.unknown_hours
    assert (quick.open_hours is None) == (whole.open_hours is None)
    if quick.open_hours is not None:
        assert quick.open_hours.tolist() == whole.open_hours.tolist()


def fitting(state: State, row: list) -> list:
    """The changes that make sense one after the other."""
    kept: list = []
    for change in row:
        try:
            access.changed(state, [*kept, change])
        except InputError as refused:
            assert refused.code in ("site_unknown", "site_exists")
        else:
            kept.append(change)
    return kept


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 8), st.integers(0, 999), st.sampled_from(list(DECAYS)))
def test_all_capacity_that_is_reached_is_shared_out(
    points: int, places: int, seed: int, decay: str
) -> None:
    rng = np.random.default_rng(seed)
    ways, people = rng.uniform(0, 50, (points, places)), rng.integers(1, 500, points).astype(float)
    capacity = rng.uniform(0, 5, places)
    found = access.catchment(ways, people, capacity, DECAYS[decay])
    reached = np.delete(capacity, found.idle)
    assert found.supply @ people == pytest.approx(reached.sum(), rel=1e-12)


def test_a_district_is_changed_while_one_waits() -> None:
    rng = np.random.default_rng(7)
    people = access.demand([str(i) for i in range(631)], rng.integers(200, 9000, 631),
                           lat=50.2 + 1.2 * rng.random(631), lon=9.9 + 2.7 * rng.random(631))
    sites = tuple(Site(f"s{j}", 1.0, hours=MORNING, lat=50.2 + 1.2 * rng.random(),
                       lon=9.9 + 2.7 * rng.random()) for j in range(1500))  # fmt: skip
    line = access.StraightLine("car")
    model = access.prepare(State(people, sites, line.minutes(people, sites), reach=line))
    row = [access.close("s1"), access.move("s2", 50.9, 11.0), access.set_capacity("s3", 4),
           access.set_hours("s4", EVENING),
           access.open_site(Site("neu", 2.0, lat=50.5, lon=10.9))]  # fmt: skip
    began = time.process_time()
    found = access.compare(model, row)
    found.facts()
    found.areas()
    assert time.process_time() - began < 0.5
    whole = access.outcome(access.changed(model.state, row))
    assert found.after.supply.tolist() == whole.supply.tolist()
    assert found.is_estimate
    assert [a.code for a in found.after.assumptions] == ["straight_line", "speed"]


def test_the_straight_line_says_what_it_assumes() -> None:
    # One degree of latitude is 111.195 km on the mean sphere.
    people = access.demand(["a"], [1], lat=[50.0], lon=[11.0])
    line = access.StraightLine("car", detour=1.4)
    found = line.minutes(people, [Site("s", lat=51.0, lon=11.0), Site("nowhere")])
    assert found.values[0].tolist() == [pytest.approx(111.195 * 1.4 / 40 * 60, rel=1e-5), np.inf]
    assert (found.is_estimate, found.source, found.mode) == (True, "straight line", "car")
    assert [a.params for a in found.assumptions] == [
        {"detour": 1.4}, {"mode": "car", "speed": 40.0}]  # fmt: skip
    assert line.column(people, 51.0, 11.0).tolist() == [found.values[0, 0]]


def test_a_table_of_minutes_counts_what_it_does_not_name() -> None:
    people, sites = access.demand(["a", "b"], [1, 2]), [Site("s"), Site("t")]
    rows = [("a", "s", 4.0), ("b", "t", 0.0), ("x", "s", 9.0)]
    found = access.from_table(rows, people, sites, mode="bus", source_name="r5py")
    assert found.values.tolist() == [[4.0, np.inf], [np.inf, 0.0]]
    assert found.assumptions[1].params == {"pairs": 2, "of": 4, "foreign": 1}
    with pytest.raises(InputError, match=r"but 4.0 in an earlier row") as raised:
        access.from_table([*rows, ("a", "s", 5.0)], people, sites, mode="bus")
    assert (raised.value.code, raised.value.params["row"]) == ("minutes_contradict", 3)


def day(*spans: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((a * 60, b * 60) for a, b in spans)


@pytest.mark.parametrize(("text", "days"), [
    ("Mo-Fr 8-12, 14-18; Sa 9:00–13:00",
     (*(day((8, 12), (14, 18)),) * 5, day((9, 13)), ())),
    ("Di, Do", ((), day((0, 24)), (), day((0, 24)), (), (), ())),
    ("Mo und Mi 8 bis 12 Uhr, Fr 14.00-16.00 Uhr",
     (day((8, 12)), (), day((8, 12)), (), day((14, 16)), (), ())),
    ("Sa-Mo 22:00-02:00", (day((22, 26)), (), (), (), (), day((22, 26)), day((22, 26)))),
    ("Monday to Wednesday 9-17", (*(day((9, 17)),) * 3, (), (), (), ())),
    ("24/7", (day((0, 24)),) * 7),
])  # fmt: skip
def test_hours_are_read_as_people_write_them(text: str, days: tuple) -> None:
    assert access.parse_hours(text) == Week(days)


@pytest.mark.parametrize("text", ["", "nach Vereinbarung", "Mo 25-26", "8-12", "Mo 8:75-9"])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InputError) as raised:
        access.parse_hours(text)
    assert raised.value.code == "hours_not_readable"


def test_an_interval_over_midnight_runs_into_monday() -> None:
    week = access.parse_hours("So 22:00-02:00")
    assert [week.is_open(Moment(6, 23 * 60)), week.is_open(Moment(0, 60)),
            week.is_open(Moment(0, 120)), week.is_open(Moment(0))] == [True, True, False, False]
    assert np.flatnonzero(week.slots()).tolist() == [0, 1, 2, 3, 332, 333, 334, 335]


@pytest.mark.parametrize(("make", "code"), [
    (lambda: access.demand(["a", "a"], [1, 2]), "key_repeated"),
    (lambda: access.demand(["a"], [-1]), "people_not_usable"),
    (lambda: access.demand(["a"], [1, 2]), "column_other_length"),
    (lambda: access.sites([Site("a", -1)]), "capacity_not_usable"),
    (lambda: access.Zones((20, 10), (1, 0.5)), "zones_not_usable"),
    (lambda: access.Gravity(beta=0), "decay_not_usable"),
    (lambda: access.StraightLine("kite"), "mode_unknown"),
    (lambda: Question(()), "thresholds_not_rising"),
    (lambda: Moment(7), "moment_not_in_week"),
    (lambda: access.outcome(practices()).share_within(1, "Kinder"), "group_unknown"),
    (lambda: access.changed(practices(), [access.close("x")]), "site_unknown"),
    (lambda: access.changed(practices(), [access.open_site(Site("Dorf"), [1, 2, 3])]),
     "site_exists"),
    (lambda: access.changed(practices(), [access.move("Dorf", 50, 11)]), "ways_unknown"),
    (lambda: access.changed(practices(), [access.move("Dorf", 50, 11, [1, 2])]),
     "ways_not_usable"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_code(make, code: str) -> None:
    with pytest.raises(InputError) as raised:
        make()
    assert raised.value.code == code
