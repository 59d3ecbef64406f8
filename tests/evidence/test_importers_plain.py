"""Plain tables are understood by proposal and read by confirmed mapping.

What is proven: roles of columns with their reasons, delimiter, encoding and decimal sign, what
is missing, the preview; and that only a complete mapping is read.
"""

import io
from decimal import Decimal

import openpyxl
import pytest

from benchmarks import evidence_samples as samples
from weitblick.evidence import importers
from weitblick.evidence.importers import (
    MENDABLE,
    Column,
    InputError,
    Mapping,
    Rejected,
    Role,
    explain,
    plain_columns,
    reasons,
)


def propose(content: bytes, name: str = "tabelle.csv"):
    return importers.propose(io.BytesIO(content), name)


def roles(proposal) -> list[str]:
    return [column.role.value for column in proposal.mapping.columns]


def taken(content: bytes, mapping: Mapping, consent=()):
    reading = importers.read(
        io.BytesIO(content), name="tabelle.csv", mapping=mapping, consent=frozenset(consent)
    )
    return reading, list(reading.rows)


def test_a_table_of_an_office_is_understood_at_once():
    proposal = propose(samples.PLAIN)
    assert roles(proposal) == ["area", "area_name", "period", "dimension", "value", "value"]
    mapping = proposal.mapping
    assert (mapping.delimiter, mapping.encoding, mapping.header_rows) == (";", "cp1252", 1)
    assert (mapping.decimal, mapping.thousands, proposal.missing) == (",", ".", ())
    assert proposal.preview[1] == ("16061045", "Heiligenstadt", "2023", "männlich", "1.311", "13")
    said = {(one.column, one.code) for one in proposal.reasons}
    assert said >= {(0, "header_says"), (3, "few_words"), (4, "numbers"), (-1, "decimal_comma")}
    _, rows = taken(samples.PLAIN, mapping)
    assert [row.value for row in rows] == [
        1204, Decimal("12.5"), 1311, 13, 211, None, 230, Decimal("9.1")
    ]


def test_years_in_the_header_are_periods_of_their_columns():
    content = b"ags,name,Kinder 2019,Kinder 2020\n16051,Erfurt,1.5,2\n16052,Gera,3,4.25\n"
    proposal = propose(content)
    assert [(c.label, c.period) for c in proposal.mapping.columns[2:]] == [
        ("Kinder", "2019"), ("Kinder", "2020")
    ]
    _, rows = taken(content, proposal.mapping)
    assert [(r.area_key, r.period_start.year, r.variable.label, r.value) for r in rows] == [
        ("16051", 2019, "Kinder", Decimal("1.5")), ("16051", 2020, "Kinder", 2),
        ("16052", 2019, "Kinder", 3), ("16052", 2020, "Kinder", Decimal("4.25")),
    ]


def test_titles_above_the_header_may_name_the_day():
    content = (
        "Plätze im Landkreis;;\nStand: 01.03.2023;;\nAGS;Plätze;belegt\n"
        "16061045;120;118\n16061074;80;80\n"
    ).encode()
    proposal = propose(content)
    mapping = proposal.mapping
    assert (mapping.period, mapping.title, mapping.header_rows) == (
        "01.03.2023", "Plätze im Landkreis", 3
    )
    assert proposal.headers == ("AGS", "Plätze", "belegt")
    reading, rows = taken(content, mapping)
    assert {str(row.period_start) for row in rows} == {"2023-03-01"}
    assert (reading.title, reading.tally.headers, len(rows)) == ("Plätze im Landkreis", 3, 4)


def test_planning_areas_have_names_and_no_keys():
    content = "Planungsraum;Jahr;Personen\nNord;2020;1200\nSüd;2020;1.300\nNord;2021;5\n".encode()
    proposal = propose(content)
    assert roles(proposal) == ["area", "period", "value"]
    assert proposal.mapping.columns[0].code == "own"
    _, rows = taken(content, proposal.mapping)
    found = [(row.area_key, row.value) for row in rows]
    assert found == [("Nord", 1200), ("Süd", 1300), ("Nord", 5)]


def test_what_is_missing_is_named_and_must_be_given():
    content = b"Alter;Anzahl\n0-5;12\n6-9;13\n10-14;14\n"
    proposal = propose(content)
    assert proposal.missing == ("area", "period")
    with pytest.raises(InputError) as error:
        taken(content, proposal.mapping)
    assert (error.value.code, error.value.params["missing"]) == (
        "incomplete_mapping", ["area", "period"]
    )


def test_without_a_mapping_a_plain_table_is_not_read():
    with pytest.raises(InputError) as error:
        importers.read(io.BytesIO(samples.PLAIN), name="kinder.csv")
    assert error.value.code == "mapping_needed"


def test_short_keys_of_the_land_and_lost_zeros_need_consent():
    content = b"ags;Jahr;Kinder\n61045;2023;5\n61074;2023;6\n1001;2023;7\n"
    mapping = propose(content).mapping
    reading, items = taken(content, mapping)
    assert [(p.code, p.lines) for p in reading.problems] == [
        ("short_thueringen_keys", 2), ("lost_leading_zeros", 1)
    ]
    assert all(isinstance(item, Rejected) for item in items)
    _, rows = taken(content, mapping, {"short_thueringen_keys", "lost_leading_zeros"})
    assert [row.area_key for row in rows] == ["16061045", "16061074", "01001"]


