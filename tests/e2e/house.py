"""The real server on a data folder of its own, and what the tests know of what is in there."""

import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 90.0


@dataclass(frozen=True)
class House:
    """Where the server answers, the facts of the stage, the first account, the data folder."""

    url: str
    facts: dict[str, Any]
    first_account: str
    data: Path

    def at(self, path: str) -> str:
        """The address of a path."""
        return self.url + path


def environment(data: Path) -> dict[str, str]:
    """This environment with a data folder of its own, on SQLite, in German."""
    ours = {name: value for name, value in os.environ.items()
            if not name.startswith(("WEITBLICK_", "DJANGO_", "PYTEST_"))}
    return {**ours, "WEITBLICK_DATA": str(data), "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}


def built(folder: Path) -> dict[str, Any]:
    """The stage in ``folder``, built by whichever test process comes first; its facts."""
    folder.mkdir(exist_ok=True)
    facts = folder / "facts.json"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not facts.exists():
            facts.write_text(_build(folder / "data"))
    return json.loads(facts.read_text())


def _build(data: Path) -> str:
    made = subprocess.run(
        [sys.executable, "-m", "tests.e2e.stage"], cwd=ROOT, env=environment(data),
        capture_output=True, text=True, check=False,
    )
    assert made.returncode == 0, made.stderr
    return made.stdout


@contextmanager
def open_house(stage: Path, data: Path) -> Iterator[House]:
    """Serve a copy of the stage; at the end nothing may have gone wrong in the server."""
    facts = built(stage)
    shutil.copytree(stage / "data", data)
    log, port = data.parent / f"{data.name}.log", _free_port()
    with open(log, "w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "weitblick", "serve", "--host", "127.0.0.1",
             "--port", str(port)],
            cwd=ROOT, env=environment(data), stdout=out, stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(server, url, log)
            link = re.search(r"/konto/einladung/\S+", log.read_text())
            assert link, log.read_text()
            yield House(url, facts, url + link[0], data)
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert "Traceback" not in log.read_text(), log.read_text()


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not answer: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
