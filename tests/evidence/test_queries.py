"""Values come out of one door, protected, with their reasons, breaks and sources."""

import ast
import datetime as dt
from pathlib import Path

import pytest

from tests.evidence.tables import flat
from weitblick.evidence import actions, editing, queries
from weitblick.evidence.cells import Cell
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Area, Observation

ROOT = Path(__file__).parents[2] / "weitblick"
DAY = "2024-12-31"
KREISE = ["16051", "16052", "16053", "16054", "16055", *(f"160{n}" for n in range(61, 78))]


def take(rows, name="x.csv", **more):
    return actions.import_file(flat(rows, **more), name)


def values(found: list[Cell]) -> dict[str, float | None]:
    return {one.area: one.value for one in found}


@pytest.fixture
def small(db):
    """A Land with its Kreise: two people in Jena, and in Suhl every sex."""
    kreise = {key: 100 + number for number, key in enumerate(KREISE)} | {"16053": 2}
    rows = [(key, DAY, "", str(value)) for key, value in kreise.items()]
    rows += [("16", DAY, "", str(sum(kreise.values())))]
    rows += [("16054", DAY, "GESM", "102"), ("16054", DAY, "GESW", "1")]
    return take(rows)


def test_small_counts_are_hidden_and_so_are_those_that_would_give_them_away(small):
    shown = {one.area: one for one in queries.cells("bevoelkerung", [*KREISE, "16"])}
    assert (shown["16053"].value, shown["16053"].status) == (None, "suppressed")
    hidden = {key for key, one in shown.items() if one.status == "suppressed"}
    assert len(hidden) >= 2, "one hidden Kreis could be computed from the Land"
    suhl = queries.cells("bevoelkerung", ["16054"], dimensions=None)
    suhl_hidden = {one.dimensions for one in suhl if one.status == "suppressed"}
    assert "GES=GESW" in suhl_hidden and len(suhl_hidden) >= 2
    assert small.report["hidden"] == len(hidden) + len(suhl_hidden - {""})


def test_nobody_learns_which_hidden_count_is_the_small_one(small):
    cells = queries.cells("bevoelkerung", KREISE)
    hidden = [one for one in cells if one.status == "suppressed"]
    assert {(one.value, one.quality, one.is_hidden) for one in hidden} == {(None, "", True)}


def test_only_the_statistics_office_gets_what_is_hidden(small):
    cells = queries.cells("bevoelkerung", ["16053"], for_statistics_office=True)
    assert [(one.value, one.is_hidden) for one in cells] == [(2, True)]


def test_what_is_hidden_does_not_depend_on_what_is_asked_for(small):
    whole = values(queries.cells("bevoelkerung", KREISE))
    alone = {key: values(queries.cells("bevoelkerung", [key]))[key] for key in KREISE}
    table = values(list(queries.table("bevoelkerung").cells))
    assert whole == alone == table


def test_a_sheet_can_ask_for_more_protection_or_for_none(small):
    one = queries.indicator("bevoelkerung")
    editing.change_sheet(one, may_loosen=True, min_n=0)
    assert values(queries.cells("bevoelkerung", ["16053"])) == {"16053": 2}
    editing.change_sheet(one, min_n=105)
    assert queries.cells("bevoelkerung", ["16052"])[0].value is None


@pytest.mark.parametrize("changes", [
    {"min_n": 2}, {"is_count": False}, {"denominator_code": "wohnungen"}])
def test_less_protection_is_refused_unless_it_is_asked_for(small, changes, caplog):
    one = queries.indicator("bevoelkerung")
    with pytest.raises(EvidenceError) as raised:
        editing.change_sheet(one, **changes)
    assert raised.value.code == "protection_loosened"
    assert queries.cells("bevoelkerung", ["16053"])[0].value is None
    editing.change_sheet(one, may_loosen=True, by="amt", **changes)
    assert "Protection of bevoelkerung changed by amt" in caplog.text


def test_a_revision_of_something_hidden_shows_neither_value(small):
    second = take([("16053", DAY, "", "5000")]).run
    assert queries.differences(second) == []
    office = queries.differences(second, for_statistics_office=True)
    assert [(one.before.value, one.after.value) for one in office] == [(2, 5000)]


def test_taking_an_import_back_decides_the_protection_anew(small):
    first = values(queries.cells("bevoelkerung", KREISE))
    second = take([("16053", DAY, "", "5000")]).run
    actions.undo(second)
    assert values(queries.cells("bevoelkerung", KREISE)) == first


def test_a_derived_indicator_of_a_hidden_count_is_hidden_too(small):
    take([("16051", "2024-06-30", "", "5000"), ("16053", "2024-06-30", "", "900")],
         statistic="31231", variable="WOHN", label="Wohnungen", unit="Wohnungen")
    editing.change_sheet(queries.indicator("wohnungen_je_1000"),
                         formula="r_31231_wohn / bevoelkerung * per(1000)")
    found = {one.area: one for one in queries.cells("wohnungen_je_1000", ["16051", "16053"])}
    assert found["16051"].value == 50_000
    assert (found["16053"].value, found["16053"].status) == (None, "suppressed")


