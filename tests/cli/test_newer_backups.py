"""A backup of a newer version is refused, and nothing here is touched."""

import io
import json
import sqlite3
import tarfile

import pytest

DATABASE = "weitblick.sqlite3"


def changed(file, name: str, change) -> None:
    """Write the archive anew with one entry changed."""
    with tarfile.open(file, "r:gz") as archive:
        entries = {one.name: archive.extractfile(one).read() for one in archive if one.isfile()}
    entries[name] = change(entries[name])
    with tarfile.open(file, "w:gz") as archive:
        for entry, data in entries.items():
            info = tarfile.TarInfo(entry)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def of_version_99(note: bytes) -> bytes:
    return json.dumps({**json.loads(note), "weitblick": "99.0.0"}).encode()


def with_a_table_of_tomorrow(database: bytes, folder) -> bytes:
    place = folder / "tomorrow.sqlite3"
    place.write_bytes(database)
    rows = sqlite3.connect(place)
    rows.execute("INSERT INTO django_migrations (app, name, applied) "
                 "VALUES ('workshop', '9999_tomorrow', '2099-01-01')")
    rows.commit()
    rows.close()
    return place.read_bytes()


@pytest.mark.parametrize("newer", ["version", "migration"])
def test_it_is_refused_and_nothing_is_touched(folders, process_of_its_own, tmp_path, newer):
    here, file = folders
    if newer == "version":
        changed(file, "backup.json", of_version_99)
    else:
        changed(file, DATABASE, lambda data: with_a_table_of_tomorrow(data, tmp_path))
    back = process_of_its_own("--data", here, "restore", file)
    assert back.returncode == 2
    assert "stammt aus einer neueren Version von Weitblick" in back.stderr
    assert not (here / f"{DATABASE}.before-restore").exists()
