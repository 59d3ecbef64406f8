"""The real files of the statistical offices give exactly the counts and sums known of them.

The files are not part of the project; where they are missing the tests skip.
"""

import datetime as dt
import io
import random
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import xlrd

from weitblick.evidence import importers
from weitblick.evidence.areas import thueringen
from weitblick.evidence.importers import Format, InputError, Reading, Rejected, Row, Sign

CASES = Path(__file__).parents[3] / "shared" / "cases" / "evidence"
MEN, WOMEN, ALL = "GESM", "GESW", ""


@cache
def taken(path: str, consent: frozenset[str] = frozenset()) -> tuple[Reading, list]:
    file = CASES / path
    if not file.exists():
        pytest.skip(f"the file {path} is not on this machine")
    reading = importers.read(file, consent=consent)
    return reading, list(reading.rows)


def flat(start: str) -> tuple[Reading, list]:
    folder = CASES / "genesis_ffcsv"
    found = sorted(folder.glob(f"{start}*"))
    if not found:
        pytest.skip(f"no file {start} on this machine")
    return taken(f"genesis_ffcsv/{found[0].name}")


def signs(rows: list) -> dict[str, int]:
    return dict(Counter(row.sign.value for row in rows))


def total(rows, *, key: str = "", prefix: str = "", attribute: str | None = None) -> Decimal:
    """The sum of the numbers of the areas asked for."""
    return sum(
        (
            row.value for row in rows
            if row.value is not None
            and row.area_key.startswith(prefix) and (not key or row.area_key == key)
            and (attribute is None or row.dimensions[0].attribute == attribute)
        ),
        Decimal(0),
    )


def test_population_of_the_districts_by_sex():
    reading, rows = flat("12411-01-01-4_1773175772751")
    assert reading.format is Format.FLAT_5
    assert reading.title == "Fortschreibung des Bevölkerungsstandes"
    assert reading.problems == []
    assert (len(rows), reading.tally.used, reading.tally.lines) == (1467, 1467, 1468)
    keys = {row.area_key for row in rows}
    assert Counter(len(key) for key in keys) == {5: 474, 8: 15}
    assert signs(rows) == {"number": 1245, "nothing": 222}
    gone = {row.area_key for row in rows if row.sign is Sign.NOTHING}
    assert (len(gone), "16056" in gone) == (74, True)
    totals = [row for row in rows if row.total]
    assert total(totals, prefix="16") == 2_100_277
    parts = [row for row in rows if not row.total]
    assert total(parts, prefix="16") == 2_100_277
    living = {row.area_key for row in totals if row.value is not None and row.area_key[:2] == "16"}
    assert living == {area.key for area in thueringen().areas}


def test_german_and_english_say_the_same_in_other_words():
    _, german = flat("12411-01-01-4_1773175772751")
    reading, english = flat("12411-01-01-4_1773175790049")
    assert reading.title == "Rolled forward population estimates"

    def said(rows):
        return sorted(
            (row.area_key, row.dimensions[0].attribute, row.total, str(row.value), row.sign)
            for row in rows
        )

    assert said(german) == said(english)
    assert {row.dimensions[0].label for row in english if row.total} == {"Total"}


def test_totals_by_sex_and_age_are_marked_so_that_nobody_counts_twice():
    _, rows = flat("12411-0013")
    thuringia = [row for row in rows if row.area_key == "16"]
    assert len(rows) == 4416
    ages = [row for row in thuringia if not row.dimensions[1].total]
    assert {row.dimensions[1].attribute for row in ages} == {
        *(f"ALT{age:03}" for age in range(90)), "ALT090UM"
    }
    assert total(ages, attribute=MEN) == 1_044_781
    assert total(ages, attribute=WOMEN) == 1_070_089
    assert total([row for row in thuringia if not row.total]) == 2_114_870
    both = [row for row in thuringia if all(one.total for one in row.dimensions)]
    assert [row.value for row in both] == [2_114_870]


def test_microcensus_keeps_quality_and_scale():
    _, rows = flat("12211-Z-11")
    assert {(row.unit, row.scale) for row in rows} == {("", Decimal(1000))}
    assert signs(rows) == {"nothing": 1020, "number": 893, "unreliable": 29, "uncertain": 14}
    assert {row.quality for row in rows if row.sign is Sign.UNCERTAIN} == {"()"}
    assert {row.dimensions[0].attribute for row in rows if row.total} == {"LB-INS"}