def test_the_share_of_one_breakdown_in_the_total(db):
    rows = [("16075", "2025-06-30", "", "2000"), ("16075", "2025-06-30", "GESW", "500")]
    take(rows, statistic="13111", variable="ERW032", label="Beschäftigte")
    editing.change_sheet(queries.indicator("beschaeftigte_auslaendisch"),
                         formula='beschaeftigte_arbeitsort["GES=GESW"] / beschaeftigte_arbeitsort'
                                 " * per(100)")
    found = queries.cells("beschaeftigte_auslaendisch", ["16075"])
    assert [(one.value, one.status, one.year) for one in found] == [(25, "ok", 2025)]


def test_a_series_carries_breaks_of_method_and_territory_and_its_sources(db):
    take([("16063", f"{year}-12-31", "", str(1000 + year)) for year in range(2019, 2025)])
    series = queries.series("bevoelkerung", "16063")
    assert [one.year for one in series.cells] == list(range(2019, 2025))
    assert [(str(one.at), one.kind) for one in series.breaks] == [
        ("2011-05-09", "method"), ("2021-07-01", "territory"), ("2022-05-15", "method")]
    assert [one.year for one in series.since_last_break()] == [2022, 2023, 2024]
    assert series.latest.value == 3024
    assert len(series.attributions) == 1 and "dl-de/by-2-0" in series.attributions[0]


def test_a_table_names_the_units_for_which_there_is_nothing(db):
    take([("16051", DAY, "", "500"), ("16075", DAY, "", "900"), ("16056", DAY, "", "-"),
          ("16075", "2020-12-31", "", "800")])
    table = queries.table("bevoelkerung")
    assert values(list(table.cells)) == {"16051": 500, "16075": 900}
    assert table.end == dt.date(2024, 12, 31)
    assert len(table.missing) == 20 and "16056" not in table.missing
    former = queries.table("bevoelkerung", year=2020)
    assert values(list(former.cells)) == {"16075": 800}
    assert len(former.missing) == 22 and "16056" in former.missing
    assert queries.table("bevoelkerung", year=1999) is None


def test_a_planning_area_is_the_sum_of_its_units_and_hides_what_they_hide(small):
    editing.define_planning_area("PR-1", "Ost", {"16051": 1, "16052": 1}, dt.date(2020, 1, 1))
    editing.define_planning_area("PR-2", "Mitte", {"16053": 1, "16052": 1}, dt.date(2020, 1, 1))
    shown = values(queries.cells("bevoelkerung", KREISE))
    ost, mitte = (queries.cells("bevoelkerung", [key])[0] for key in ("PR-1", "PR-2"))
    wanted = None if None in (shown["16051"], shown["16052"]) else 201
    assert ost.value == wanted
    assert (mitte.value, mitte.status) == (None, "suppressed")


def test_a_planning_area_keeps_its_former_composition_for_the_time_before(db):
    take([(key, f"{year}-12-31", "", "100") for key in ("16051", "16052") for year in (2022, 2024)])
    editing.define_planning_area("PR", "Raum", {"16051": 1}, dt.date(2020, 1, 1))
    editing.define_planning_area("PR", "Raum", {"16051": 1, "16052": 0.5}, dt.date(2024, 1, 1))
    found = queries.cells("bevoelkerung", ["PR"])
    assert [(one.year, one.value, one.status) for one in found] == [
        (2022, 100, "ok"), (2024, 150, "uncertain")]


@pytest.mark.parametrize(("key", "members"), [
    ("16999", {"16051": 1.0}), ("PR", {"16888": 1.0}), ("PR", {}), ("PR", {"16051": 2.0}),
])
def test_a_planning_area_that_cannot_be_is_refused(db, key, members):
    with pytest.raises(EvidenceError):
        editing.define_planning_area(key, "Raum", members, dt.date(2020, 1, 1))
    assert not Area.objects.filter(level="planning").exists()


def test_breakdowns_have_words_and_years_are_known(small):
    assert queries.breakdowns("bevoelkerung") == {
        "": "", "GES=GESM": "männlich", "GES=GESW": "weiblich"}
    assert queries.years("bevoelkerung") == [2024]
    assert [one.code for one in queries.indicators(with_values=True)] == ["bevoelkerung"]
    assert queries.names(["16075", "PR-9"]) == {"16075": "Saale-Orla-Kreis", "PR-9": "PR-9"}


def test_thousands_are_shown_no_more_exactly_than_they_are_known(db):
    take([("16051", DAY, "", "7")], statistic="12211", variable="HH", label="Haushalte",
         unit="1000")
    cell = queries.cells("r_12211_hh", ["16051"])[0]
    assert (cell.value, cell.step) == (7000, 1000)


def test_nobody_outside_reads_rows_of_observation():
    reading = []
    for file in ROOT.rglob("*.py"):
        if file.is_relative_to(ROOT / "evidence"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "weitblick.evidence"
            ):
                reading += [f"{file}: {one.name}" for one in node.names
                            if one.name == Observation.__name__]
            if isinstance(node, ast.Attribute) and node.attr in {"observations", "Observation"}:
                reading.append(f"{file}:{node.lineno}")
            named = isinstance(node, ast.Constant) and node.value == "evidence.Observation"
            if named and file != ROOT / "portable" / "tables.py":
                reading.append(f"{file}:{node.lineno}")
    assert reading == []