def test_numbers_a_spreadsheet_shortened_need_consent():
    content = b"ags;Jahr;Kinder\n16061045;2023;1,25E+05\n16061074;2023;6\n"
    mapping = propose(content.replace(b"1,25E+05", b"5")).mapping
    reading, items = taken(content, mapping)
    assert [problem.code for problem in reading.problems] == ["number_scientific"]
    assert [item.code for item in items if isinstance(item, Rejected)] == ["number_scientific"]
    _, rows = taken(content, mapping, {"number_scientific"})
    assert [row.value for row in rows] == [125000, 6]


def test_long_tables_name_variable_and_unit_in_columns():
    content = (
        b"ags;Jahr;Indikator;Einheit;Wert\n16051;2023;Schulden;Tsd. EUR;12,5\n"
        b"16051;2023;Betten;Anzahl;70\n"
    )
    mapping = propose(content).mapping
    _, rows = taken(content, mapping)
    assert [(r.variable.label, r.unit, r.scale, r.value) for r in rows] == [
        ("Schulden", "EUR", 1000, Decimal("12.5")), ("Betten", "Anzahl", 1, 70)
    ]


def test_workbooks_are_proposed_and_read_alike():
    content = samples.plain_workbook()
    proposal = propose(content, "kita.xlsx")
    assert (proposal.mapping.sheet, roles(proposal)) == (
        "Kita", ["area", "area_name", "value", "value"]
    )
    _, rows = taken(content, proposal.mapping)
    assert [(row.period_start.year, row.value, row.sign.value) for row in rows] == [
        (2022, 812, "number"), (2023, Decimal("790.5"), "number"), (2022, 231, "number"),
        (2023, None, "empty"),
    ]
    with pytest.raises(InputError) as error:
        taken(content, Mapping(proposal.mapping.columns, sheet="Andere", period="2023"))
    assert (error.value.code, error.value.params["sheets"]) == ("no_such_sheet", ["Kita"])


def test_numbers_that_became_dates_in_a_workbook_are_refused():
    import datetime as dt

    book = openpyxl.Workbook()
    day = dt.date(2024, 12, 1)
    for row in (["AGS", "Jahr", "Quote"], ["16051", 2023, 1.5], ["16052", 2023, day]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    mapping = Mapping(
        (Column(0, Role.AREA), Column(1, Role.PERIOD), Column(2, Role.VALUE, "Quote")),
        sheet="Sheet", decimal=".",
    )
    _, items = taken(buffer.getvalue(), mapping)
    assert [(i.number, i.code) for i in items if isinstance(i, Rejected)] == [(3, "number_as_date")]


def test_a_named_old_encoding_is_used():
    content = "ags;Ort;Jahr;Zahl\n16051;Süd;2023;1\n".encode("cp850")
    columns = (
        Column(0, Role.AREA), Column(1, Role.DIMENSION, "Ort"), Column(2, Role.PERIOD),
        Column(3, Role.VALUE, "Zahl"),
    )
    _, rows = taken(content, Mapping(columns, encoding="cp850"))
    assert rows[0].dimensions[0].label == "Süd"
    with pytest.raises(InputError) as error:
        taken(b"\x81;\xff\n", Mapping(columns, encoding="ascii", period="2023"))
    assert error.value.code == "bad_encoding"


def test_a_mapping_survives_as_data():
    mapping = samples.PLAIN_MAPPING
    assert Mapping.from_data(mapping.to_data()) == mapping
    with pytest.raises(ArithmeticError):
        Mapping.from_data(Mapping((Column(0, Role.VALUE, scale="viel"),)).to_data())


def test_every_reason_has_words():
    proposals = [propose(samples.PLAIN), propose(samples.plain_workbook(), "kita.xlsx")]
    told = [explain(one) for proposal in proposals for one in proposal.reasons]
    assert "most lines have the same number of cells with ;" in told
    assert "numbers such as 12,5 have a decimal comma" in told
    assert _codes("Reason") <= set(reasons.CHOSEN)


def test_every_code_in_the_source_has_words():
    known = {*reasons.REJECTED, *reasons.NOTED, *MENDABLE, *reasons.FATAL}
    used = _codes("reject", "NotANumber", "agreed", "note", "InputError", "Rejected")
    assert used <= known
    assert {"torn_line", "bad_period", "lost_leading_zeros", "contradiction"} <= known


def _codes(*calls: str) -> set[str]:
    """The codes handed to these calls in the importers of statistics, read from the source."""
    import ast
    from pathlib import Path

    found: set[str] = set()
    for file in Path(plain_columns.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
                found |= {one for one in texts if name in calls and isinstance(one, str)}
    return {one for one in found if one and one.replace("_", "").isalnum() and one.islower()}


def test_a_column_of_numbers_and_some_words_is_proposed_as_value_and_said_to_be_checked():
    found = importers.propose(io.BytesIO(
        "Gemeinde;AGS;Jahr;Plätze\nA;16061045;2023;12\nB;16061115;2023;acht\n"
        "C;16072018;2023;1.240\n".encode()))
    assert [str(one.role) for one in found.mapping.columns] == [
        "area_name", "area", "period", "value"]
    assert [one.code for one in found.reasons if one.column == 3] == ["some_numbers"]
    assert found.missing == ()
    words = importers.propose(io.BytesIO(b"AGS;Jahr;Ort\n16061045;2023;gut\n16061115;2023;eng\n"))
    assert words.missing == ("value",)