def test_census_2022_names_its_boundaries():
    reading, rows = flat("1000A-2022")
    assert reading.territorial_status == dt.date(2022, 5, 15)
    assert signs(rows) == {"number": 1003, "nothing": 357}
    assert {row.area_level for row in rows} == {"GEODL1", "GEOBL1"}
    assert Counter(row.quality for row in rows) == {"e": 1003, "": 357}


def test_every_sign_keeps_its_reason():
    _, rows = flat("91111-0001")
    assert signs(rows) == {
        "number": 2411, "suppressed": 2016, "pending": 257, "unreliable": 33, "not_applicable": 2,
    }
    assert {row.unit for row in rows} == {"jew. ME"}
    assert all((row.value is None) == (row.sign not in (Sign.NUMBER,)) for row in rows)


def test_several_variables_and_units_in_one_file():
    _, rows = flat("61511")
    assert Counter((row.unit, row.scale) for row in rows) == {
        ("EUR", 1): 978, ("qm", 1000): 978, ("EUR", 1000): 978, ("Anzahl", 1): 978,
    }
    assert signs(rows) == {"number": 3096, "nothing": 644, "suppressed": 172}


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("11111-02-01-4", 489, {"number": 398, "nothing": 76, "suppressed": 15}),
        ("12531-0043", 3959, {"number": 3959}),
        ("13111-01-03-4", 3300, {"nothing": 2898, "number": 330, "suppressed": 72}),
        ("52111-0001", 68, {"number": 68}),
        ("73111-01-01-4", 1467, {"number": 1209, "nothing": 222, "suppressed": 36}),
    ],
)
def test_counts_and_signs_of_the_other_flat_files(start, count, expected):
    reading, rows = flat(start)
    assert (len(rows), signs(rows), reading.problems) == (count, expected, [])


def test_the_region_may_stand_in_any_variable():
    _, rows = flat("13111-01-03-4")
    assert Counter(row.area_level for row in rows)["DINSG"] == 6
    assert {row.area_key for row in rows if row.area_level == "DINSG"} == {"DG"}


def test_regional_atlas_municipalities_are_those_of_the_end_of_2022():
    _, rows = flat("AI-N-01-2-5")
    keys = {row.area_key for row in rows}
    alive = {row.area_key for row in rows if row.sign is not Sign.NOTHING}
    assert (len(keys), len(keys - alive), len(alive)) == (1005, 374, 631)
    _, municipalities = taken("geo/gemeinden_th_2022-12-31_vg250ew.csv")
    assert alive == {row.area_key for row in municipalities}
    assert any(row.value is not None and row.value < 0 for row in rows)
    assert signs(rows)["not_applicable"] == 7


def test_municipalities_with_people_and_area():
    reading, rows = taken("geo/gemeinden_th_2022-12-31_vg250ew.csv")
    assert reading.territorial_status == dt.date(2022, 12, 31)
    people = [row for row in rows if row.variable.code == "EWZ"]
    assert (len(people), total(people)) == (631, 2_126_846)
    erfurt = {row.variable.code: row.value for row in rows if row.area_key == "16051000"}
    assert erfurt == {"EWZ": Decimal(214969), "KFL": Decimal("269.91")}


def test_crosstab_of_six_years_adds_up_to_the_land():
    reading, rows = taken("genesis_crosstab_latin1/12411-0018.csv")
    assert reading.format is Format.CROSSTAB
    assert reading.attribution == "© Statistisches Bundesamt (Destatis), 2021"
    sums = Counter()
    for row in rows:
        if row.area_key.startswith("16"):
            sums[row.period_start.year] += row.value or 0
    assert [sums[year] for year in range(2015, 2021)] == [
        2170714, 2158128, 2151205, 2143145, 2133378, 2120237
    ]
    assert len({row.area_key for row in rows if row.area_key.startswith("16")}) == 23
    assert len({row.dimensions for row in rows}) == 34
    assert len(rows) == 2407 * 34
    tally = reading.tally
    assert (tally.headers, tally.used, tally.notes, tally.lines) == (6, 2407, 4, 2417)


