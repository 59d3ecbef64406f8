"""Signposts: from new data, towards which scenarios the region moves.

Proven: what a single signpost says before, at and after its date, with and without intervals; the
interval of Jeffreys against published values; counts by scenario; and that nothing is called
decidable while scenarios overlap or fewer than three signposts are decided.
"""

import pytest

from weitblick.engines.errors import InputError
from weitblick.engines.signposts import (
    Movement,
    Reading,
    Sign,
    Signpost,
    look_out,
    read,
)

POST = Signpost("more buses", "departures", 20.0, "above", by=2028, start=10.0)


@pytest.mark.parametrize(("readings", "now", "expected"), [
    ([], 2026, Sign("open", None, None, None)),
    ([Reading(2025, 15)], 2026, Sign("open", 2025, 15, 0.5)),
    ([Reading(2025, 8)], 2026, Sign("open", 2025, 8, -0.2)),
    ([Reading(2025, 20), Reading(2026, 12)], 2026, Sign("towards", 2025, 20, 1.0)),
    ([Reading(2025, 21, low=19, high=23)], 2026, Sign("open", 2025, 21, 1.1)),
    ([Reading(2025, 25, low=22, high=28)], 2026, Sign("towards", 2025, 25, 1.5)),
    ([Reading(2028, 15)], 2028, Sign("away", 2028, 15, 0.5)),
    ([Reading(2028, 19, low=17, high=21)], 2029, Sign("open", 2028, 19, 0.9)),
    ([Reading(2027, 15)], 2030, Sign("open", 2027, 15, 0.5)),
    ([Reading(2027, 15), Reading(2029, 30)], 2030, Sign("away", 2027, 15, 0.5)),
    ([Reading(2029, 30)], 2028, Sign("open", None, None, None)),
])  # fmt: skip
def test_what_a_signpost_says(readings: list[Reading], now: float, expected: Sign) -> None:
    assert read(POST, readings, now) == expected


def test_below_is_the_mirror_of_above() -> None:
    post = Signpost("fewer leave", "emigration", 5.0, "below", by=2028, start=9.0)
    assert read(post, [Reading(2026, 5.0)], 2026) == Sign("towards", 2026, 5.0, 1.0)
    assert read(post, [Reading(2028, 7.0, 6.0, 8.0)], 2028) == Sign("away", 2028, 7.0, 0.5)
    assert read(post, [Reading(2028, 5.5, 4.5, 6.0)], 2028) == Sign("open", 2028, 5.5, 0.875)


def _posts(assumption: str, values: list[float]) -> tuple[list[Signpost], dict]:
    posts = [Signpost(assumption, (assumption, at), 1.0, "above", 2025)
             for at in range(len(values))]  # fmt: skip
    return posts, {post.indicator: [Reading(2025, value)]
                   for post, value in zip(posts, values, strict=True)}  # fmt: skip


def test_the_scenario_with_more_signposts_leads() -> None:
    up, up_data = _posts("a", [1, 1, 1, 1, 1, 1, 0])
    down, down_data = _posts("b", [0, 0, 0, 0, 0, 0])
    scenarios = {"growth": ["a"], "decline": ["b"], "both": ["a", "b"]}
    found = look_out([*up, *down], up_data | down_data, scenarios, now=2026)
    assert [sign.pointing for sign in found.signs] == ["towards"] * 6 + ["away"] * 7
    growth = found.movements["growth"]
    assert (growth.towards, growth.away, growth.open, growth.share) == (6, 1, 0, 6 / 7)
    assert found.movements["both"].share == 6 / 13
    assert found.movements["decline"].low == 0.0
    # 6 of 13 may still be as likely as 6 of 7; without that scenario the case is clear.
    assert (found.leading, found.decidable) == (("growth", "both"), False)
    del scenarios["both"]
    clear = look_out([*up, *down], up_data | down_data, scenarios, now=2026)
    assert (clear.leading, clear.decidable) == (("growth",), True)


def test_published_intervals() -> None:
    # Brown, Cai and DasGupta (2001), table 5: Jeffreys 95 % for n = 7 and x = 0, 1, 3.
    for x, low, high in ((0, 0.000, 0.292), (1, 0.016, 0.501), (3, 0.139, 0.765)):
        posts, data = _posts("a", [1.0] * x + [0.0] * (7 - x))
        one = look_out(posts, data, {"s": ["a"]}, now=2025, level=0.95).movements["s"]
        assert one.low == pytest.approx(low, abs=5e-4)
        assert one.high == pytest.approx(high, abs=5e-4)


def test_not_yet_decidable() -> None:
    posts, data = _posts("a", [1, 1])
    alone = look_out(posts, data, {"s": ["a"]}, now=2025)
    assert (alone.leading, alone.decidable) == (("s",), False)
    more, more_data = _posts("b", [1, 0, 1])
    near = look_out([*posts, *more], data | more_data, {"s": ["a"], "t": ["b"]}, now=2025)
    assert (near.leading, near.decidable) == (("s", "t"), False)
    nothing = look_out(posts, {}, {"s": ["a"], "t": []}, now=2025)
    assert nothing.movements == {
        "s": Movement(0, 0, 2, None, None, None), "t": Movement(0, 0, 0, None, None, None)
    }  # fmt: skip
    assert (nothing.leading, nothing.decidable) == (("s", "t"), False)


@pytest.mark.parametrize("post", [
    Signpost("a", "i", float("nan"), "above", 2025),
    Signpost("a", "i", 1.0, "upwards", 2025),  # type: ignore[arg-type]
])  # fmt: skip
def test_refuses_senseless_signposts(post: Signpost) -> None:
    with pytest.raises(InputError) as caught:
        look_out([POST, post], {}, {}, now=2025)
    assert (caught.value.code, caught.value.params["signpost"]) == ("signpost_senseless", 1)
