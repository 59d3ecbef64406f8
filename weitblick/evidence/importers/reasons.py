"""The words behind every code: what was found and how to mend it, in stable English.

Faces translate by code; a test holds that every code an importer can give stands here.
``MENDABLE`` are the codes that ``consent`` may hold, with what is then done.
"""

from collections.abc import Mapping

from .mapping import Reason
from .reading import Problem, Rejected

MENDABLE = {
    "lost_leading_zeros": "put back the zero that a spreadsheet took from the keys",
    "short_thueringen_keys": "put 160 before the keys of the Land's own office",
    "key_as_number": "read keys written as numbers (16051.0, 16.051) as text",
    "key_scientific": "write out keys that a spreadsheet shortened (1,6051E+11), where they stay "
    "different from each other",
    "number_scientific": "take numbers that a spreadsheet shortened (1,23E+05) as they stand",
    "date_as_number": "read a spreadsheet's day numbers (43830) as dates",
    "mixed_encoding": "read the lines concerned in their own encoding",
    "double_encoding": "read umlauts that were encoded twice as they were meant",
    "torn_line": "take the lines around a torn one as complete",
    "end_missing": "take the last line as complete although the file does not end with it",
    "unknown_unit": "take a unit that is not known here as it stands, unscaled",
    "thousands_points": "read points in threes as signs of thousands",
}

REJECTED = {
    **{code: f"not used without consent to: {mend}" for code, mend in MENDABLE.items()},
    "no_area_key": "the line has no key of an area; add the official key",
    "bad_area_key": "{key} is no key of a German area; correct it or leave the line out",
    "no_area_variable": "no variable of the line is a region; choose a table with regions",
    "bad_period": "{period} is no time; write 2024-12-31, 31.12.2024 or 2024",
    "not_a_number": "{value} is neither a number nor a sign; correct the cell",
    "other_decimal_sign": "{value} has another decimal sign than the file; correct the cell",
    "number_as_date": "{value}: a spreadsheet turned a number into a date; take the original file",
    "excel_error": "{value}: the cell holds an error of a spreadsheet; correct its formula",
    "broken_quotes": "the quotes of the line do not fit; correct the line",
    "wrong_column_count": "the line has {found} cells instead of {expected}; correct the line",
    "control_character": "the line holds unreadable signs; fetch the file again",
    "repeated": "the same quantity stands in an earlier line, which is used",
    "duplicate": "the same value stands in line {other}; it is counted once",
    "contradiction": "line {other} gives another value for the same; correct one of them",
    "unit_differs": "the variable has another unit in the other lines ({unit}); correct the line",
    "key_lost": "several areas have the same shortened key {key}; take the original file",
    "keys_differ": "AGS {key} and ARS {other} name different municipalities; correct the line",
    "grid_mismatch": "{key} and its coordinates name different cells; correct the line",
    "place_without_name": "the place has no name; add one",
    "place_without_position": "the place has neither a position nor an address; add one",
    "place_bad_position": "{value} is no position in or near Germany; correct it",
    "place_swapped_position": "{value}: latitude and longitude are swapped; swap the columns",
    "place_bad_capacity": "{value} is no capacity; write a number, 0 or more",
    "way_without_ends": "the way has no origin or no destination; add it",
    "way_bad_minutes": "{value} are no minutes; write a number, 0 or more",
    "water_part": "the part is water or land without people of its own; nothing is lost",
}

NOTED = {
    "footer_missing": "the table has no footer: it may be cut; fetch it again if lines are missing",
    "padded_lines": "a spreadsheet padded lines with empty cells; nothing is lost",
    "duplicate": "lines are there twice; they are counted once",
    "contradiction": "lines contradict each other; none of them is used",
    "place_by_address": "places have an address but no position, such as {example}",
    "place_unknown_hours": "opening hours such as {example} cannot be read; write Mo-Fr 8-12",
    "gtfs_unknown_stop": "trips call at stops that the feed does not name; they are left out",
    "doubles_unchecked": "after the first {lines} lines nobody checked whether lines are there "
    "twice",
    "other_sheets": "only the sheet {example} was read; the others are {sheets}",
}

FATAL = frozenset(
    {
        "unknown_format", "empty_file", "binary_file", "bad_encoding", "file_too_large",
        "damaged_zip", "several_tables", "no_table", "damaged_workbook", "damaged_header",
        "torn_header", "damaged_json", "no_rows", "no_period", "no_area_column", "mapping_needed",
        "incomplete_mapping", "no_such_sheet", "not_statistics", "gtfs_not_a_zip",
        "gtfs_file_missing", "gtfs_column_missing", "gtfs_damaged", "gtfs_not_text",
        "gtfs_bad_time", "gtfs_bad_number", "gtfs_bad_date", "gtfs_no_days", "gtfs_bad_position",
        "gtfs_bad_geojson", "gtfs_day_unknown",
    }
)

CHOSEN = {
    "delimiter": "most lines have the same number of cells with {delimiter}",
    "encoding": "the text is readable as {encoding}",
    "sheet": "the sheet {sheet} has most filled cells",
    "header_says": "the header {header} speaks of it",
    "cells_say": "nearly all cells look like it",
    "numbers": "nearly all cells are numbers or signs",
    "some_numbers": "most cells that are numbers stand here; check those that are none",
    "few_words": "only {different} different words: a breakdown",
    "names_only": "there are no keys: areas are found by the names in {header}",
    "title_says": "a title names {period}",
    "not_used": "neither key, time, number nor breakdown",
    "decimal_comma": "numbers such as {example} have a decimal comma",
    "decimal_point": "numbers such as {example} have a decimal point",
    "points_in_threes": "{example} may be thousands or decimals: please check",
}


def explain(what: Problem | Rejected | Reason) -> str:
    """The English sentence for a problem, a rejected line or a reason of a proposal."""
    params = dict(what.params)
    if isinstance(what, Reason):
        return _filled(CHOSEN[what.code], params)
    if isinstance(what, Rejected):
        return _filled(REJECTED[what.code], params)
    if what.needs_consent:
        verb = "done" if what.mended else "to agree to"
        return f"{what.lines} lines; {verb}: {MENDABLE[what.code]}"
    return _filled(NOTED[what.code], params)


def _filled(sentence: str, params: Mapping[str, object]) -> str:
    return sentence.format_map({**dict.fromkeys(_PARAMS, "?"), **params})


_PARAMS = (
    "key", "other", "lines", "period", "value", "found", "expected", "unit", "example", "sheets",
    "sheet", "header", "delimiter", "encoding", "different",
)
