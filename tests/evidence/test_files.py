"""Raw files are kept whole, also when several people bring one of the same name at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from weitblick.evidence import files
from weitblick.evidence.errors import EvidenceError


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_files_of_one_name_at_the_same_time_are_all_whole(own_folder: Path) -> None:
    contents = [bytes([n]) * 9_000_000 for n in range(1, 5)]
    (own_folder / "in").mkdir()
    sources = [own_folder / "in" / str(n) for n in range(4)]
    for source, content in zip(sources, contents, strict=True):
        source.write_bytes(content)
    files.folder()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(partial(files.keep, name="daten.csv"), sources))
    assert [one.path.read_bytes() for one in found] == contents
    assert sorted(os.listdir(own_folder / "evidence")) == sorted(one.sha256 for one in found)


def test_nothing_is_left_of_a_file_that_breaks_off(own_folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError("voll")))
    with pytest.raises(OSError, match="voll"):
        files.keep(b"1;2", "daten.csv")
    assert os.listdir(own_folder / "evidence") == []


def test_a_file_that_is_not_there_is_named(own_folder: Path) -> None:
    with pytest.raises(EvidenceError, match=r"daten\.csv"):
        files.keep(own_folder / "fehlt", "daten.csv")
