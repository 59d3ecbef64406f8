"""Small places: shares of their area, cohorts brought to them, and official totals with gaps.

Proven: a place begins at its count, or with the share of an older one, and follows its area; places
of an area add up to it; cohorts are brought to the share; the band is the area's, narrowed to the
place; factors lie on a straight line where nothing is published; what is not enough is refused by
name.
"""

import json

import numpy as np
import pytest

from weitblick.engines.errors import InputError
from weitblick.engines.forecast import bridged, hamilton_perry, shares, small_places

CARRIER = {
    "variants": [
        {"assumptions": {"name": "middle"}, "totals": [1000.0 - 10 * n for n in range(11)]},
        {"assumptions": {"name": "low"}, "totals": [1000.0 - 20 * n for n in range(11)]},
    ],
    "simulated": {"low": [1000.0] + [900.0] * 10, "median": [1000.0] * 11,
                  "high": [1000.0] + [1100.0] * 10},
    "factor": [1.0] * 11,
}  # fmt: skip
SHARED = {"name": "p", "method": "shares", "reason": "tiny", "shows_ages": False, "area": 0,
          "year": 2020, "siblings": {"now": [300.0, 700.0], "earlier": [330.0, 690.0], "at": 0}}
AGES = {"female": [30.0] * 16, "male": [30.0] * 16, "base": 2020, "steps": 10,
        "before": {"female": [31.0] * 16, "male": [32.0] * 16}, "boundaries": [0, 20, 65, 75]}


def found(**more: object) -> dict:
    (one,) = small_places([{**SHARED, **more}], [CARRIER], 2020, ())
    assert one == json.loads(json.dumps(one))
    return one


def test_a_place_begins_at_its_count_and_follows_its_area() -> None:
    one = found()
    assert [each["assumptions"]["name"] for each in one["variants"]] == ["middle", "low"]
    totals = one["variants"][0]["totals"]
    region = CARRIER["variants"][0]["totals"][1:]
    expected = shares([330.0, 690.0], [300.0, 700.0], region)[:, 0]
    assert (totals[0], one["years"][0], one["years"][-1]) == (300.0, 2020, 2030)
    assert totals[1:] == pytest.approx(expected.tolist())
    other = found(siblings={**SHARED["siblings"], "at": 1})["variants"][0]["totals"]
    assert [a + b for a, b in zip(totals, other, strict=True)] == pytest.approx([1000.0, *region])


def test_with_one_count_only_the_share_stays() -> None:
    one = found(siblings={"now": [300.0, 700.0], "at": 0})
    assert one["is_constant"] is True
    assert one["variants"][1]["totals"][-1] == pytest.approx(0.3 * 800)


def test_a_later_count_is_where_the_place_begins() -> None:
    one = found(year=2022, siblings={"now": [310.0, 690.0], "at": 0})
    totals = one["variants"][0]["totals"]
    assert (one["years"][0], totals[0], len(totals)) == (2022, 310.0, 9)
    assert totals[-1] == pytest.approx(310 * 900 / 980)
    with pytest.raises(InputError) as caught:
        found(year=2031)
    assert caught.value.code == "place_after_area"


def test_an_older_count_gives_its_share_of_the_first_year() -> None:
    siblings = {"now": [400.0, 1600.0], "at": 0}
    one = found(year=2017, siblings=siblings)
    totals = one["variants"][0]["totals"]
    assert (one["years"][0], totals[0], one["share"]) == (2020, 200.0, pytest.approx([0.2] * 11))
    assert totals[-1] == pytest.approx(0.2 * 900)
    assert one["own"][0] == pytest.approx(totals)
    parts = [found(year=2017, siblings={**siblings, "earlier": [450.0, 1560.0], "at": at})
             ["variants"][0]["totals"] for at in (0, 1)]
    assert [a + b for a, b in zip(*parts, strict=True)] == pytest.approx(
        CARRIER["variants"][0]["totals"])


def test_what_it_would_be_without_official_totals_is_told() -> None:
    carrier = {**CARRIER, "factor": [1.0] + [0.5] * 10}
    given = {**SHARED, "siblings": {"now": [300.0, 700.0], "at": 0}}
    (one,) = small_places([given], [carrier], 2020, ())
    assert one["variants"][0]["totals"][-1] == pytest.approx(270)
    assert one["own"][0][-1] == pytest.approx(540)
    assert one["factor"] == [1.0] + [0.5] * 10


def test_the_band_is_that_of_the_area() -> None:
    one = found(siblings={"now": [300.0, 700.0], "at": 0})
    assert one["shown"][0] is None
    assert one["shown"][10] == pytest.approx([270.0, 330.0])


def test_cohorts_are_brought_to_the_share_and_stand_beside_it() -> None:
    one = found(method="hamilton_perry", shows_ages=True, **AGES)
    assert one["years"] == [2020, 2025, 2030]
    brought, alone = one["variants"]
    raw = hamilton_perry([[31.0] * 16, [32.0] * 16], [[30.0] * 16] * 2, 2).population
    assert alone["totals"] == pytest.approx(raw.sum(axis=(1, 2)).tolist())
    total = found()["variants"][0]["totals"]
    assert brought["totals"][1:] == pytest.approx([total[5], total[10]])
    assert [sum(groups) for groups in brought["groups"]] == pytest.approx(brought["totals"])


def test_cohorts_alone_without_an_area() -> None:
    given = {name: value for name, value in SHARED.items() if name not in ("siblings", "area")}
    (one,) = small_places([{**given, **AGES, "method": "hamilton_perry"}], [], 2020, ())
    assert [each["assumptions"]["name"] for each in one["variants"]] == ["cohorts"]
    assert one["shown"] == [None] * 3


def test_shares_without_an_area_are_refused() -> None:
    given = {name: value for name, value in SHARED.items() if name != "siblings"}
    with pytest.raises(InputError) as caught:
        small_places([given], [CARRIER], 2020, ())
    assert caught.value.code == "place_without_region"


def test_factors_are_straight_between_official_years_and_stay_after_the_last() -> None:
    own = [100.0, 100.0, 100.0, 100.0, 50.0]
    assert bridged(own, [None, 110.0, None, None]).tolist() == [1.0, 1.05, 1.1, 1.1, 1.1]
    assert bridged(own, [None] * 4).tolist() == [1.0] * 5
    assert np.allclose(bridged(own, [90.0, 80.0, 70.0, 60.0]) * own, [100, 90, 80, 70, 60])
    with pytest.raises(InputError) as caught:
        bridged(own, [None, 0.0, None, None])
    assert caught.value.code == "totals_unreachable"