def test_crosstab_with_units_levels_and_an_abolished_concept():
    reading, rows = taken("genesis_crosstab_latin1/22411-02-03-4.csv")
    assert (reading.tally.used, len(rows)) == (4842, 4842 * 9)
    germany = [row for row in rows if row.area_key == "DG" and row.period_start.year == 2019]
    assert len(germany) == 27
    care = [row for row in germany if row.variable.label == "Pflegebedürftige"]
    assert {row.dimensions[0].label: (row.value, row.total) for row in care} == {
        "männlich": (1555497, False), "weiblich": (2572108, False), "Insgesamt": (4127605, True),
    }
    concept = "mit erheblich eingeschränkter Alltagskompetenz"
    abolished = {
        row.sign for row in rows
        if row.variable.label == concept and row.period_start.year >= 2017
        and row.area_key == "16077"
    }
    assert abolished == {Sign.NOTHING}
    assert signs(rows) == {
        "number": 28618, "nothing": 14608, "not_applicable": 288, "suppressed": 64
    }
    assert reading.attribution == (
        "© Statistische Ämter des Bundes und der Länder, Deutschland, 2021. Dieses Werk ist "
        "lizenziert unter der Datenlizenz Deutschland - Namensnennung - Version 2.0."
    )
    assert reading.metadata[""]["retrieved"] == "17.08.2021"


def test_crosstab_with_its_date_in_the_title_only():
    reading, rows = taken("genesis_crosstab_latin1/13111-07-05-4_2020.csv")
    assert {(row.period_start, row.period_end) for row in rows} == {(dt.date(2020, 6, 30),) * 2}
    assert signs(rows) == {"number": 35364, "nothing": 6719, "suppressed": 3109}
    germany = [row for row in rows if row.area_key == "DG" and all(d.total for d in row.dimensions)]
    assert [row.value for row in germany] == [33322952]
    named = [one.variable_label for one in germany[0].dimensions]
    assert named == ["", "Nationalität", "Geschlecht"]
    assert "Zuordnung möglich\"" in reading.metadata[""]["notes"]


def test_lost_leading_zeros_are_told_and_put_back_only_with_consent():
    path = "damaged/12411-0018_2019_excel_resaved_lost_leading_zero.csv"
    reading, items = taken(path)
    assert [(one.code, one.lines, one.mended) for one in reading.problems] == [
        ("lost_leading_zeros", 324, False)
    ]
    assert {item.code for item in items if isinstance(item, Rejected)} == {"lost_leading_zeros"}
    assert (reading.tally.used, reading.tally.rejected_lines) == (152, 324)
    consent = frozenset({"lost_leading_zeros"})
    mended, rows = taken(path, consent)
    assert (mended.tally.used, mended.tally.rejected_lines) == (476, 0)
    assert total(rows, prefix="16") == 2_133_378
    _, whole = taken("genesis_crosstab_latin1/12411-0018.csv")
    living = {row.area_key for row in rows if row.value is not None}
    assert living == {row.area_key for row in whole if row.period_start.year == 2019}


def test_inkar_of_the_web_has_points_for_thousands():
    reading, rows = taken("inkar/inkar_web_export_2019_bom_crlf_thousandsdot.csv")
    assert reading.format is Format.INKAR_WEB
    assert len({row.area_key for row in rows}) == 401
    assert "16056" in {row.area_key for row in rows}
    assert len(rows) == 401 * 26
    density = {row.area_key: row.value for row in rows if row.variable.label == "Einwohnerdichte"}
    assert (density["01001"], density["01051"]) == (1560, 93)


@pytest.mark.parametrize(
    ("name", "label", "empty"),
    [
        ("A_ArbeitslosigkeitKreis.xls", "Arbeitslose", 0),
        (
            "A_ErwerbsfaehigeBevoelkerungKreis.xls",
            "Erwerbsfähige Bevölkerung (15 bis unter 65 Jahre)", 0,
        ),
        ("B_SchulabgaengerohneAbschluss.xls", "Schulabgänger ohne Abschluss", 18),
    ],
)
def test_inkar_workbooks_bring_their_words(name, label, empty):
    reading, rows = taken(f"inkar/{name}")
    assert reading.format is Format.INKAR_WORKBOOK
    assert (len(rows), signs(rows).get("empty", 0)) == (400 * 27, empty)
    assert reading.source.startswith("Quelle (Zitierhinweis): Indikatoren und Karten zur Raum-")
    words = reading.metadata[label]
    assert set(words) >= {"Langname", "Quelle", "Anmerkungen"}


