"""Small files of every format, written for this test, are read value by value.

What is proven: areas, periods, variables, units and scales, breakdowns, totals and signs; the
damage that can be mended and the damage that cannot; errors that say what, where and how to mend.
"""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from benchmarks import evidence_samples as samples
from weitblick.evidence import importers
from weitblick.evidence.importers import (
    MENDABLE,
    Format,
    InputError,
    Mapping,
    Rejected,
    Row,
    Selection,
    Sign,
    explain,
)


def taken(content: bytes, name: str, mapping=None, consent=(), **more):
    reading = importers.read(
        io.BytesIO(content), name=name, mapping=mapping, consent=frozenset(consent), **more
    )
    return reading, list(reading.rows)


def values(items) -> list:
    return [(item.area_key, item.value) for item in items if isinstance(item, Row)]


def refused(items) -> list:
    return [(item.number, item.code) for item in items if isinstance(item, Rejected)]


def code_of(content: bytes, name: str, **more) -> str:
    with pytest.raises(InputError) as error:
        taken(content, name, **more)
    assert len(str(error.value)) > 20
    return error.value.code


def test_each_sample_is_recognised_by_its_first_bytes():
    forms = {
        "flat5": Format.FLAT_5, "flat5_en": Format.FLAT_5, "flat4": Format.FLAT_4,
        "crosstab": Format.CROSSTAB, "crosstab_title": Format.CROSSTAB,
        "crosstab_units": Format.CROSSTAB, "inkar_web": Format.INKAR_WEB,
        "inkar_bulk": Format.INKAR_BULK, "iris": Format.IRIS, "wegweiser": Format.WEGWEISER,
        "gisd": Format.GISD, "grid": Format.ZENSUS_GRID, "vg250": Format.VG250,
        "plain": Format.PLAIN_CSV,
    }
    found = {
        kind: importers.recognise(sample.name, sample.content)
        for kind, sample in samples.texts().items()
    }
    assert found == forms
    packed = {k: importers.recognise(s.name, s.content) for k, s in samples.packed().items()}
    assert packed == {
        "ba": Format.PLAIN_WORKBOOK, "plain_workbook": Format.PLAIN_WORKBOOK, "zip": Format.FLAT_5,
    }


def test_flat_file_keeps_the_reason_of_every_missing_number():
    _, rows = taken(samples.flat5(), "12411.csv")
    assert [(row.value, row.sign) for row in rows] == [
        (Decimal("30.5"), Sign.NUMBER), (Decimal("14.2"), Sign.NUMBER),
        (Decimal("16.3"), Sign.NUMBER), (Decimal(9), Sign.NUMBER), (Decimal(4), Sign.UNCERTAIN),
        (Decimal(5), Sign.UNCERTAIN), (Decimal(0), Sign.ROUNDED_ZERO), (None, Sign.SUPPRESSED),
        (None, Sign.UNRELIABLE), (None, Sign.NOTHING), (None, Sign.NOT_APPLICABLE),
        (None, Sign.PENDING),
    ]
    assert {(row.unit, row.scale) for row in rows} == {("", Decimal(1000))}
    assert [row.total for row in rows[:3]] == [True, False, False]
    assert rows[0].quality == "" and rows[4].quality == "()"
    assert rows[6].area_key == "01001"


