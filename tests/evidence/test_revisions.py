"""An import is whole or not at all, counts once, shows what it changed, and can be taken back."""

import pytest

from tests.evidence.tables import flat
from weitblick.evidence import actions, files, queries, storing
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.importers import InputError
from weitblick.evidence.models import ImportRun, Observation

pytestmark = pytest.mark.django_db
DAY = "2024-12-31"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def take(*rows: tuple[str, str], name: str = "12411-01-01-4_flat.csv"):
    return actions.import_file(flat([(area, DAY, "", value) for area, value in rows]), name)


def now() -> dict[str, float | None]:
    cells = queries.cells("bevoelkerung", ["16051", "16052", "16053"])
    return {cell.area: cell.value for cell in cells}


def test_the_same_file_again_changes_nothing_and_says_so():
    first = take(("16051", "100"))
    again = take(("16051", "100"), name="other-name.csv")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.run == first.run
    assert (ImportRun.objects.count(), Observation.objects.count()) == (1, 1)


def test_a_revised_file_shows_only_what_it_changed():
    take(("16051", "100"), ("16052", "200"), ("16053", "300"))
    second = take(("16051", "100"), ("16052", "210"), ("16053", "."))
    found = queries.differences(second.run)
    assert [(one.before.value, one.after.value, one.after.status) for one in found] == [
        (200, 210, "ok"), (300, None, "suppressed")]
    assert [one.after.row for one in found] == [3, 4]
    assert now() == {"16051": 100, "16052": 210, "16053": None}


def test_taking_the_newest_import_back_restores_the_values_before():
    take(("16051", "100"), ("16052", "200"))
    second = take(("16051", "111"), ("16053", "300"))
    actions.undo(second.run)
    assert now() == {"16051": 100, "16052": 200}
    assert (second.run.pk, "undone") in ImportRun.objects.values_list("pk", "state")


def test_taking_an_import_from_the_middle_back_keeps_the_newest_and_its_way_back():
    first = take(("16051", "100"))
    middle = take(("16051", "110"), ("16052", "200"))
    last = take(("16051", "120"))
    actions.undo(middle.run)
    assert now() == {"16051": 120}
    actions.undo(last.run)
    assert now() == {"16051": 100}
    actions.undo(first.run)
    assert now() == {}
    assert Observation.objects.count() == 0


def test_a_file_that_was_taken_back_can_be_taken_over_again():
    first = take(("16051", "100"))
    actions.undo(first.run)
    again = take(("16051", "100"))
    assert again.repeated is False
    assert now() == {"16051": 100}


def test_what_was_taken_back_cannot_be_taken_back_twice():
    run = actions.undo(take(("16051", "100")).run)
    with pytest.raises(EvidenceError):
        actions.undo(run)


def test_the_raw_file_stays_when_its_import_is_taken_back():
    run = actions.undo(take(("16051", "100")).run)
    assert (files.folder() / run.sha256).exists()


def test_a_work_that_breaks_off_leaves_nothing_behind():
    def power_cut(share: float, words: str) -> None:
        if share >= 0.9:
            assert Observation.objects.count() == 1
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        actions.import_file(flat([("16051", DAY, "", "100")]), "x.csv", progress=power_cut)
    assert (ImportRun.objects.count(), Observation.objects.count()) == (0, 0)
    assert list(files.folder().iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a;b;c\n1;2;3\n"])
def test_files_that_are_no_statistics_are_refused_and_not_kept(content):
    with pytest.raises(InputError):
        actions.import_file(content, "x.csv")
    assert list(files.folder().iterdir()) == []


def test_two_values_for_the_same_are_both_refused_and_counted():
    report = take(("16051", "100"), ("16051", "101"), ("16052", "5")).report
    assert report["rows"] == {"read": 3, "used": 1, "rejected": 2}
    assert report["reasons"] == {"contradiction": 2}
    assert [one["row"] for one in report["rejected"]] == [2, 3]


def test_values_are_written_in_batches_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(storing, "BATCH", 7)
    rows = [(f"160{51 + n % 5}", f"{1990 + n // 5}-12-31", "", str(1000 + n)) for n in range(60)]
    report = actions.import_file(flat(rows), "x.csv").report
    assert (report["values"], Observation.objects.count()) == (60, 60)
    shifted = [(area, day, sex, str(int(value) + 1)) for area, day, sex, value in rows]
    second = actions.import_file(flat(shifted), "y.csv")
    assert (second.report["replaced"], len(queries.differences(second.run))) == (60, 60)
    actions.undo(second.run)
    assert sorted(Observation.objects.values_list("value", flat=True)) == list(range(1000, 1060))


def test_progress_goes_up_to_the_end():
    heard: list[float] = []
    actions.import_file(flat([("16051", DAY, "", "1000")]), "x.csv",
                        progress=lambda share, words: heard.append(share))
    assert heard == sorted(heard) and heard[-1] == 1.0
