"""The examples in docs/commands.md work when they are typed one after the other.

Every block is run with the first example of each command in it; the further ones are parsed. Left
out are commands that serve or hand over to Django. Instead of the worked example, which takes long
to build, the process that the page itself makes is used.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from weitblick.cli.arguments import parser

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
LEFT_OUT = {"demo", "serve", "manage"}
EXAMPLE, MADE_HERE = "thueringen-2035-beispiel", "werkstatt"


def examples() -> list[tuple[str, str]]:
    """The shell blocks of the page with the heading they stand under, one line a command."""
    sections = re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    return [(title, block.replace("\\\n", " ")) for title, text in sections
            for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)]


def command_of(line: str) -> str:
    """The function behind a line of the shell, "" where it is none of ours."""
    if not line.startswith("weitblick "):
        return ""
    words = shlex.split(line, comments=True)[1:]
    return str(parser().parse_args(words).run)


def first_of_each(block: str) -> Iterator[str]:
    """The lines of a block without further examples of the same command."""
    seen: set[str] = set()
    for line in block.splitlines():
        command = command_of(line)
        if command and command in seen:
            continue
        seen.add(command)
        yield line


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """Runs a block in one folder, with ``weitblick`` on the path and data of its own."""
    folder = tmp_path_factory.mktemp("commands")
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("WEITBLICK_", "DJANGO_"))}
    env = {**kept, "WEITBLICK_DATA": str(folder / "data"), "LC_ALL": "de_DE.UTF-8",
           "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"}

    def run(block: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-eu"], input=block.replace(EXAMPLE, MADE_HERE), cwd=folder,
                              env=env, capture_output=True, text=True, check=False, timeout=300)

    return run


def test_the_examples_work_in_their_order(shell):
    for title, block in examples():
        if title in LEFT_OUT:
            continue
        done = shell("\n".join(first_of_each(block)))
        assert done.returncode == 0, f"{title}: {done.stderr}"
        assert "Traceback" not in done.stderr


def test_every_line_that_begins_with_the_program_can_be_parsed():
    lines = [line for _title, block in examples() for line in block.splitlines()
             if line.startswith("weitblick ")]
    assert len(lines) >= len(examples())
    assert all(command_of(line) for line in lines)


def test_every_heading_has_a_block():
    assert [title for title, _block in examples()] == re.findall(r"^## (.+)$", PAGE, re.M)
