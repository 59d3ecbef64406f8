"""Starting: neither the server nor a light command loads what only one page or file needs.

Proven in processes of their own, for here everything is loaded already: SciPy's parts, compilers,
solvers, writers of papers and readers of workbooks stay away until they are used.
"""

import os
import subprocess
import sys

HEAVY = {
    "dask", "distributed", "docx", "numba", "openpyxl", "ortools", "pikepdf", "pyproj", "typst",
    "vl_convert", "xlrd",
}
# SciPy itself is a door; these are what stands behind it.
PARTS = {f"scipy.{part}" for part in (
    "cluster", "linalg", "ndimage", "optimize", "sparse", "spatial", "special", "stats")}
SERVER = "import django; django.setup(); import weitblick.urls, weitblick.asgi"
COMMANDS = """
from weitblick.cli import main
main(["process", "new", "--frame", "thueringen-2035", "--title", "T", "--question", "Q?"])
main(["process", "list"])
main(["evidence", "list"])
"""



def _loaded(code: str, folder) -> set[str]:
    """Names of the modules a fresh interpreter holds after the code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('LOADED', *sys.modules)"],
        env={**os.environ, "WEITBLICK_DATA": str(folder),
             "DJANGO_SETTINGS_MODULE": "weitblick.settings"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split("LOADED ")[1].split())


def test_the_server_starts_without_what_single_pages_need(tmp_path) -> None:
    assert _loaded(SERVER, tmp_path) & (HEAVY | PARTS) == set()


def test_light_commands_start_without_the_steps(folders) -> None:
    loaded = _loaded(COMMANDS, folders[0])
    assert loaded & (HEAVY | PARTS) == set()
    assert "weitblick.workshop.actions" in loaded
    assert "weitblick.method.chain" not in loaded
