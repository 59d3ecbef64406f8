"""States, changes and results travel as JSON; ways that do not exist are null, never Infinity."""

import json

import pytest

from weitblick.engines import access
from weitblick.engines.errors import InputError

STATE = {
    "demand": {"keys": ["A", "B"], "people": [1000, 240], "areas": ["Nord", "Süd"],
               "by_group": {"65+": [300, 80]}},
    "sites": [{"key": "Dorf", "capacity": 1, "opening": {"mo": [["08:00", "12:00"]]}},
              {"key": "Stadt", "capacity": 2}],
    "minutes": {"values": [[5, None], [14, 40]], "mode": "car", "source": "imported",
                "is_estimate": False},
    "question": {"thresholds": [15], "decay": {"kind": "zones", "limits": [20], "weights": [1]}},
}  # fmt: skip
CHANGES = [{"kind": "close", "site": {"key": "Dorf"}},
           {"kind": "open", "site": {"key": "Bus", "lat": 50.1, "lon": 11}, "minutes": [None, 3]}]


def test_a_comparison_as_data() -> None:
    model = access.prepare(access.plain.state(STATE))
    found = access.plain.comparison(
        access.compare(model, [access.plain.change(one) for one in CHANGES]))
    assert json.loads(json.dumps(found, allow_nan=False)) == json.loads(json.dumps(found))
    assert found["before"]["minutes"] == [5.0, 14.0]
    assert found["before"]["open_hours"] == [4.0, 4.0]
    assert found["after"]["minutes"] == [None, 3.0]
    assert found["after"]["nearest"] == [None, "Bus"]
    assert (found["after"]["open_hours"], found["open_hours"]) == (None, None)
    assert found["after"]["within"] == [
        {"threshold": 15.0, "people": 240.0, "share": 240 / 1240, "groups": {"65+": 80 / 380}}]
    assert [(f["code"], f["people"], f["group"]) for f in found["facts"]] == [
        ("farther_than", 1000.0, ""), ("longer", 1000.0, ""), ("shorter", 240.0, ""),
        ("cut_off", 1000.0, ""), ("farther_than", 300.0, "65+"), ("longer", 300.0, "65+"),
        ("shorter", 80.0, "65+"), ("cut_off", 300.0, "65+")]  # fmt: skip


def test_a_straight_line_state_knows_new_spots() -> None:
    data = {"demand": {"keys": ["A"], "people": [10], "lat": [50.0], "lon": [11.0]},
            "sites": [{"key": "s", "lat": 50.1, "lon": 11.0}], "straight_line": {"mode": "car"},
            "question": {"decay": {"kind": "gravity", "beta": 2}, "moment": {"weekday": 1}}}
    state = access.plain.state(data)
    moved = access.changed(state, [access.plain.change(
        {"kind": "move", "site": {"key": "s", "lat": 50.0, "lon": 11.0}})])
    assert (moved.minutes.values.tolist(), state.minutes.is_estimate) == ([[0.0]], True)
    assert state.question.moment == access.Moment(1)


def test_opening_days_go_there_and_back() -> None:
    week = access.parse_hours("Mo-Mi 8-12, 13:30-18; Sa 22-2; So")
    assert week.as_days()["sa"] == [["22:00", "02:00"]]
    assert week.as_days()["su"] == [["00:00", "24:00"]]
    assert access.hours_from_days(week.as_days()) == week


@pytest.mark.parametrize(("make", "code"), [
    (lambda: access.plain.state({"sites": []}), "input_missing"),
    (lambda: access.plain.question({"decay": {"kind": "circle"}}), "decay_unknown"),
    (lambda: access.plain.change({"kind": "burn", "site": {"key": "a"}}), "change_unknown"),
    (lambda: access.hours_from_days({"montag": []}), "hours_not_readable"),
    (lambda: access.hours_from_days({"mo": [["8", "mittags"]]}), "hours_not_readable"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_code(make, code: str) -> None:
    with pytest.raises(InputError) as raised:
        make()
    assert raised.value.code == code
