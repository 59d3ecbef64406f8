"""A process as a file: every table travels, the way back gives the same bytes."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from tests.voices.photos import jpeg, upload
from weitblick.method.factors import actions as factors
from weitblick.portable import NOT_EXPORTED, TABLES, PortableError, export_process, import_process
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind
from weitblick.trace.queries import walk_down
from weitblick.voices import actions as voices
from weitblick.voices import attachments, storage
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Attachment
from weitblick.workshop import roles
from weitblick.workshop.actions import create_meeting, create_process
from weitblick.workshop.frame import load_frame
from weitblick.workshop.models import Process, Role


@pytest.fixture
def told(process, running, join, facilitator):
    """A process with cards, a factor, a rewording and an erased person."""
    activity = running("factors", "cards")
    ada, ben = join(), join("politik")
    cards = [voices.hand_in(activity, text, Speaker(participant=who), key=text).item
             for who, text in ((ada, "Der Bus fährt nicht"), (ben, "Kein Netz im Tal"))]
    factor = trace.create(process, Kind.FACTOR, "Wege", by=facilitator, derived_from=cards,
                          dimensions=["flexible-mobilitaet"])
    trace.reword(factor, "Wege ohne Auto", by=facilitator, reason="genauer")
    voices.erase(ben)
    return process


def test_every_model_of_the_house_travels():
    ours = {model._meta.label for model in apps.get_models()
            if model.__module__.startswith("weitblick.")}
    assert ours - {name for name, _way in TABLES} == NOT_EXPORTED


@pytest.mark.parametrize("name", ["w.json", "w.json.gz"])
def test_the_way_there_and_back_gives_the_same_bytes(told, tmp_path, name):
    first, second = tmp_path / name, tmp_path / f"again-{name}"
    export_process(told, first)
    told.delete()
    back = import_process(first, same_accounts=True)
    export_process(back, second)
    assert second.read_bytes() == first.read_bytes()


def test_the_thread_and_the_roles_arrive(told, facilitator, tmp_path):
    export_process(told, tmp_path / "w.json")
    told.delete()
    facilitator.delete()
    back = import_process(tmp_path / "w.json")
    factor = Item.objects.get(process=back, kind=Kind.FACTOR)
    cards = walk_down(factor).of_kind(Kind.CARD)
    assert [card.text for card in cards] == ["Der Bus fährt nicht", ""]
    assert list(factor.revisions.values_list("text", "reason")) == [
        ("Wege", ""), ("Wege ohne Auto", "genauer"),
    ]
    member = back.memberships.get()
    assert (member.user.username, member.role) == ("moderation", Role.FACILITATOR)
    assert not member.user.has_usable_password()


def test_somebody_of_the_same_name_here_gets_no_rights(told, facilitator, tmp_path):
    export_process(told, tmp_path / "w.json")
    told.delete()
    back = import_process(tmp_path / "w.json")
    assert not roles.may(facilitator, back)
    member = back.memberships.get().user
    assert (member.username, member.is_active, member.has_usable_password()) == (
        "moderation~2", False, False)
    assert set(back.items.exclude(by_user=None).values_list("by_user", flat=True)) == {member.pk}


def test_the_same_accounts_keep_their_roles_where_the_file_comes_from_here(
    told, facilitator, tmp_path
):
    export_process(told, tmp_path / "w.json")
    told.delete()
    back = import_process(tmp_path / "w.json", same_accounts=True)
    assert roles.may(facilitator, back, Role.FACILITATOR)


def test_a_second_import_finds_the_same_name_again(told, facilitator, tmp_path):
    export_process(told, tmp_path / "w.json")
    told.delete()
    first = import_process(tmp_path / "w.json")
    who = first.memberships.get().user
    first.delete()
    assert import_process(tmp_path / "w.json").memberships.get().user == who


def test_secrets_stay_at_home(told, join, tmp_path):
    ada = join()
    export_process(told, tmp_path / "w.json")
    text = (tmp_path / "w.json").read_text()
    assert ada.personal_code not in text
    assert ada.seat_hash not in text


def test_a_join_code_that_is_taken_gives_way_to_a_new_one(told, tmp_path):
    export_process(told, tmp_path / "w.json")
    told.delete()
    other = create_process(load_frame("thueringen-2035"), "Andere", "Was?", slug="andere")
    create_meeting(other, "Tag", code="ABC234")
    back = import_process(tmp_path / "w.json")
    codes = {other.meetings.get().code, back.meetings.get().code}
    assert len(codes) == 2 and "ABC234" in codes


def test_a_process_that_is_there_is_not_overwritten(told, tmp_path):
    export_process(told, tmp_path / "w.json")
    with pytest.raises(ValidationError, match="werkstatt"):
        import_process(tmp_path / "w.json")


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b"\x1f\x8bxx", b'{"format": "other"}', b"\xff\xfe"],
)
def test_a_file_that_is_no_process_is_refused_and_nothing_is_written(db, tmp_path, content):
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(ValidationError):
        import_process(file)
    assert not Process.objects.exists()


def test_a_damaged_file_leaves_nothing_half_written(told, tmp_path):
    file = tmp_path / "w.json"
    export_process(told, file)
    told.delete()
    data = json.loads(file.read_text())
    data["tables"]["trace.Link"][0]["older"] = 99999
    file.write_text(json.dumps(data))
    with pytest.raises(ValidationError):
        import_process(file)
    assert not Process.objects.exists()


def test_a_decision_arrives_without_its_undo(process, running, join, tmp_path):
    activity = running("factors", "cards")
    card = voices.hand_in(activity, "Der Bus fährt nicht", Speaker(participant=join())).item
    factors.create_factor(process, "Wege", cards=[card])
    export_process(process, tmp_path / "w.json")
    process.delete()
    change = import_process(tmp_path / "w.json").factor_changes.get()
    assert (change.subject, change.before) == ("Wege", {})
    with pytest.raises(ValidationError, match="anderen Installation"):
        factors.undo(change)


def test_photos_travel_with_a_process(process, running, join, tmp_path, settings):
    settings.DATA = tmp_path / "hier"
    settings.DATA.mkdir()
    card = voices.hand_in(running("factors", "cards"), "Siehe Foto", Speaker(join()))
    [kept] = attachments.attach(card, photos=[upload(jpeg())])
    export_process(process, tmp_path / "w.json")
    Process.objects.all().delete()
    settings.DATA = tmp_path / "dort"
    settings.DATA.mkdir()
    there = import_process(tmp_path / "w.json")
    row = Attachment.objects.get(activity__meeting__process=there)
    assert (row.card.item.text, row.digest) == ("Siehe Foto", kept.digest)
    assert storage.path_of(row.digest).stat().st_size == row.size


def test_a_file_that_lacks_a_photo_is_refused(process, running, join, tmp_path, settings):
    settings.DATA = tmp_path
    card = voices.hand_in(running("factors", "cards"), "Siehe Foto", Speaker(join()))
    [kept] = attachments.attach(card, photos=[upload(jpeg())])
    export_process(process, tmp_path / "w.json")
    Process.objects.all().delete()
    attachments.drop_files([kept.digest])
    content = json.loads((tmp_path / "w.json").read_text())
    content["files"] = {}
    (tmp_path / "w.json").write_text(json.dumps(content))
    with pytest.raises(PortableError, match="fehlt oder ist beschädigt"):
        import_process(tmp_path / "w.json")
    assert not Process.objects.exists()


@pytest.mark.parametrize("name", ["../precious.txt", "precious.txt", "", 7, ["a"], {"a": 1}])
def test_a_file_from_elsewhere_reaches_no_other_file_by_the_name_of_a_photo(
    db, tmp_path, settings, name
):
    settings.DATA = tmp_path
    precious = [tmp_path / "precious.txt", tmp_path / "attachments" / "precious.txt"]
    precious[1].parent.mkdir()
    for one in precious:
        one.write_text("bleibt")
    evil = {"format": "weitblick-process", "version": 1,
            "tables": {"voices.Attachment": [{"digest": name}]}, "files": {}}
    (tmp_path / "w.json").write_text(json.dumps(evil))
    with pytest.raises(PortableError):
        import_process(tmp_path / "w.json")
    assert [one.read_text() for one in precious] == ["bleibt", "bleibt"]


@pytest.mark.parametrize("content", [
    b"\x1f\x8b\x08\x00broken", b"[]", b"{}", b'"x"', b"\xff\xfe",
    b'{"format": "weitblick-process", "version": "x"}',
    b'{"format": "weitblick-process", "version": 1, "tables": []}',
    b'{"format": "weitblick-process", "version": 1, "tables": {"workshop.Process": []}}',
    b'{"format": "weitblick-process", "version": 1, "tables": {"workshop.Process": [3]}}',
    b'{"format": "weitblick-process", "version": 1, "tables": {"workshop.Process": 3}}',
    b'{"format": "weitblick-process", "version": 1, "tables": {"voices.Attachment": 3}}',
    b'{"format": "weitblick-process", "version": 1, "tables": {"voices.Attachment": [3]}}',
    b'{"format": "weitblick-process", "version": 1, "files": [],'
    b' "tables": {"voices.Attachment": [{"digest": "aa"}]}}',
])
def test_whatever_is_no_process_is_refused_with_words(db, tmp_path, content):
    (tmp_path / "w.json").write_bytes(content)
    with pytest.raises(PortableError):
        import_process(tmp_path / "w.json")
    assert not Process.objects.exists()
