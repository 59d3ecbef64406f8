"""Restoring loses nothing: what was there lies beside it, whole; a running server is left alone."""

import hashlib
import shutil
import sqlite3

DATABASE = "weitblick.sqlite3"


def titles(database) -> list[str]:
    rows = sqlite3.connect(database).execute("SELECT title FROM workshop_process")
    return [title for (title,) in rows]


def test_what_a_killed_server_left_in_its_log_is_kept_beside_the_restored_state(
    folders, process_of_its_own, tmp_path
):
    here, file = folders
    cut_off = tmp_path / "cut-off"
    server = sqlite3.connect(here / DATABASE)
    server.execute("UPDATE workshop_process SET title = 'Zuletzt'")
    server.commit()
    shutil.copytree(here, cut_off)
    server.close()
    back = process_of_its_own("--data", cut_off, "restore", file)
    assert back.returncode == 0, back.stderr
    assert titles(cut_off / DATABASE) == ["Höfe 2040"]
    assert titles(cut_off / f"{DATABASE}.before-restore") == ["Zuletzt"]


def test_nothing_is_restored_under_a_running_server(folders, process_of_its_own):
    here, file = folders
    server = sqlite3.connect(here / DATABASE)
    server.execute("UPDATE workshop_process SET title = 'Zuletzt'")
    server.commit()
    back = process_of_its_own("--data", here, "restore", file)
    server.close()
    assert (back.returncode, titles(here / DATABASE)) == (2, ["Zuletzt"]), back.stderr
    assert "Beenden Sie zuerst den Server." in back.stderr


def test_a_damaged_database_is_replaced_and_put_aside(folders, process_of_its_own):
    here, file = folders
    (here / DATABASE).write_bytes(b"kaputt" * 1000)
    back = process_of_its_own("--data", here, "restore", file)
    assert back.returncode == 0, back.stderr
    assert titles(here / DATABASE) == ["Höfe 2040"]
    assert (here / f"{DATABASE}.before-restore").read_bytes() == b"kaputt" * 1000


def test_photos_and_recordings_are_in_the_backup(process_of_its_own, folders, tmp_path):
    here, _file = folders
    data = b"ein Bild"
    digest = hashlib.sha256(data).hexdigest()
    (here / "attachments").mkdir()
    (here / "attachments" / digest).write_bytes(data)
    (here / "attachments" / ".new-unfertig").write_bytes(b"x")
    file = tmp_path / "mit-bildern.tar.gz"
    assert process_of_its_own("--data", here, "backup", file).returncode == 0
    elsewhere = tmp_path / "dort"
    back = process_of_its_own("--data", elsewhere, "restore", file)
    assert back.returncode == 0, back.stderr
    assert {one.name: one.read_bytes() for one in (elsewhere / "attachments").iterdir()} == {
        digest: data}


def test_the_raw_files_of_figures_are_in_the_backup(process_of_its_own, folders, tmp_path):
    here, _file = folders
    data = b"AGS;Jahr;Wert\n16051;2024;1\n"
    digest = hashlib.sha256(data).hexdigest()
    (here / "evidence").mkdir(exist_ok=True)
    (here / "evidence" / digest).write_bytes(data)
    (here / "evidence" / ".7.progress").write_bytes(b"[]")
    file = tmp_path / "mit-zahlen.tar.gz"
    assert process_of_its_own("--data", here, "backup", file).returncode == 0
    elsewhere = tmp_path / "dort"
    back = process_of_its_own("--data", elsewhere, "restore", file)
    assert back.returncode == 0, back.stderr
    assert {one.name: one.read_bytes() for one in (elsewhere / "evidence").iterdir()} == {
        digest: data}
