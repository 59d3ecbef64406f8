"""Starter indicators cover the frame with complete sheets; what is wrong in a file has a line."""

import re

import pytest

from weitblick.evidence import builtin, editing, formula, queries, sheets
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Indicator
from weitblick.workshop.frame import load_frame

HEAD = """rights:
  eigen: {licence: Eigene Erhebung, attribution: Kreis}
indicators:
"""
SHEET = """  - code: treffs
    name_de: Treffs
    name_en: Places to meet
    short: Treffs
    dimension: soziale-begegnung
    lsz: "2.5"
    numerator: Offene Treffs
    unit: Orte
    direction: good
    source: Eigene Zählung
    rights: eigen
    frequency: jährlich
    next_update: im Mai
    responsible: Sozialplanung
    interpretation: Mehr ist mehr.
    limits: Öffnungszeiten fehlen.
"""


def test_every_dimension_of_the_frame_has_an_indicator():
    wanted = {one.slug for one in load_frame("thueringen-2035").dimensions}
    assert {sheet.dimension for sheet in sheets.starters()} == wanted
    assert len(sheets.starters()) >= 30


@pytest.mark.parametrize("sheet", sheets.starters(), ids=lambda one: one.code)
def test_every_sheet_is_complete(sheet):
    texts = (sheet.name_de, sheet.name_en, sheet.numerator, sheet.unit, sheet.source,
             sheet.licence, sheet.attribution, sheet.frequency, sheet.next_update,
             sheet.responsible, sheet.interpretation, sheet.limits)
    assert all(text.strip() for text in texts)
    assert sheet.per == 1 or sheet.denominator
    assert "{" not in sheet.attribution


@pytest.mark.parametrize("sheet", sheets.starters(), ids=lambda one: one.code)
def test_official_sheets_name_their_table_and_others_say_that_there_is_none(sheet):
    if sheet.source_table:
        assert sheet.is_official
        assert re.fullmatch(r"\d{5}-\d\d-\d\d-[45]", sheet.source_table)
        assert sheet.source_table in sheet.attribution
    elif sheet.is_official:
        assert "gibt es nicht" in sheet.source
    else:
        assert re.search(r"kein\w* .*amtliche\w? Statistik|keine Tabelle der statistischen Ämter",
                         sheet.source)


def test_derived_sheets_use_codes_that_exist():
    codes = {sheet.code for sheet in sheets.starters()}
    derived = [sheet for sheet in sheets.starters() if sheet.formula]
    assert len(derived) >= 5
    assert {o.code for s in derived for o in formula.parse(s.formula).operands} <= codes


def test_sheets_are_in_the_database_and_changes_of_people_show(db):
    assert Indicator.objects.filter(is_builtin=True).count() == len(sheets.starters())
    one = queries.indicator("bevoelkerung")
    assert one.source_table == "12411-01-01-4"
    editing.change_sheet(one, responsible="Frau Muster", min_n=5)
    builtin.load()
    changed = queries.indicator("bevoelkerung")
    assert (changed.responsible, changed.min_n) == ("Frau Muster", 5)


@pytest.mark.parametrize(("text", "line"), [
    (HEAD + SHEET.replace("direction: good", "direction: up"), 12),
    (HEAD + SHEET.replace('lsz: "2.5"', 'lsz: "9.9"'), 9),
    (HEAD + SHEET.replace("rights: eigen", "rights: fremd"), 14),
    (HEAD + SHEET.replace("code: treffs", "code: Treffs-1"), 4),
    (HEAD + SHEET.replace("    limits: Öffnungszeiten fehlen.\n", ""), 4),
    (HEAD + SHEET + "    colour: red\n", 20),
    (HEAD + SHEET + "    formula: treffs / unbekannt\n", 4),
    (HEAD + SHEET + "    formula: treffs ** 2\n", 20),
    (HEAD + SHEET + "    per: tausend\n", 20),
    (HEAD + SHEET + SHEET, 20),
    (HEAD + "  - code: [", 4),
    ("[]", 1),
])
def test_what_is_wrong_is_named_with_its_line(text, line):
    with pytest.raises(EvidenceError) as raised:
        sheets.read(text, "eigene.yaml")
    assert raised.value.messages[0].startswith(f"eigene.yaml, Zeile {line}:")


def test_own_sheets_can_be_added_and_changed(db):
    editing.add_sheets(HEAD + SHEET, "eigene.yaml")
    editing.add_sheets(HEAD + SHEET.replace("unit: Orte", "unit: Häuser"), "eigene.yaml")
    one = queries.indicator("treffs")
    assert (one.unit, one.is_builtin, one.dimension) == ("Häuser", False, "soziale-begegnung")


@pytest.mark.parametrize("text", ["bevoelkerung * 2", "wohnungen_je_1000 + 1", "gibtsnicht"])
def test_a_formula_may_not_need_itself_or_what_is_not_there(db, text):
    with pytest.raises(EvidenceError):
        editing.change_sheet(queries.indicator("bevoelkerung"), formula=text)
