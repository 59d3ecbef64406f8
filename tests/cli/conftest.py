"""Commands: most run in this process on the test database, a few as a process of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import translation

from weitblick.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(db, capsys, monkeypatch) -> Callable[..., Done]:
    """Run a command here, in German unless told otherwise."""
    capsys.readouterr()

    def command(*words: object, language: str = "de_DE") -> Done:
        monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
        with translation.override(language[:2]):
            code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return command


@pytest.fixture
def ask(run) -> Callable[..., object]:
    """Run a command with --json and read its answer."""

    def command(*words: object) -> object:
        done = run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return command


@pytest.fixture(scope="session")
def process_of_its_own() -> Callable[..., subprocess.CompletedProcess]:
    """Run ``python -m weitblick`` as somebody would in a terminal."""
    env = {name: value for name, value in os.environ.items()
           if not name.startswith(("WEITBLICK_", "DJANGO_"))}

    def command(*words: object, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "weitblick", *map(str, words)], cwd=ROOT, text=True,
            capture_output=True, check=False, env={**env, "LC_ALL": "de_DE.UTF-8", **more},
        )

    return command


@pytest.fixture(scope="session")
def one_process(process_of_its_own, tmp_path_factory) -> Path:
    """A folder with ``here``, a data folder with one process, and ``alles.tar.gz``, its backup;
    made once, because the tables of a new database take longest."""
    folder = tmp_path_factory.mktemp("one-process")
    here, file = folder / "here", folder / "alles.tar.gz"
    new = process_of_its_own("--data", here, "process", "new", "--frame", "thueringen-2035",
                             "--title", "Höfe 2040", "--question", "Wer bleibt?")
    assert new.returncode == 0, new.stderr
    assert process_of_its_own("--data", here, "backup", file).returncode == 0
    return folder


@pytest.fixture
def folders(one_process, tmp_path) -> tuple[Path, Path]:
    """A data folder with one process, and a backup of it, for this test alone."""
    shutil.copytree(one_process, tmp_path, dirs_exist_ok=True)
    return tmp_path / "here", tmp_path / "alles.tar.gz"
