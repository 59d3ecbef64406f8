"""The register knows which unit existed when, what became of it, and what may be compared."""

import datetime as dt

import pytest

from tests.evidence.tables import case
from weitblick.evidence import actions, builtin, register
from weitblick.evidence.models import Area, AreaChange, AreaList, Indicator
from weitblick.evidence.register import Succession

pytestmark = pytest.mark.django_db
LAST_DAY, FIRST_DAY = dt.date(2021, 6, 30), dt.date(2021, 7, 1)


@pytest.fixture
def municipalities():
    return actions.import_file(case("geo/gemeinden_th_2022-12-31_vg250ew.csv")).run


def test_the_present_kreise_are_there_with_their_parents():
    kreise = Area.objects.filter(level="kreis", valid_to=None)
    assert kreise.count() == 22
    assert set(kreise.values_list("parent__key", flat=True)) == {"16"}
    assert Area.objects.get(key="16").parent.key == "DG"
    assert Area.objects.get(key="16").population == 2_100_277


def test_loading_again_changes_nothing_and_keeps_what_people_changed():
    Area.objects.filter(key="16075").update(population=1, population_on="2030-12-31")
    counts = [model.objects.count() for model in (Area, AreaChange, AreaList, Indicator)]
    builtin.load()
    assert [m.objects.count() for m in (Area, AreaChange, AreaList, Indicator)] == counts
    assert Area.objects.get(key="16075").population == 1


def test_eisenach_existed_until_it_joined_the_wartburgkreis():
    assert register.existed("16056", LAST_DAY) is True
    assert register.existed("16056", FIRST_DAY) is False
    assert register.existed("16063", FIRST_DAY) is True
    assert register.successor("16056", LAST_DAY) == (Succession("16056", 1.0),)
    assert register.successor("16056", FIRST_DAY) == (Succession("16063", 1.0),)


def test_a_key_that_is_on_no_list_is_unknown_only_where_there_is_no_list():
    assert register.existed("16099", FIRST_DAY) is False
    assert register.existed("16099", dt.date(1990, 1, 1)) is None
    assert register.existed("09178", FIRST_DAY) is None
    assert register.successor("16099", FIRST_DAY) == ()


def test_what_fits_a_territorial_status_and_what_does_not():
    now = [area.key for area in Area.objects.filter(level="kreis", valid_to=None)]
    assert register.comparable(now, FIRST_DAY).is_comparable
    before = register.comparable([*now, "16056"], FIRST_DAY)
    assert before.mapped == {"16056": (Succession("16063", 1.0),)}
    assert not before.is_comparable
    assert register.comparable(now, LAST_DAY).missing == ("16056",)
    assert register.comparable([*now, "16099"], FIRST_DAY).unknown == ("16099",)


def test_the_territory_of_the_wartburgkreis_breaks_its_series():
    found = register.territory_breaks("16063")
    assert [(one.at, one.reason) for one in found] == [
        (FIRST_DAY, "Eisenach wurde Teil des Wartburgkreises.")]
    assert register.territory_breaks("16075") == ()


def test_municipalities_come_with_parents_people_and_a_complete_list(municipalities):
    found = Area.objects.filter(level="gemeinde")
    assert found.count() == 631
    assert sum(found.values_list("population", flat=True)) == 2_126_846
    assert {area.parent.key for area in found} == {
        area.key for area in Area.objects.filter(level="kreis", valid_to=None)}
    erfurt = Area.objects.get(key="16051000")
    assert (erfurt.name, erfurt.designation, erfurt.nuts) == ("Erfurt", "Stadt", "DEG01")
    assert (erfurt.population, erfurt.area_km2) == (214_969, 269.91)
    assert register.existed("16051000", dt.date(2023, 12, 31)) is True
    assert register.existed("16016999", dt.date(2023, 12, 31)) is False
    assert register.existed("16016999", dt.date(2020, 12, 31)) is None


def test_taking_the_municipalities_back_leaves_the_register_as_it_was(municipalities):
    actions.undo(municipalities)
    assert not Area.objects.filter(level="gemeinde").exists()
    assert register.existed("16051000", dt.date(2023, 12, 31)) is None


def test_a_unit_that_is_missing_on_a_later_list_has_ended_before_it():
    head = "ARS;AGS;GEN;BEZ;BEM;NUTS;EWZ;KFL;WSK;GF\n"
    one = "160755011085;16075085;Pößneck;Stadt;--;DEG0K;11763;24,57;1994-07-01;4\n"
    two = "160755011001;16075001;Altes Dorf;Gemeinde;--;DEG0K;90;3,1;1994-07-01;4\n"
    actions.import_file((head + one + two).encode(), "gemeinden_2020-12-31.csv")
    later = actions.import_file((head + one).encode(), "gemeinden_2022-12-31.csv").run
    assert register.existed("16075001", dt.date(2020, 12, 31)) is True
    assert register.existed("16075001", dt.date(2022, 12, 31)) is False
    actions.undo(later)
    assert register.existed("16075001", dt.date(2022, 12, 31)) is True


def test_a_file_with_damaged_rows_is_no_complete_list():
    text = ("ARS;AGS;GEN;BEZ;BEM;NUTS;EWZ;KFL;WSK;GF\n"
            "160755011085;16075085;Pößneck;Stadt;--;DEG0K;11763;24,57;1994-07-01;4\n"
            "160755011001;1607500;Dorf;Gemeinde;--;DEG0K;90;3,1;1994-07-01;4\n")
    report = actions.import_file(text.encode(), "gemeinden_2022-12-31.csv").report
    assert report["rows"] == {"read": 2, "used": 1, "rejected": 1}
    assert not AreaList.objects.filter(level="gemeinde").exists()
