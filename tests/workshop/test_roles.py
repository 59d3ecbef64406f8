"""Accounts: roles, one-time invitations, the first administrator without a default password."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from weitblick.workshop import roles
from weitblick.workshop.models import Invitation, Membership, Role


def test_an_invitation_makes_an_account_in_its_role_once(process):
    token = roles.invite(process, Role.ANALYST)
    user = roles.accept(token, "planung", "eine-lange-losung")
    assert roles.roles_of(user, process) == {Role.ANALYST}
    assert user.check_password("eine-lange-losung")
    with pytest.raises(ValidationError):
        roles.accept(token, "zweite", "eine-lange-losung")
    assert get_user_model().objects.count() == 1


def test_only_the_hash_of_a_token_is_kept(process):
    token = roles.invite(process, Role.SCRIBE)
    assert token not in Invitation.objects.values_list("token_hash", flat=True)


def test_an_old_invitation_has_ended(process):
    token = roles.invite(process, Role.SCRIBE)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert roles.find_invitation(token) is None


def test_the_first_administrator_comes_by_the_newest_link_only(db):
    assert roles.needs_administrator()
    first, second = (roles.invite(administrator=True) for _ in range(2))
    assert roles.find_invitation(first) is None
    user = roles.accept(second, "leitung", "eine-lange-losung")
    assert user.is_superuser
    assert not roles.needs_administrator()


def test_roles_end_at_the_process(process, facilitator):
    from weitblick.workshop.actions import create_process

    other = create_process(process.frame, "Andere", "?")
    assert roles.may(facilitator, process, Role.FACILITATOR)
    assert not roles.may(facilitator, process, Role.ANALYST)
    assert not roles.may(facilitator, other)
    assert roles.processes_of(facilitator) == [process]


def test_an_administrator_leads_everywhere_but_sees_no_unsuppressed_numbers(process):
    admin = get_user_model().objects.create_superuser("admin", password="eine-lange-losung")
    assert roles.may(admin, process, Role.FACILITATOR)
    assert not roles.may(admin, process, Role.STATISTICS)
    Membership.objects.create(process=process, user=admin, role=Role.STATISTICS)
    assert roles.may(admin, process, Role.STATISTICS)
