"""The documentation keeps up: whatever can be set, asked, computed, written or typed is in it."""

import argparse
import re
import subprocess
from pathlib import Path

import pytest

from weitblick import settings
from weitblick.cli.arguments import parser
from weitblick.method.chain import EVERYWHERE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
GROUND = {"__init__.py", "__pycache__"}


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def headings(text: str, level: int) -> list[str]:
    """The headings of one level, code aside."""
    return re.findall(rf"^{'#' * level} (.+?) *$", FENCE.sub("", text), re.M)


def section(text: str, title: str) -> str:
    """What stands under a heading of the second level."""
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def commands(top: argparse.ArgumentParser, name: str = "") -> dict[str, argparse.ArgumentParser]:
    """Every command that does something, by its words."""
    subs = [a for a in top._actions if isinstance(a, argparse._SubParsersAction)]
    if not subs:
        return {name: top}
    found: dict[str, argparse.ArgumentParser] = {}
    for word, below in subs[0].choices.items():
        found |= commands(below, f"{name} {word}".strip())
    return found


def tracked_texts() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this is no git checkout, so nobody knows which files belong to the project")
    named = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return [file for file in named if file.is_file() and b"\0" not in file.read_bytes()]


def test_every_setting_has_its_line():
    rows = re.findall(r"^\| `WEITBLICK_([A-Z_]+)` \|", read("settings.md"), re.M)
    assert sorted(rows) == sorted(settings.KNOWN)


def test_every_setting_is_named_where_it_is_read():
    rows = re.findall(r"^\| WEITBLICK_([A-Z_]+) \|", settings.__doc__, re.M)
    assert sorted(rows) == sorted(settings.KNOWN)


def test_every_step_has_its_heading_in_the_order_of_the_chain():
    assert headings(read("steps.md"), 2) == [step.slug for step in EVERYWHERE]


@pytest.mark.parametrize("step", EVERYWHERE, ids=lambda step: step.slug)
def test_every_activity_and_figure_of_a_step_is_described(step):
    text = section(read("steps.md"), step.slug)
    rows = re.findall(r"^\| `([a-z-]+)` \|", text, re.M)
    assert rows == [kind.slug for kind in step.activities]
    assert str(step.title) in text


def test_every_engine_has_its_heading():
    there = {path.stem for path in (ROOT / "weitblick" / "engines").iterdir()
             if path.name not in GROUND and (path.is_dir() or path.suffix == ".py")}
    assert there <= set(headings(read("engines.md"), 2))


def test_every_format_of_the_paper_has_its_heading():
    (format_,) = [a for a in commands(parser())["paper"]._actions if a.dest == "format"]
    written = headings(section(read("exports.md"), "Formats"), 3)
    assert set(format_.choices) <= set(written)


def test_every_command_has_its_heading():
    assert headings(read("commands.md"), 2) == list(commands(parser()))


@pytest.mark.parametrize("name", list(commands(parser())))
def test_every_command_has_an_example_and_its_options(name):
    text = section(read("commands.md"), name)
    example = re.search(rf"^(weitblick (--data \S+ )?{name}\b.*)$", text, re.M)
    options = [o for a in commands(parser())[name]._actions
               for o in a.option_strings if o.startswith("--")]
    left_out = {"--help", "--json", "--host", "--port"}
    assert example is not None
    assert [o for o in options if o not in left_out and o not in text] == []


@pytest.mark.parametrize("name", ["base.in", "bench.in", "bench-access.in", "cluster.in", "dev.in"])
def test_every_dependency_says_why_it_came_in(name):
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    asked = {re.split(r"[\[<>=!~ ]", line)[0] for line in lines if line and line[0] not in "#-"}
    text = read("decisions/0002-dependencies.md")
    part = text.split(f"(`requirements/{name}`)")[1].split("\nWhat ")[0].split("\nValidators")[0]
    rows = re.findall(r"^\| ([^|]+) \|", part, re.M)
    assert {word for row in rows for word in row.split(", ")} - {"library", "---"} == asked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    missing = []
    for link in LINK.findall(text):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            missing.append(link)
    assert missing == []


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as code hosts make them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+?) *$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_page_is_linked_from_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = {str(page.relative_to(ROOT)) for page in DOCS.glob("*.md")}
    assert sorted(pages - set(LINK.findall(readme))) == []


def test_make_commands_that_are_named_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.M))
    named = {word for page in PAGES
             for word in re.findall(r"`make ([a-z]\w*)|^make ([a-z]\w*)", page.read_text(), re.M)}
    words = {one for pair in named for one in pair if one}
    assert words <= targets
    assert {"demo", "test", "lint", "bench", "clean"} <= words


def test_decisions_are_numbered_without_gaps_and_say_three_things():
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert [file.name[:4] for file in files] == [f"{n + 1:04}" for n in range(len(files))]
    for file in files:
        assert headings(file.read_text(encoding="utf-8"), 2) == [
            "Context", "Decision", "Consequences"], file.name


def test_the_project_names_no_machine_and_no_download_address():
    # Put together here, so that this file does not contain them.
    words = ["/" + "work/", "/tmp/" + "team", "pythonhosted" + ".org", "registry.npmjs" + ".org",
             "--index" + "-url http", "--extra-index" + "-url"]
    found = {
        f"{file.relative_to(ROOT)}: {word}"
        for file in tracked_texts() for word in words
        if word in file.read_text(encoding="utf-8", errors="replace")
    }
    assert sorted(found) == []
