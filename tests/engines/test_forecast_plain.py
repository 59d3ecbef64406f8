"""Forecasts and trends on plain data, as runs carry them out.

Proven: the result is plain (it survives JSON unchanged) and the same as that of the functions it is
made of; official totals are met and the factor is told; bands are the wider end of two; places add
up to their area; ages of places too small for them are not told; a stop keeps what was done.
"""

import json

import pytest

from weitblick.engines.errors import InputError
from weitblick.engines.forecast import plain
from weitblick.engines.series import plain as series_plain

GROUPS = 18


def _area(name: str, people: float, **more: object) -> dict:
    each = people / 2 / GROUPS
    return {
        "name": name, "female": [each] * GROUPS, "male": [each] * GROUPS,
        "rates": {
            "survival": {"female": [0.97] * GROUPS, "male": [0.96] * GROUPS},
            "newborn_survival": [0.99, 0.99], "width": 5,
            "fertility": [0.0] * 3 + [0.05] * 6 + [0.0] * 9,
            "migration": {"female": [1.0] * GROUPS, "male": [1.0] * GROUPS},
        }, **more,
    }  # fmt: skip


def _inputs(**more: object) -> dict:
    return {"year": 2024, "steps": 3, "areas": [_area("A", 90_000), _area("B", 1_500)], **more}


def test_variants_without_a_band() -> None:
    inputs = _inputs(variants=[{"name": "as now"}, {"name": "more", "migration": 900.0}],
                     boundaries=[0, 4, 13])  # fmt: skip
    found = plain.forecast(inputs, seed=0)
    assert found == json.loads(json.dumps(found))
    assert found["years"] == [2024, 2029, 2034, 2039]
    assert (found["complete"], found["paths"], found["region"]) == (True, 0, None)
    large, small = found["areas"]
    assert [one["assumptions"]["name"] for one in large["variants"]] == ["as now", "more"]
    as_now, more = large["variants"]
    assert as_now["totals"][0] == pytest.approx(90_000)
    assert [sum(groups) for groups in as_now["groups"]] == pytest.approx(as_now["totals"])
    assert more["totals"][-1] > as_now["totals"][-1]
    assert large["method"] == {"model": "cohort", "reason": "large", "shows_ages": True}
    assert small["method"]["model"] == "hamilton_perry"
    assert large["shown"] == [None] * 4


def test_official_totals_are_met() -> None:
    plainly = plain.forecast(_inputs(), seed=0)
    own = [a["variants"][0]["totals"][1] + b["variants"][0]["totals"][1]
           for a, b in [plainly["areas"]]]  # fmt: skip
    found = plain.forecast(_inputs(official=[own[0] * 1.1, 90_000.0, 80_000.0]), seed=0)
    assert found["factor"][:2] == pytest.approx([1.0, 1.1])
    sums = [sum(pair) for pair in zip(*(a["variants"][0]["totals"] for a in found["areas"]),
                                      strict=True)]  # fmt: skip
    assert sums[2:] == pytest.approx([90_000, 80_000])
    with pytest.raises(InputError) as caught:
        plain.forecast(_inputs(official=[1.0]), seed=0)
    assert caught.value.code == "official_totals_missing"


def test_the_band_is_the_wider_end_of_two() -> None:
    ways = {name: [0.5, 0.02] for name in ("tfr", "mortality", "migration")}
    misses = [{"area": 0, "origin": 0, "horizon": 1, "size": 80_000.0, "forecast": 100.0 + at,
               "observed": 100.0} for at in range(4)]  # fmt: skip
    inputs = _inputs(paths=200, misses=misses)
    inputs["areas"][0]["fluctuations"] = ways
    found = plain.forecast(inputs, seed=3)
    assert found == json.loads(json.dumps(found))
    first = found["areas"][0]
    middle = first["variants"][0]["totals"][1]
    assert first["past_errors"]["by_horizon"] == [3.0]
    assert first["shown"][1] == [
        min(first["simulated"]["low"][1], middle / 1.03),
        max(first["simulated"]["high"][1], middle / 0.97),
    ]
    assert first["shown"][3] == [first["simulated"]["low"][3], first["simulated"]["high"][3]]
    assert found["region"]["median"][1] == pytest.approx(
        middle + found["areas"][1]["variants"][0]["totals"][1], rel=0.01
    )
    assert plain.forecast(inputs, seed=3) == found != plain.forecast(inputs, seed=4)


def test_history_gives_fluctuations() -> None:
    history = {"tfr": [1.4, 1.5, 1.45, 1.3, 1.35, 1.5, 1.6, 1.4], "mortality": [1.0] * 8,
               "migration": [0.001, 0.002, 0.0, 0.001, 0.003, 0.0, 0.001, 0.002]}  # fmt: skip
    found = plain.forecast(_inputs(paths=100, areas=[_area("A", 9e4, history=history)]), seed=0)
    band = found["areas"][0]["simulated"]
    assert band["low"][0] == band["high"][0]
    assert band["low"][3] < band["median"][3] < band["high"][3]


def test_places_add_up_to_their_area() -> None:
    places = [{"name": "p", "area": 0, "earlier": 50_000, "now": 45_000},
              {"name": "q", "area": 0, "earlier": 44_000, "now": 45_000},
              {"name": "r", "area": 1, "earlier": 400, "now": 450}]  # fmt: skip
    found = plain.forecast(_inputs(places=places), seed=0)
    p, q, r = found["places"]
    totals = [area["variants"][0]["totals"] for area in found["areas"]]
    assert [a + b for a, b in zip(p["totals"], q["totals"], strict=True)] == pytest.approx(
        totals[0]
    )
    assert r["totals"][1:] == pytest.approx(totals[1][1:])
    assert r["method"] == {"model": "shares", "reason": "tiny", "shows_ages": False}


def test_ages_of_tiny_areas_are_not_told() -> None:
    found = plain.forecast(_inputs(areas=[_area("A", 400)]), seed=0)
    told = found["areas"][0]["variants"][0]
    assert found["areas"][0]["method"]["shows_ages"] is False
    assert ("groups" in told, "pyramids" in told) == (False, False)


def test_a_stop_keeps_what_was_done() -> None:
    done: list[float] = []
    found = plain.forecast(_inputs(paths=300), 0, done.append, lambda: len(done) > 0)
    assert (found["complete"], found["paths"], done) == (False, 100, [pytest.approx(1 / 3)])
    nothing = plain.forecast(_inputs(paths=300), 0, stop=lambda: True)
    assert (nothing["complete"], nothing["paths"], nothing["areas"][0]["simulated"]) == (
        False, 0, None
    )  # fmt: skip


def test_trends_of_several_series() -> None:
    years = list(range(2010, 2022))
    found = series_plain.trends({
        "series": [
            {"name": "up", "years": years, "values": [float(y - 2000) for y in years]},
            {"name": "break", "years": years, "values": [1.0] * 11 + [None], "breaks": [2016]},
            {"name": "empty", "years": [], "values": []},
        ],
        "steps": 2, "limits": [0, None],
    })  # fmt: skip
    assert found == json.loads(json.dumps(found))
    up, broken, empty = found["series"]
    assert (up["trend"]["verdict"], up["trend"]["slope"]) == ("rising", 1.0)
    assert up["outlook"]["years"] == [2022.0, 2023.0]
    assert (broken["trend"]["verdict"], broken["trend"]["n"], broken["outlook"]) == (
        "too_few", 5, None
    )  # fmt: skip
    assert (empty["trend"]["verdict"], empty["trend"]["first"]) == ("too_few", None)
