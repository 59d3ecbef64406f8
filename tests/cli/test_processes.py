"""Processes on the command line: made, shown, brought in from files, exported, restored."""

import json
from pathlib import Path

import pytest

from weitblick.workshop.models import Process

CASES = Path(__file__).parents[3] / "shared" / "cases" / "participation"
AUSTRIA = CASES / "austria-climate.5twd2jsnkf.2022-08-08"


@pytest.fixture
def slug(ask) -> str:
    made = ask("process", "new", "--frame", "thueringen-2035", "--title", "Höfe 2040",
               "--question", "Wer bleibt?", "--horizon", "2040")
    return made["slug"]


def test_a_new_process_is_listed_and_empty(ask, slug):
    assert slug == "hoefe-2040"
    assert [row["slug"] for row in ask("process", "list")] == ["hoefe-2040"]
    shown = ask("process", "show", slug)
    assert (shown["slug"], shown["example"], shown["participants"]) == (slug, False, 0)
    assert shown["sectors"] == dict.fromkeys(
        ["Kommune", "Wohlfahrtspflege", "Politik", "Wirtschaft", "Zivilgesellschaft",
         "Wissenschaft"], 0)
    assert shown["steps"] == {
        "factors": {"cards": 0, "factors": 0, "key_factors": 0},
        "trends": {"assumptions": 0},
        "scenarios": {"consistent": 0, "complete": False, "digest": "", "chosen": 0,
                      "stories": 0},
        "options": {"options": 0},
        "validation": {"statements": 0, "verdicts": 0},
        "paper": {"recommendations": 0, "traced": 0},
        "monitoring": {"indicators": 44, "filled": 0},
    }
    assert len(shown["coverage"]) == 6
    assert all(list(row.values()) == [0] * 5 for row in shown["coverage"].values())


def test_statements_from_a_list_become_cards(run, ask, slug, tmp_path):
    file = tmp_path / "karten.csv"
    file.write_text("Aussage;Thema\nDer Bus fährt nicht;Daseinsvorsorge\nKein Netz;\n",
                    encoding="cp1252")
    answer = ask("statements", "import", file, "--process", slug, "--step", "factors")
    assert answer["cards"] == 2
    assert ask("process", "show", slug)["steps"]["factors"]["cards"] == 2


def test_what_is_brought_in_lies_together_whatever_the_terminal_speaks(run, slug, tmp_path):
    for language, text in (("de_DE", "Der Bus fährt nicht"), ("en_GB", "Kein Netz")):
        file = tmp_path / f"{language}.csv"
        file.write_text(f"Aussage\n{text}\n", encoding="utf-8")
        command = ("statements", "import", file, "--process", slug, "--step", "factors")
        assert run(*command, language=language).returncode == 0
    meetings = Process.objects.get(slug=slug).meetings
    assert list(meetings.values_list("title", flat=True)) == ["Übernahme aus Dateien"]
    assert meetings.get().activities.get().title == "Übernommene Aussagen"


def test_a_process_travels_as_a_file(run, ask, slug, tmp_path):
    file, again = tmp_path / "p.json", tmp_path / "q.json"
    assert run("process", "export", slug, file).returncode == 0
    Process.objects.all().delete()
    assert ask("process", "import", file) == {"slug": slug}
    assert run("process", "export", slug, again).returncode == 0
    assert again.read_bytes() == file.read_bytes()


def test_two_folders_and_a_backup_between_them(process_of_its_own, tmp_path):
    """The way of a laptop that is replaced: everything in one file, and back."""
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "alles.tar.gz"
    new = process_of_its_own("--data", here, "process", "new", "--frame", "thueringen-2035",
                             "--title", "Höfe 2040", "--question", "Wer bleibt?")
    assert (new.returncode, new.stdout.strip()) == (0, "hoefe-2040"), new.stderr
    assert process_of_its_own("backup", file, WEITBLICK_DATA=str(here)).returncode == 0
    back = process_of_its_own("--data", there, "restore", file)
    assert back.returncode == 0, back.stderr
    listed = process_of_its_own("--data", there, "process", "list", "--json")
    assert [row["slug"] for row in json.loads(listed.stdout)] == ["hoefe-2040"]
    assert (there / "secret.key").stat().st_mode & 0o777 == 0o600
    assert (there / "secret.key").read_text() == (here / "secret.key").read_text()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["process", "show", "nirgends"], "Den Prozess „nirgends“ gibt es nicht."),
        (["process", "new", "--frame", "atlantis", "--title", "T", "--question", "Q"],
         "Mitgeliefert: thueringen-2035"),
        (["process", "import", "/nirgends.json"], "nirgends.json"),
        (["trace", "xxxxxxxxxx"], "xxxxxxxxxx"),
        (["restore", __file__], "ist keine Sicherung von Weitblick"),
        (["statements", "import", "nirgends.csv", "--process", "hoefe-2040", "--step", "factors"],
         "nirgends.csv gibt es nicht."),
        (["paper", "nirgends", "--format", "pdf", "--out", "x.pdf"], "nirgends"),
        (["scenarios", "solve", __file__], "test_processes.py"),
    ],
)
def test_bad_input_is_explained_and_exits_with_two(run, slug, words, reason):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr and "Traceback" not in done.stderr


def test_unknown_settings_are_refused(process_of_its_own, tmp_path):
    done = process_of_its_own("process", "list", WEITBLICK_DATABSE="x",
                              WEITBLICK_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "WEITBLICK_DATABSE" in done.stderr and "Traceback" not in done.stderr


def test_check_says_that_all_is_well(ask):
    found = ask("check")
    assert (found["engine"], found["administrator"]) == (True, False)
    assert found["steps"] == ["factors", "trends", "scenarios", "options", "validation", "paper"]


def test_a_conversation_held_elsewhere_becomes_statements_with_votes(ask):
    if not AUSTRIA.is_dir():
        pytest.skip("the conversation is not on this machine (shared/cases/participation)")
    ask("process", "new", "--frame", "thueringen-2035", "--title", "Klima", "--question", "?")
    answer = ask("statements", "import", AUSTRIA, "--process", "klima", "--step", "validation")
    assert (answer["statements"], answer["participants"]) == (522, 1116)
    cards = ask("statements", "import", AUSTRIA / "comments.csv", "--process", "klima",
                "--step", "factors")
    assert cards["cards"] == 522
    shown = ask("process", "show", "klima")
    assert shown["steps"]["validation"]["statements"] == 522
    assert shown["steps"]["factors"]["cards"] == 522
