"""The English catalogue in its one written form, compiled: ``python -m tests.catalogues``.

Gettext writes the time of its run into the file; here the head is fixed, obsolete entries are
dropped and the binary form is made by polib, so that the same texts give the same bytes anywhere.
"""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).parents[1] / "weitblick" / "locale"
HEAD = {
    "Project-Id-Version": "Weitblick",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def catalogues() -> list[Path]:
    """All catalogues with sources."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def tidied(file: Path) -> polib.POFile:
    """A catalogue with a fixed head and without what is no longer used."""
    po = polib.pofile(str(file), wrapwidth=98)
    po.header = "English texts of Weitblick. The sources are German. Licence: EUPL-1.2."
    po.metadata, po.metadata_is_fuzzy = dict(HEAD), None
    for entry in po.obsolete_entries():
        po.remove(entry)
    for entry in po:
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        entry.comment, entry.occurrences = "", []
    return po


def compile_all() -> None:
    """Write every catalogue tidily and its binary form beside it."""
    for file in catalogues():
        po = tidied(file)
        po.save(str(file))
        file.with_suffix(".mo").write_bytes(po.to_binary())
        open_ones = len(po.untranslated_entries()) + len(po.fuzzy_entries())
        sys.stdout.write(f"{file.parts[-3]}: {len(po)} texts, {open_ones} to be translated\n")


if __name__ == "__main__":
    compile_all()
