"""What ``-`` means is decided by the register of areas and by what else was published."""

import pytest

from tests.evidence.tables import case, flat
from weitblick.evidence import actions, queries
from weitblick.evidence.models import ImportRun

pytestmark = pytest.mark.django_db


def statuses(run: ImportRun) -> dict[tuple[str, str, int], str]:
    rows = run.observations.values_list("area_key", "dimensions", "period_end__year", "status")
    return {(area, dimensions, year): status for area, dimensions, year, status in rows}


def take(rows, **more) -> ImportRun:
    return actions.import_file(flat(rows, **more), "x.csv").run


def test_a_living_unit_has_exactly_zero_and_a_dissolved_one_did_not_exist():
    run = take([("16051", "2024-12-31", "", "-"), ("16056", "2024-12-31", "", "-"),
                ("16075", "2024-12-31", "", "77341")])
    found = statuses(run)
    assert found["16051", "", 2024] == "zero"
    assert found["16056", "", 2024] == "not_existing"
    cells = {one.area: one for one in queries.cells("bevoelkerung", ["16051", "16056"])}
    assert (cells["16051"].value, cells["16051"].has_number) == (0, True)
    assert (cells["16056"].value, cells["16056"].has_number) == (None, False)


def test_the_day_decides_whether_a_unit_existed():
    run = take([("16056", "2020-12-31", "", "-"), ("16056", "2021-12-31", "", "-"),
                ("16075", "2020-12-31", "", "1000"), ("16075", "2021-12-31", "", "1000")])
    found = statuses(run)
    assert (found["16056", "", 2020], found["16056", "", 2021]) == ("zero", "not_existing")


def test_a_variable_without_any_value_that_year_was_not_collected():
    run = take([("16051", "2024-12-31", "", "-"), ("16075", "2024-12-31", "", "-")])
    assert set(statuses(run).values()) == {"discontinued"}


def test_a_level_without_any_value_was_not_collected_although_another_one_was():
    run = take([("16", "2024-12-31", "", "2100277"), ("16051", "2024-12-31", "", "-"),
                ("16075", "2024-12-31", "", "-")])
    assert statuses(run) == {("16", "", 2024): "ok", ("16051", "", 2024): "discontinued",
                             ("16075", "", 2024): "discontinued"}


def test_a_value_from_another_file_shows_that_the_variable_was_collected():
    take([("16075", "2024-12-31", "", "77341")])
    run = take([("16051", "2024-12-31", "", "-")])
    assert set(statuses(run).values()) == {"zero"}


def test_a_unit_nobody_knows_exists_where_the_file_has_a_value_for_it():
    run = take([("09178", "2024-12-31", "", "5000"), ("09178", "2024-12-31", "GESM", "-"),
                ("09179", "2024-12-31", "", "-")])
    found = statuses(run)
    assert found["09178", "GES=GESM", 2024] == "zero"
    assert found["09179", "", 2024] == "not_existing"
    assert [one["params"]["areas"] for one in run.report["problems"]] == [["09179"]]


def test_both_meanings_in_one_real_file_with_the_register_of_municipalities():
    actions.import_file(case("geo/gemeinden_th_2022-12-31_vg250ew.csv"))
    run = actions.import_file(case("genesis_ffcsv/AI-N-01-2-5_THsubset_de_flat.csv")).run
    gone = run.observations.filter(status="not_existing").order_by()
    living = run.observations.exclude(status="not_existing").order_by()
    assert gone.values("area_key").distinct().count() == 374
    assert living.values("area_key").distinct().count() == 631
    assert run.observations.filter(status="zero", value=0, sign="-").count() == 36
    assert run.report["problems"] == []