@pytest.mark.parametrize(
    ("time", "start", "end"),
    [
        ("2024-12-31", dt.date(2024, 12, 31), dt.date(2024, 12, 31)),
        ("31.12.2022", dt.date(2022, 12, 31), dt.date(2022, 12, 31)),
        ("2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("2023-10P6M", dt.date(2023, 10, 1), dt.date(2024, 3, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
    ],
)
def test_times_become_first_and_last_day(time, start, end):
    content = samples.flat5().replace(b"2024-12-31", time.encode())
    _, rows = taken(content, "12411.csv")
    assert {(row.period_start, row.period_end) for row in rows} == {(start, end)}


@pytest.mark.parametrize(
    ("variable", "attribute", "start", "end"),
    [
        ("QUARTG", "QUART3", dt.date(2023, 7, 1), dt.date(2023, 9, 30)),
        ("MONAT", "MONAT02", dt.date(2023, 2, 1), dt.date(2023, 2, 28)),
        ("QUARTG", "", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    ],
)
def test_quarters_and_months_are_variables_that_narrow_the_year(variable, attribute, start, end):
    content = samples.flat5().replace(b"2024-12-31", b"2023")
    content = content.replace(b"GES;Geschlecht;;", f"{variable};Zeit;{attribute};".encode())
    _, rows = taken(content, "12411.csv")
    first = rows[0]
    assert (first.period_start, first.period_end, first.dimensions) == (start, end, ())


@pytest.mark.parametrize("time", ["2024-13-01", "30.02.2022", "20x4", "1024", "2023-10P"])
def test_times_that_are_none_are_refused_with_the_line(time):
    content = samples.flat5().replace(b"2024-12-31;KREISE;Kreise;16051;Erfurt;GES;Geschlecht;;",
                                      f"{time};KREISE;Kreise;16051;Erfurt;GES;Geschlecht;;".encode())
    _, items = taken(content, "12411.csv")
    assert refused(items) == [(2, "bad_period")]


def test_flat_file_version_4_is_wide():
    reading, rows = taken(samples.FLAT4, "12411.csv")
    assert reading.format is Format.FLAT_4
    assert [(r.variable.code, r.unit, r.value, r.sign.value) for r in rows] == [
        ("BEVSTD", "Anzahl", 100, "number"), ("FLC006", "qkm", Decimal("269.91"), "number"),
        ("BEVSTD", "Anzahl", 48, "number"), ("FLC006", "qkm", None, "nothing"),
        ("BEVSTD", "Anzahl", 52, "number"), ("FLC006", "qkm", None, "suppressed"),
    ]
    assert [row.total for row in rows] == [True, True, False, False, False, False]


def test_flat_file_version_4_with_qualities_and_changes_as_real_ones_have_them():
    """The column names are those of table 61111-0002 as others have published them."""
    head = ("Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;"
            "1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;"
            "PREIS1__Verbraucherpreisindex__2020=100;PREIS1__Verbraucherpreisindex__q;"
            "Verbraucherpreisindex__CH0004;Verbraucherpreisindex__CH0004__q\n")
    line = "61111;Index;SMONAT;Monat;{};DINSG;Deutschland;DG;Deutschland;{};{};{};{}\n"
    content = (head + line.format("04/2021", "102,7", "e", "2,0", "e")
               + line.format("05/2021", "103,2", "()", "-", "")).encode("latin-1")
    _, rows = taken(content, "61111_flat.csv")
    assert [(row.period_start, row.value, row.sign, row.quality, row.unit)
            for row in rows if isinstance(row, Row)] == [
        (dt.date(2021, 4, 1), Decimal("102.7"), Sign.NUMBER, "e", "2020=100"),
        (dt.date(2021, 5, 1), Decimal("103.2"), Sign.UNCERTAIN, "()", "2020=100"),
    ]
    reading, agreed = taken(content, "61111_flat.csv", consent=frozenset({"unknown_unit"}))
    assert [(row.variable.code, row.variable.label, row.value, row.quality)
            for row in agreed if row.variable.code == "CH0004"] == [
        ("CH0004", "Verbraucherpreisindex CH0004", Decimal("2.0"), "e"),
        ("CH0004", "Verbraucherpreisindex CH0004", None, "")]
    assert [one.code for one in reading.problems] == ["unknown_unit"]


def test_crosstab_without_its_footer_is_told():
    whole = samples.CROSSTAB
    reading, rows = taken(whole[: whole.index(b"____")], "12411.csv")
    assert [problem.code for problem in reading.problems] == ["footer_missing"]
    assert len(rows) == 24


def test_crosstab_units_row_gives_variables_units_and_scales():
    _, rows = taken(samples.CROSSTAB_UNITS, "22411.csv")
    assert [(r.variable.label, r.unit, r.scale, r.value) for r in rows[:3]] == [
        ("Pflegebedürftige", "Anzahl", 1, 4258), ("ambulante Pflege", "", 1000, Decimal("1.9")),
        ("Quote", "Prozent", 1, Decimal("7.5")),
    ]


def test_an_unknown_unit_may_hide_a_scale_and_needs_consent():
    content = samples.CROSSTAB_UNITS.replace(b";1000;", b";1O00;")
    reading, items = taken(content, "22411.csv")
    assert [(p.code, p.params["example"]) for p in reading.problems] == [("unknown_unit", "1O00")]
    assert {item.column for item in items if isinstance(item, Rejected)} == {5}
    _, rows = taken(content, "22411.csv", consent={"unknown_unit"})
    assert {row.unit for row in rows if row.column == 5} == {"1O00"}


def test_an_unknown_unit_in_the_title_needs_consent_as_well():
    content = samples.CROSSTAB.replace(b"(Anzahl)", b"(Tage je Fall)")
    reading, items = taken(content, "12411.csv")
    assert {item.code for item in items if isinstance(item, Rejected)} == {"unknown_unit"}
    assert [problem.params["example"] for problem in reading.problems] == ["Tage je Fall"]
    _, rows = taken(content, "12411.csv", consent={"unknown_unit"})
    assert ({row.unit for row in rows}, len(rows)) == ({"Tage je Fall"}, 24)


def test_crosstab_without_any_unit_is_refused():
    content = samples.CROSSTAB_UNITS.replace(b";;;Anzahl;1000;Prozent\n", b"")
    assert code_of(content, "22411.csv") == "damaged_header"


def test_inkar_bulk_gives_what_was_selected_and_counts_the_rest():
    reading, rows = taken(samples.INKAR_BULK, "inkar_2025.csv")
    assert values(rows) == [
        ("16051", 214969), ("16051", 213227), ("16061045", 17233), ("160775005", Decimal("6.4")),
        ("16077", Decimal("7.9")),
    ]
    assert (reading.tally.outside, reading.tally.used, reading.tally.lines) == (3, 5, 9)
    _, rows = taken(samples.INKAR_BULK, "inkar.csv", selection=Selection(("Kreise",), "01"))
    assert values(rows) == [("01001", 92550)]
    _, rows = taken(samples.INKAR_BULK, "inkar.csv", selection=Selection((), ""))
    assert len(rows) == 8


def test_inkar_bulk_takes_a_repeated_quantity_once():
    line = b"Arbeit;2;q_alo;Arbeitslosenquote;Kreise;16077000;Altenburger Land;2022;7,9\n"
    reading, items = taken(samples.INKAR_BULK + line, "inkar_2025.csv")
    assert refused(items) == [(10, "repeated")]
    assert reading.tally.rejected == {"repeated": 1}


def test_wegweiser_brings_words_and_leaves_gaps():
    reading, rows = taken(samples.WEGWEISER, "statistik.json")
    assert [(r.area_key, r.period_start.year, r.value) for r in rows] == [
        ("16051", 2021, Decimal("213.5")), ("16051", 2022, None), ("16051", 2023, 215),
        ("16052", 2021, 95), ("16052", 2022, Decimal("94.25")), ("16052", 2023, 93),
    ]
    assert {(r.variable.code, r.unit, r.scale) for r in rows} == {("bevoelkerung", "", 1000)}
    assert reading.metadata["Bevölkerung"]["explanation"] == "Am 31.12."


def test_agency_workbook_splits_key_and_name_and_reads_merged_headers():
    reading, rows = taken(samples.ba_workbook(), "ba.xlsx")
    assert reading.format is Format.BA_WORKBOOK
    assert {(r.period_start, r.period_end) for r in rows} == {(dt.date(2024, 6, 30),) * 2}
    erfurt = [row for row in rows if row.area_key == "16051"]
    assert [(r.area_name, r.dimensions[0].label, r.total, r.value) for r in erfurt] == [
        ("Erfurt, Stadt", "Insgesamt", True, 88123), ("Erfurt, Stadt", "Männer", False, 44000),
        ("Erfurt, Stadt", "Frauen", False, 44123),
    ]
    gera = [row for row in rows if row.area_key == "16052"]
    assert [row.sign.value for row in gera] == ["number", "suppressed", "suppressed"]
    assert {row.variable.label for row in rows} == {reading.title}
    assert (reading.tally.headers, reading.tally.used, reading.tally.notes) == (6, 4, 1)


def test_agency_time_series_has_its_months_in_the_header():
    book = openpyxl.Workbook()
    for row in (
        ["Arbeitslose"], ["Region", "Januar 2024", "Februar 2024"],
        ["16051 Erfurt, Stadt", 6500, 6400], ["16052 Gera, Stadt", 4100, "."],
    ):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    _, rows = taken(buffer.getvalue(), "ba.xlsx")
    assert [(r.area_key, r.period_start, r.period_end, r.value) for r in rows] == [
        ("16051", dt.date(2024, 1, 1), dt.date(2024, 1, 31), 6500),
        ("16051", dt.date(2024, 2, 1), dt.date(2024, 2, 29), 6400),
        ("16052", dt.date(2024, 1, 1), dt.date(2024, 1, 31), 4100),
        ("16052", dt.date(2024, 2, 1), dt.date(2024, 2, 29), None),
    ]
    assert {row.variable.label for row in rows} == {"Arbeitslose"}


def test_grid_cells_keep_brackets_and_check_their_place():
    _, rows = taken(samples.GRID, "zensus.csv")
    assert [(row.value, row.sign.value) for row in rows] == [
        (12, "number"), (Decimal("41.5"), "number"), (4, "uncertain"), (None, "suppressed"),
        (130, "number"), (Decimal("44.25"), "number"),
    ]
    utf8 = samples.GRID.decode("cp1252").encode()
    assert taken(utf8, "zensus.csv")[1] == rows
    moved = samples.GRID.replace(b";4337500;2690500", b";4337600;2690500")
    assert refused(taken(moved, "zensus.csv")[1]) == [(3, "grid_mismatch")]


def test_municipal_and_regional_key_must_agree():
    content = samples.VG250.replace(b"160775050012;", b"160775050013;")
    _, items = taken(content, "gemeinden_2022-12-31.csv")
    assert refused(items) == [(3, "keys_differ")]
    assert code_of(samples.VG250, "gemeinden.csv") == "no_period"
    reading, _ = taken(samples.VG250, "gemeinden.csv", mapping=Mapping((), period="31.12.2023"))
    assert reading.territorial_status == dt.date(2023, 12, 31)


def test_a_zip_around_a_table_is_opened():
    reading, rows = taken(samples.zipped("12411_flat.csv", samples.flat5()), "tabelle.zip")
    assert (reading.format, len(rows)) == (Format.FLAT_5, 12)
    packed = samples.zipped("inkar.csv", samples.INKAR_BULK)
    reading, rows = taken(packed, "inkar.zip")
    assert (reading.format, len(rows)) == (Format.INKAR_BULK, 5)
    assert importers.recognise("alles.zip", packed[:-200]) is Format.INKAR_BULK


@pytest.mark.parametrize(
    ("code", "old", "new", "key"),
    [
        ("lost_leading_zeros", b";01001;", b";1001;", "01001"),
        ("key_as_number", b";16051;", b";16051.0;", "16051"),
        ("key_as_number", b";16051;", b";16.051;", "16051"),
        ("short_thueringen_keys", b";16051;", b";61045;", "16061045"),
        ("key_scientific", b";16051;", b";1,6051E+04;", "16051"),
        ("date_as_number", b"2024-12-31;", b"45657;", "16051"),
        ("double_encoding", "männlich".encode(), "mÃ¤nnlich".encode(), "16051"),
        ("mixed_encoding", "männlich".encode(), "männlich".encode("latin-1"), "16051"),
    ],
)
def test_damage_is_told_refused_and_mended_with_consent_only(code, old, new, key):
    whole = samples.flat5().removeprefix(b"\xef\xbb\xbf") + b"\n".join(
        [b"12411;\xc3\xbcber;STAG;Stichtag;2023;KREISE;Kreise;16052;Gera;GES;Geschlecht;"
         b"GESM;m;1;1000;BEVSTD;Bev\xc3\xb6lkerungsstand;e", b""]
    )
    content = whole.replace(old, new)
    reading, items = taken(content, "12411.csv")
    problem = next(one for one in reading.problems if one.code == code)
    assert problem.needs_consent and not problem.mended
    assert {item.code for item in items if isinstance(item, Rejected)} == {code}
    assert problem.lines == len(refused(items)) == reading.tally.rejected_lines
    mended, rows = taken(content, "12411.csv", consent={code})
    assert refused(rows) == []
    assert [p.mended for p in mended.problems if p.code == code] == [True]
    assert [row.value for row in rows] == [row.value for row in taken(whole, "x.csv")[1]]
    assert key in {row.area_key for row in rows}


def test_shortened_keys_that_became_equal_are_lost_for_good():
    content = samples.flat5().replace(b";16051;", b";1,605E+04;").replace(
        b";16052;", b";1,605E+04;")
    _, items = taken(content, "12411.csv", consent={"key_scientific"})
    assert {code for _, code in refused(items)} <= {"contradiction", "key_lost"}
    assert {key for key, _ in values(items)} == {"01001", "16056"}


def test_points_in_threes_stay_in_doubt_until_somebody_decides():
    content = samples.flat5(".").replace(b";30.5;", b";30.500;").replace(b";14.2;", b";14.200;")
    content = content.replace(b";16.3;", b";16.300;")
    reading, items = taken(content, "12411.csv")
    assert [problem.code for problem in reading.problems] == ["thousands_points"]
    assert len(refused(items)) == 3
    _, rows = taken(content, "12411.csv", consent={"thousands_points"})
    assert values(rows)[0] == ("16051", 30500)


def test_lines_that_contradict_each_other_are_both_refused():
    line = samples.flat5().split(b"\n")[1]
    twice = samples.flat5() + line + b"\n"
    reading, items = taken(twice, "12411.csv")
    assert refused(items) == [(14, "duplicate")]
    assert reading.tally.used == 12
    other = samples.flat5() + line.replace(b"30,5", b"31,5") + b"\n"
    _, items = taken(other, "12411.csv")
    assert refused(items) == [(2, "contradiction"), (14, "contradiction")]


def test_a_line_with_another_unit_is_refused():
    content = samples.flat5().replace(b";14,2;1000;", b";14,2;Anzahl;")
    assert refused(taken(content, "12411.csv")[1]) == [(3, "unit_differs")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (b"30.5", "other_decimal_sign"), (b"3,05E+01", "number_scientific"),
        (b"01. Dez", "number_as_date"), (b"#DIV/0!", "excel_error"), (b"30,5 %", "not_a_number"),
        (b"NaN", "not_a_number"), (b"1e5", "not_a_number"), ("٣".encode(), "not_a_number"),
    ],
)
def test_cells_that_are_no_numbers_say_what_they_look_like(cell, code):
    content = samples.flat5().replace(b";30,5;", b";" + cell + b";")
    assert refused(taken(content, "12411.csv")[1]) == [(2, code)]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "leer.csv", "empty_file"),
        (b"%PDF-1.7 ...", "bericht.pdf", "unknown_format"),
        (b"<!DOCTYPE html><html>", "seite.csv", "unknown_format"),
        (b"a;b\n\x00\x01\n", "x.csv", "mapping_needed"),
        (samples.flat5().replace(b";value;", b";wert;"), "12411.csv", "damaged_header"),
        (samples.flat5().replace(b"\n12411", b"\n1\n12411", 1), "12411.csv", "torn_header"),
        (samples.INKAR_WEB.replace(b"2016;", b"16;"), "inkar.csv", "damaged_header"),
        (samples.WEGWEISER[:-9], "statistik.json", "damaged_json"),
        (b"{}", "statistik.json", "damaged_header"),
        (samples.zipped("a.csv", b"a;b\n")[:60], "a.zip", "damaged_zip"),
        (samples.ba_workbook()[:900], "ba.xlsx", "damaged_zip"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "alt.xls", "damaged_workbook"),
        (samples.CROSSTAB_TITLE_DATE.replace(b"Stichtag: 30.06.2020", b"Thema"), "x.csv",
         "no_period"),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do(content, name, code):
    assert code_of(content, name) == code


def test_a_zip_of_several_tables_asks_for_one():
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "y")
    with pytest.raises(InputError) as error:
        taken(buffer.getvalue(), "zwei.zip")
    assert (error.value.code, error.value.params["names"]) == ("several_tables", ["a.csv", "b.csv"])


def test_progress_ends_with_the_file():
    seen = []
    importers.read(
        io.BytesIO(samples.flat5() * 1), name="x.csv", progress=lambda *at: seen.append(at)
    )
    reading = importers.read(
        io.BytesIO(samples.INKAR_BULK), name="inkar.csv", progress=lambda *at: seen.append(at)
    )
    list(reading.rows)
    assert seen[-1][0] <= seen[-1][1] == len(samples.INKAR_BULK)


def test_every_code_has_its_words():
    content = samples.flat5().replace(b";01001;", b";1001;").replace(b";30,5;", b";3O,5;")
    reading, items = taken(content, "12411.csv")
    told = [explain(one) for one in reading.problems]
    assert told == [f"3 lines; to agree to: {MENDABLE['lost_leading_zeros']}"]
    assert explain(items[0]) == "3O,5 is neither a number nor a sign; correct the cell"
