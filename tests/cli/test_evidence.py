"""Evidence on the command line: files in, every row accounted for, listed, and taken back."""

import hashlib
import json

import pytest

from tests.evidence.tables import case, flat
from weitblick.evidence.importers import Column, Mapping, Role

DAY = "2024-12-31"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "12411-01-01-4_flat.csv"
    path.write_bytes(flat([("16075", DAY, "", "77341"), ("16056", DAY, "", "-"),
                           ("Suhl", DAY, "", "12")]))
    return path


def test_an_import_prints_exactly_what_was_agreed(ask, file):
    done = ask("evidence", "import", file)
    assert done == {
        "file": "12411-01-01-4_flat.csv", "format": "genesis-ffcsv-5",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rows": {"read": 3, "used": 2, "rejected": 1},
        "rejected": [{"row": 4, "reason": "Suhl is no key of a German area; correct it or leave "
                                          "the line out"}],
        "indicators": ["bevoelkerung"], "areas": 2, "periods": [[DAY, DAY]],
    }


def test_the_same_file_again_prints_the_same_and_adds_nothing(ask, run, file):
    first = ask("evidence", "import", file)
    assert ask("evidence", "import", file) == first
    assert len(ask("evidence", "list")["imports"]) == 1
    assert "hat sich nichts geändert" in run("evidence", "import", file).stdout


def test_what_was_taken_over_is_listed_and_can_be_taken_back(ask, run, file):
    done = ask("evidence", "import", file)
    listed = ask("evidence", "list")
    assert [(one["sha256"], one["state"]) for one in listed["imports"]] == [
        (done["sha256"], "done")]
    assert [one["code"] for one in listed["indicators"]] == ["bevoelkerung"]
    number = listed["imports"][0]["id"]
    assert ask("evidence", "undo", number)["state"] == "undone"
    assert ask("evidence", "list")["indicators"] == []
    again = run("evidence", "undo", done["sha256"][:10])
    assert (again.returncode, "zurückgenommen" in again.stderr) == (2, True)


def test_damage_is_mended_only_with_consent(ask):
    path = case("damaged/12411-0018_2019_excel_resaved_lost_leading_zero.csv")
    assert ask("evidence", "import", path)["rows"]["rejected"] == 324
    mended = ask("evidence", "import", path, "--consent", "lost_leading_zeros")
    assert mended["rows"] == {"read": 476, "used": 476, "rejected": 0}


def test_a_table_of_no_known_kind_needs_to_be_told_what_its_columns_hold(ask, run, tmp_path):
    table = tmp_path / "treffs.csv"
    table.write_text("Kreis;Treffs\n16075;12\n16051;30\n", encoding="utf-8")
    refused = run("evidence", "import", table)
    assert refused.returncode == 2
    mapping = Mapping(columns=(Column(0, Role.AREA), Column(1, Role.VALUE, "Begegnungsorte",
                                                            "multifunktionale_orte")),
                      period="2024", delimiter=";")
    told = tmp_path / "columns.json"
    told.write_text(json.dumps(mapping.to_data()), encoding="utf-8")
    done = ask("evidence", "import", table, "--mapping", told)
    assert (done["indicators"], done["rows"]["used"]) == (["multifunktionale_orte"], 2)


@pytest.mark.parametrize("content", ["", "kein JSON", "[]", '{"columns": [{"role": "x"}]}'])
def test_a_mapping_that_is_none_is_refused_in_one_line(run, file, tmp_path, content):
    told = tmp_path / "columns.json"
    told.write_text(content, encoding="utf-8")
    done = run("evidence", "import", file, "--mapping", told)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_areas_and_boundaries_have_their_own_command(ask, run, file):
    done = ask("evidence", "areas", "import",
               case("geo/gemeinden_th_2022-12-31_vg250ew.csv"))
    assert (done["format"], done["areas"]) == ("vg250-ew", 631)
    shapes = ask("evidence", "areas", "import", case("geo/kreise_th_vg2500_25832_shp.zip"))
    assert (shapes["format"], shapes["areas"], shapes["periods"]) == (
        "boundaries", 22, [["2021-07-01", "2021-07-01"]])
    assert run("evidence", "areas", "import", file).returncode == 2


@pytest.mark.parametrize("words", [
    ("import", "gibtsnicht.csv"), ("areas", "import", "gibtsnicht.zip"), ("undo", "99"),
    ("undo", "abcdef"),
])
def test_what_is_not_there_is_said_in_one_line(run, words):
    done = run("evidence", *words)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
