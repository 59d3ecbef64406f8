"""Nobody gets to confidential numbers by a click of their own: the role of the statistics office.

It comes from the command line of the server, or from somebody who has it; facilitators and
administrators can give it to nobody, themselves included, not with an old link either.
"""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client

from weitblick.cli import main
from weitblick.entrance.rehearsal_copy import copy_for_rehearsal
from weitblick.workshop import roles
from weitblick.workshop.models import Invitation, Membership, Role

INVITE = "/desk/werkstatt/einladen/"
PASSWORD = "eine-lange-losung"


def account(name: str):
    return get_user_model().objects.create_user(name, password=PASSWORD)


def signed_in(user) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    client.force_login(user)
    return client


@pytest.fixture
def officer(process):
    user = account("statistik")
    roles.give_statistics(process, user)
    return user


def test_whoever_leads_is_not_offered_the_role_and_is_told_why(process, desk):
    page = desk.get("/desk/werkstatt/").content.decode()
    assert 'value="analyst"' in page and 'value="statistics"' not in page
    assert "Die Moderation kann sie weder sich noch anderen geben." in page


def test_a_facilitator_who_posts_it_all_the_same_gets_no_invitation(process, desk, facilitator):
    page = desk.post(INVITE, {"role": Role.STATISTICS}, follow=True).content.decode()
    assert "vergibt nur, wer den Server betreibt" in page
    assert Invitation.objects.count() == 0
    assert roles.roles_of(facilitator, process) == {Role.FACILITATOR}


def test_an_administrator_does_not_either(process):
    admin = get_user_model().objects.create_superuser("admin", password=PASSWORD)
    signed_in(admin).post(INVITE, {"role": Role.STATISTICS})
    with pytest.raises(ValidationError):
        roles.invite(process, Role.STATISTICS, by=admin)
    assert Invitation.objects.count() == 0


def test_without_anybody_who_answers_for_it_there_is_no_invitation(process):
    with pytest.raises(ValidationError):
        roles.invite(process, Role.STATISTICS)


def test_a_member_invites_another_and_nobody_to_lead(process, officer):
    client = signed_in(officer)
    page = client.get("/desk/werkstatt/").content.decode()
    assert 'value="statistics"' in page and 'value="facilitator"' not in page
    client.post(INVITE, {"role": Role.FACILITATOR})
    assert Invitation.objects.count() == 0
    client.post(INVITE, {"role": Role.STATISTICS})
    made = Invitation.objects.get()
    assert (made.role, made.by, made.by_operator) == (Role.STATISTICS, officer, False)
    other = account("kollegin")
    token = roles.invite(process, Role.STATISTICS, by=officer)
    roles.accept_with(token, other)
    assert roles.may(other, process, Role.STATISTICS)


def test_an_invitation_ends_with_the_membership_of_whoever_gave_it(process, officer):
    token = roles.invite(process, Role.STATISTICS, by=officer)
    assert roles.take_statistics(process, officer) is True
    with pytest.raises(ValidationError):
        roles.accept_with(token, account("spaeter"))
    assert not Membership.objects.filter(role=Role.STATISTICS).exists()


def test_an_old_link_that_a_facilitator_made_gives_nothing(process, desk, facilitator):
    token = roles.invite(process, Role.ANALYST, by=facilitator)
    Invitation.objects.update(role=Role.STATISTICS)
    answer = desk.post(f"/konto/einladung/{token}/", {"mine": "yes"})
    assert "und nie sich selbst" in answer.content.decode()
    new = Client(HTTP_ACCEPT_LANGUAGE="de").post(
        f"/konto/einladung/{token}/", {"username": "neu", "password": PASSWORD})
    assert new.status_code == 422
    assert not Membership.objects.filter(role=Role.STATISTICS).exists()
    assert not get_user_model().objects.filter(username="neu").exists()


def test_the_operator_invites_gives_and_takes_on_the_command_line(process, capsys):
    account("amt")
    command = ["process", "office", process.slug, "--json"]
    assert main([*command, "--invite", "--address", "https://wb.example.org/"]) == 0
    said = json.loads(capsys.readouterr().out)
    start, _, token = said["link"].rstrip("/").rpartition("/")
    assert start == "https://wb.example.org/konto/einladung" and said["members"] == []
    assert roles.find_invitation(token).by_operator is True
    roles.accept(token, "neues-amt", PASSWORD)
    assert main([*command, "--add", "amt"]) == 0
    assert json.loads(capsys.readouterr().out)["members"] == ["amt", "neues-amt"]
    assert main([*command, "--remove", "amt"]) == 0
    assert json.loads(capsys.readouterr().out)["members"] == ["neues-amt"]
    assert main([*command, "--remove", "amt"]) == 2
    assert main([*command, "--add", "niemand"]) == 2


def test_nobody_is_in_the_statistics_office_of_a_rehearsal(process, facilitator):
    roles.give_statistics(process, facilitator)
    copy = copy_for_rehearsal(process)
    assert roles.roles_of(facilitator, copy) == {Role.FACILITATOR}
    assert Role.STATISTICS in roles.roles_of(facilitator, process)


def test_who_leaves_the_statistics_office_leaves_it_in_rehearsals_too(process, officer):
    roles.give_statistics(copy_for_rehearsal(process), officer)  # as in those of earlier versions
    assert roles.take_statistics(process, officer) is True
    assert not Membership.objects.filter(role=Role.STATISTICS).exists()
