"""English is complete: every text has a translation that fits it, and the compiled file is new."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation

from tests.catalogues import LOCALE, catalogues, tidied
from tests.conftest import need
from weitblick.entrance.board import board_url, render_board

FILE = LOCALE / "en" / "LC_MESSAGES" / "django.po"
SOURCES = LOCALE.parent
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%%|%[sdgif]|\{\w*\}|<[^>]+>")


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Sources with their translations; each form of a plural may stand for the other."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(FILE)) if not entry.obsolete]


def test_no_text_is_left_untranslated_or_doubtful(entries):
    assert [e.msgid for e in entries if not e.translated() or e.fuzzy] == []


def test_placeholders_agree(entries):
    differing = [
        source for entry in entries for source, text in pairs(entry)
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text))
    ]
    assert differing == []


def test_translations_keep_the_blanks_around_their_texts(entries):
    def around(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()):]

    texts = [pair for entry in entries for pair in pairs(entry)]
    assert [source for source, text in texts if around(source) != around(text)] == []


def test_translations_are_english_and_calm(entries):
    texts = [text for entry in entries for _source, text in pairs(entry)]
    assert [text for text in texts if re.search("[äöüÄÖÜß„!]", text)] == []


def test_the_file_is_tidy_and_its_compiled_form_is_new():
    for file in catalogues():
        po = tidied(file)
        assert str(po) == file.read_text(encoding="utf-8")
        assert po.to_binary() == file.with_suffix(".mo").read_bytes()


def test_the_catalogue_holds_exactly_the_texts_of_the_code(tmp_path, monkeypatch, entries):
    need("gettext", bool(shutil.which("xgettext")), "no xgettext (Debian: apt install gettext)")

    def ours(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(folder, name).is_file()
                and Path(name).suffix not in {".py", ".html", ".txt"}]

    copy = tmp_path / "weitblick"
    shutil.copytree(SOURCES, copy, ignore=ours)
    monkeypatch.chdir(copy)
    with override_settings(LOCALE_PATHS=[tmp_path / "texts"]):
        call_command("makemessages", locale=["en"], ignore_patterns=["locale"], verbosity=0)
    fresh = polib.pofile(str(tmp_path / "texts" / "en" / "LC_MESSAGES" / "django.po"))
    there = {(entry.msgid, entry.msgid_plural) for entry in entries}
    wanted = {(entry.msgid, entry.msgid_plural) for entry in fresh}
    assert sorted(wanted - there) == []
    assert sorted(there - wanted) == []


@pytest.mark.parametrize(("german", "english"), [
    ("Karte abgeben", "Hand in card"),
    ("Geschichte", "Story"),
    ("Handlungsfeld", "Action field"),
])
def test_texts_come_out_in_the_language_asked_for(german, english):
    with translation.override("en"):
        assert translation.gettext(german) == english
    with translation.override("de"):
        assert translation.gettext(german) == german


@pytest.mark.parametrize(("count", "words"), [(1, "%(n)s card"), (2, "%(n)s cards")])
def test_plurals_come_out_in_english(count, words):
    with translation.override("en"):
        assert translation.ngettext("%(n)s Karte", "%(n)s Karten", count) == words


def test_a_page_speaks_the_language_of_the_browser(client, db):
    assert "You do not need an account." in client.get(
        "/", headers={"accept-language": "en"}).content.decode()
    assert "Sie brauchen kein Konto." in client.get(
        "/", headers={"accept-language": "de"}).content.decode()


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Scan the code or type it in."), ("de", "Scannen Sie den Code oder tippen Sie ihn ein."),
])
def test_a_board_speaks_the_language_of_its_process(client, meeting, language, words):
    meeting.process.frame_data["language"] = language
    meeting.process.save()
    page = client.get(board_url(meeting), headers={"accept-language": "fr"}).content.decode()
    assert words in page
    assert words in render_board(meeting.pk)
