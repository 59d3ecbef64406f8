"""Every code an importer can give is said in German, with its parameters filled in."""

import re
import string
from pathlib import Path

import pytest

from weitblick.evidence.importers import Format, reasons
from weitblick.monitoring import words

ROOT = Path(__file__).parents[2] / "weitblick" / "evidence"


@pytest.mark.parametrize(("theirs", "ours"), [
    (reasons.MENDABLE, words.MENDABLE), (reasons.REJECTED, words.REJECTED),
    (reasons.NOTED, words.NOTED), (reasons.CHOSEN, words.CHOSEN),
])
def test_every_reason_of_the_importers_has_german_words(theirs, ours):
    assert sorted(set(theirs) - set(ours)) == []


def test_every_fault_that_hinders_a_file_has_german_words():
    assert sorted(reasons.FATAL - set(words.FAULTS)) == []


def test_every_error_that_an_importer_raises_is_known():
    raised = set()
    for file in (ROOT / "importers").glob("*.py"):
        raised |= set(re.findall(r'InputError\(\s*"(\w+)"', file.read_text(encoding="utf-8")))
    assert sorted(raised - set(words.FAULTS)) == []


def test_what_boundaries_and_places_reject_or_note_is_known():
    text = "".join((ROOT / name).read_text(encoding="utf-8")
                   for name in ("boundaries.py", "placing.py", "reports.py"))
    codes = set(re.findall(r'"code": "(\w+)"', text)) | set(re.findall(r'_problem\("(\w+)"', text))
    assert sorted(codes - set(words.REJECTED) - set(words.NOTED)) == []


def test_every_format_has_a_name():
    assert sorted({str(one) for one in Format} - set(words.FORMATS)) == []


def test_parameters_are_those_that_importers_give():
    known = {"mend", "id", "missing", "names", "n", "told", "areas", "units", "units_now", "line"}
    known |= {name for table in (reasons.REJECTED, reasons.NOTED, reasons.CHOSEN)
              for text in table.values() for _t, name, _f, _c in string.Formatter().parse(text)
              if name}
    ours = {name for table in (words.REJECTED, words.NOTED, words.CHOSEN, words.FAULTS)
            for text in table.values()
            for _t, name, _f, _c in string.Formatter().parse(str(text)) if name}
    assert sorted(ours - known) == []


def test_a_sentence_is_filled_and_long_lists_are_cut():
    assert words.said(words.REJECTED, "not_a_number", {"value": "abc"}) == (
        "abc ist weder Zahl noch Zeichen. Berichtigen Sie die Zelle.")
    found = words.said(words.NOTED, "areas_unknown", {"areas": [str(n) for n in range(12)]})
    assert found.endswith("0, 1, 2, 3, 4, 5, 6, 7, 8, 9 und 2 weitere.")
    assert words.said(words.REJECTED, "bad_area_key", {}).startswith("? ist kein Schlüssel")