def test_iris_income_tax_by_municipal_association():
    reading, rows = taken("inkar/IRIS_Einkommenssteuer_Gemeindeverbaende_2022.csv")
    assert reading.territorial_status == dt.date(2022, 12, 31)
    assert signs(rows) == {"number": 109918, "empty": 5082}
    assert {len(row.area_key) for row in rows} == {9}
    assert Decimal("-0.14") in {row.value for row in rows if row.raw == "-,14"}
    last = {row.period_start.year: row.value for row in rows if row.area_key == "160775052"}
    assert (len(last), last[1998], last[2022]) == (25, Decimal("68.74"), Decimal("304.42"))


@pytest.mark.parametrize(
    ("name", "districts", "values"),
    [("GISD_Thueringen_Kreis.csv", 22, 1), ("GISD_Bund_Kreis.csv", 400, 4)],
)
def test_gisd_of_24_years(name, districts, values):
    reading, rows = taken(f"gisd/{name}")
    assert reading.format is Format.GISD
    assert "CC BY 4.0" in reading.attribution
    assert len(rows) == districts * 24 * values
    assert {row.period_start.year for row in rows} == set(range(1998, 2022))


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("gtfs/bbnavi_rufbus_gtfs-flex.zip", Format.GTFS),
        ("gtfs/google_sample_gtfs.zip", Format.GTFS),
        ("geo/kreise_th_vg2500_25832_shp.zip", Format.BOUNDARIES),
        ("geo/kreise_th_vg2500_4326.geojson", Format.BOUNDARIES),
    ],
)
def test_timetables_and_boundaries_are_recognised_and_left_to_others(path, form):
    file = CASES / path
    if not file.exists():
        pytest.skip(f"the file {path} is not on this machine")
    assert importers.recognise(file.name, file.read_bytes()[:65536]) is form
    with pytest.raises(InputError) as refused:
        importers.read(file)
    assert refused.value.code == "not_statistics"


def test_every_line_of_every_file_is_accounted_for():
    folders = ("genesis_ffcsv", "genesis_crosstab_latin1", "damaged", "inkar", "gisd")
    files = [file for name in folders for file in sorted((CASES / name).glob("*.csv"))]
    if not files:
        pytest.skip("the files of the offices are not on this machine")
    for file in files:
        reading, items = taken(str(file.relative_to(CASES)))
        assert reading.tally.lines == file.read_bytes().count(b"\n")
        assert reading.tally.rows == sum(isinstance(item, Row) for item in items)


def test_damaged_old_workbooks_are_refused_or_read_as_the_library_reads_them():
    path = CASES / "inkar" / "B_SchulabgaengerohneAbschluss.xls"
    if not path.exists():
        pytest.skip("the INKAR workbooks are not on this machine")
    content = path.read_bytes()
    results = Counter(_judged(content, random.Random(f"xls {number}")) for number in range(24))
    assert set(results) <= {"refused", "agrees"}
    assert min(results["refused"], results["agrees"]) >= 3


def _judged(content: bytes, dice: random.Random) -> str:
    at = dice.choice((dice.randrange(len(content)), dice.randrange(2000)))
    damaged = content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
    damaged = damaged[: dice.randrange(len(content))] if dice.random() < 0.2 else damaged
    try:
        rows = list(importers.read(io.BytesIO(damaged), name="inkar.xls").rows)
    except InputError:
        return "refused"
    book = xlrd.open_workbook(file_contents=damaged, logfile=io.StringIO())
    sheet = book.sheet_by_name("Daten")
    wrong = [
        row for row in rows
        if isinstance(row, Row) and row.value is not None
        and float(row.value) != sheet.cell_value(row.number - 1, row.column - 1)
    ]
    return "wrong" if wrong else "agrees"
