"""Photos and recordings of cards.

Proven: a photo is turned, made smaller and loses place and device; a recording is told by its first
bytes and keeps its own; limits are said with the name of the file; the same file is kept once, and
deleted when the last reference goes, also with an erased person.
"""

import io
import os

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.voices.photos import from_a_phone, jpeg, m4a, upload, wav
from weitblick.voices import actions as voices
from weitblick.voices import attachments, media, storage
from weitblick.voices.actions import Speaker


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def activity(running):
    return running("scenarios", "story")


@pytest.fixture
def card(activity, join):
    return voices.hand_in(activity, "Ein Tag 2035", Speaker(join()))


def files() -> set[str]:
    return set(os.listdir(storage.folder())) if storage.folder().exists() else set()


def test_a_photo_is_turned_and_loses_what_gives_away():
    made = media.photo(from_a_phone())
    picture = Image.open(io.BytesIO(made.data))
    assert (made.kind, made.media_type, picture.size) == ("photo", "image/jpeg", (200, 400))
    assert dict(picture.getexif()) == {} and b"Telefonwerk" not in made.data


def test_a_large_photo_becomes_smaller_and_a_small_one_stays():
    assert Image.open(io.BytesIO(media.photo(jpeg((4000, 1000))).data)).size == (2560, 640)
    assert Image.open(io.BytesIO(media.photo(jpeg((100, 50))).data)).size == (100, 50)


def test_clear_parts_stay_clear():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    made = media.photo(out.getvalue())
    assert made.media_type == "image/webp"
    assert Image.open(io.BytesIO(made.data)).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("data", [
    b"", b"<svg onload='alert(1)'/>", b"GIF89a", jpeg()[:60], b"\xff\xd8\xff" + bytes(100),
])
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(ValidationError, match="kein Foto, das sich lesen lässt"):
        media.photo(data)


def test_photos_have_limits(monkeypatch):
    with pytest.raises(ValidationError, match="Möglich sind 15 MB"):
        media.photo(bytes(media.MOST_PHOTO + 1))
    monkeypatch.setitem(media.MOST_PIXELS, "JPEG", 100)
    with pytest.raises(ValidationError, match="zu viele Bildpunkte"):
        media.photo(jpeg())


def test_a_small_file_that_would_fill_the_memory_is_refused_unread():
    out = io.BytesIO()
    Image.new("1", (6400, 6400)).save(out, "PNG")
    assert len(out.getvalue()) < 20_000
    with pytest.raises(ValidationError, match="zu viele Bildpunkte"):
        media.photo(out.getvalue())


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGBA", "I;16", "CMYK"])
def test_pictures_of_any_kind_become_small(mode):
    out = io.BytesIO()
    Image.new(mode, (2700, 30)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    made = media.photo(out.getvalue())
    assert Image.open(io.BytesIO(made.data)).size == (2560, 28)


def test_too_many_files_are_refused_before_any_is_opened(card, activity):
    unread = [upload(b"kein Foto") for _n in range(30)]
    with pytest.raises(ValidationError, match="höchstens 6 Dateien"):
        attachments.attach(card, photos=unread)
    with pytest.raises(ValidationError, match="Möglich sind 24 Fotos"):
        attachments.add_sheets(activity, unread)


@pytest.mark.parametrize(("data", "media_type"), [
    (wav(), "audio/wav"), (m4a(10), "audio/mp4"), (b"OggS" + bytes(40), "audio/ogg"),
    (b"\x1a\x45\xdf\xa3" + bytes(20) + b"webm", "audio/webm"), (b"ID3" + bytes(40), "audio/mpeg"),
    (b"\xff\xfb\x90\x00", "audio/mpeg"),
])
def test_recordings_are_told_by_their_first_bytes(data, media_type):
    made = media.audio(data)
    assert (made.kind, made.media_type, made.data) == ("audio", media_type, data)


@pytest.mark.parametrize("data", [b"", b"<html>", jpeg(), b"\x1a\x45\xdf\xa3 matroska"])
def test_what_is_no_recording_is_refused(data):
    with pytest.raises(ValidationError, match="keine Tonaufnahme"):
        media.audio(data)


def test_recordings_have_limits():
    with pytest.raises(ValidationError, match="Möglich sind 12 MB"):
        media.audio(b"ID3" + bytes(media.MOST_AUDIO))
    for data in (m4a(301), wav(301)):
        with pytest.raises(ValidationError, match="zu lang"):
            media.audio(data)
    assert media.audio(m4a(300)).media_type == "audio/mp4"


def test_the_same_file_is_attached_once(card):
    for _time in range(2):
        attachments.attach(card, photos=[upload(jpeg())], audio=[upload(wav(), "ton.wav")])
    assert [one.kind for one in card.attachments.all()] == ["photo", "audio"]
    assert files() == {one.digest for one in card.attachments.all()}
    photo = card.attachments.first()
    assert storage.path_of(photo.digest).stat().st_size == photo.size


def test_a_bad_file_is_named_and_nothing_is_kept(card):
    with pytest.raises(ValidationError, match=r"text\.txt: Das ist kein Foto"):
        attachments.attach(card, photos=[upload(jpeg()), upload(b"hallo", "text.txt")])
    assert not card.attachments.exists()


def test_a_card_takes_six_files(card):
    photos = [upload(jpeg((n, 10))) for n in range(10, 17)]
    with pytest.raises(ValidationError, match="höchstens 6 Dateien"):
        attachments.attach(card, photos=photos)
    assert not card.attachments.exists()


def test_a_file_goes_with_its_last_reference(
    card, activity, join, django_capture_on_commit_callbacks
):
    other = voices.hand_in(activity, "Noch ein Tag", Speaker(join()))
    for one in (card, other):
        attachments.attach(one, photos=[upload(jpeg())])
    digest = card.attachments.get().digest
    with django_capture_on_commit_callbacks(execute=True):
        attachments.remove(card.attachments.all())
    assert files() == {digest}
    with django_capture_on_commit_callbacks(execute=True):
        attachments.remove(other.attachments.all())
    assert files() == set()


def test_erasing_a_person_deletes_what_was_attached(card, django_capture_on_commit_callbacks):
    attachments.attach(card, photos=[upload(jpeg())], audio=[upload(wav(), "ton.wav")])
    with django_capture_on_commit_callbacks(execute=True):
        voices.erase(card.participant)
    assert (card.attachments.count(), files()) == (0, set())


def test_sheets_wait_until_they_are_typed(activity):
    [sheet] = attachments.add_sheets(activity, [upload(jpeg())])
    [again] = attachments.add_sheets(activity, [upload(jpeg())])
    assert (sheet, sheet.card, sheet.typed_at) == (again, None, None)
    attachments.set_typed(sheet, True)
    assert activity.attachments.filter(typed_at=None).count() == 0
    attachments.set_typed(sheet, False)
    assert activity.attachments.filter(typed_at=None).count() == 1


def test_files_travel_with_a_process_and_are_checked(card, process, tmp_path, settings):
    attachments.attach(card, photos=[upload(jpeg())])
    digest = card.attachments.get().digest
    packed = attachments.files_of(process)
    settings.DATA = tmp_path / "elsewhere"
    settings.DATA.mkdir()
    storage.bring_in(packed, [digest])
    assert storage.path_of(digest).read_bytes() == (
        tmp_path / "attachments" / digest).read_bytes()
    for broken in ({}, {digest: "????"}, {digest: "aGFsbG8="}):
        with pytest.raises(ValidationError, match="fehlt oder ist beschädigt"):
            storage.bring_in(broken, [digest])
