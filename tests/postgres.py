"""A PostgreSQL of the tests' own: found on the machine, started in a folder, thrown away."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder with initdb and postgres, if PostgreSQL is on this machine."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server; ended and removed afterwards."""
    folder = programs()
    if folder is None:
        raise RuntimeError("no PostgreSQL on this machine")
    home = Path(tempfile.mkdtemp(prefix="weitblick-postgres-"))
    user = _owner(home)
    port = _free_port()
    run = _as(user)
    subprocess.run([*run, folder / "initdb", "-D", home / "data", "-U", "weitblick",
                    "--auth=trust", "-E", "UTF8", "--no-sync"], check=True, capture_output=True)
    options = (f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off "
               "-c synchronous_commit=off -c full_page_writes=off -c autovacuum=off")
    control = [*run, folder / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log"]
    subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True)
    try:
        yield f"postgres://weitblick@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


def _owner(home: Path) -> str | None:
    """PostgreSQL refuses to run as root: then somebody else owns the folder."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    shutil.chown(home, name)
    return name


def _as(user: str | None) -> list[str]:
    return ["setpriv", "--reuid", user, "--clear-groups"] if user else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
