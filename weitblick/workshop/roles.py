"""Accounts: who may do what, invitations by one-time link, the first administrator."""

import datetime as dt
import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.workshop.models import Invitation, Membership, Process, Role
from weitblick.workshop.seats import hashed

VALID_FOR = dt.timedelta(days=7)
NOT_TO_GIVE = gettext_lazy(
    "Die Rolle Statistikstelle vergibt nur, wer den Server betreibt, oder eine Person, die sie "
    "schon hat, und nie sich selbst.")


def roles_of(user: AbstractBaseUser | AnonymousUser, process: Process) -> set[str]:
    """The roles somebody has in a process; administrators have all but the statistics office."""
    if not user.is_authenticated:
        return set()
    roles = set(
        Membership.objects.filter(process=process, user_id=user.pk).values_list("role", flat=True)
    )
    if getattr(user, "is_superuser", False):
        roles |= {Role.FACILITATOR, Role.ANALYST, Role.SCRIBE}
    return roles


def may(user: AbstractBaseUser | AnonymousUser, process: Process, *roles: str) -> bool:
    """Whether somebody has one of these roles (any role if none is named)."""
    own = roles_of(user, process)
    return bool(own & set(roles)) if roles else bool(own)


def processes_of(user: AbstractBaseUser | AnonymousUser) -> list[Process]:
    """The processes somebody works in; rehearsals are reached from what they rehearse."""
    if getattr(user, "is_superuser", False):
        return list(Process.objects.filter(rehearsal_of=None))
    if not user.is_authenticated:
        return []
    own = Process.objects.filter(memberships__user_id=int(user.pk), rehearsal_of=None)
    return list(own.distinct())


def needs_administrator() -> bool:
    """Whether nobody can sign in as administrator yet."""
    return not get_user_model().objects.filter(is_superuser=True).exists()


def roles_to_give(user: AbstractBaseUser | AnonymousUser, process: Process) -> set[str]:
    """The roles somebody may invite others to.

    Whoever leads invites to all but the statistics office. That role comes from the server's
    command line, or from somebody who has it: nobody gets to confidential numbers by a click of
    their own.
    """
    own = roles_of(user, process)
    given = {Role.FACILITATOR, Role.ANALYST, Role.SCRIBE} if Role.FACILITATOR in own else set()
    return {*given, *own & {Role.STATISTICS}}


def invite(
    process: Process | None = None, role: str = "", *, administrator: bool = False,
    by: AbstractBaseUser | AnonymousUser | None = None, by_operator: bool = False,
) -> str:
    """A one-time token; only its hash is kept. Earlier administrator tokens end.

    ``by``: who invites; ``by_operator``: asked for on the command line of the server. An
    invitation to the statistics office needs one of them, see ``roles_to_give``.
    """
    if role == Role.STATISTICS and process is not None and not by_operator and (
        by is None or role not in roles_to_give(by, process)
    ):
        raise ValidationError(NOT_TO_GIVE)
    if administrator:
        Invitation.objects.filter(makes_administrator=True, used_at=None).delete()
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        token_hash=hashed(token), process=process, role=role, makes_administrator=administrator,
        by=User.objects.filter(pk=int(by.pk)).first() if by is not None and by.pk else None,
        by_operator=by_operator,
        expires_at=timezone.now() + VALID_FOR,
    )
    return token


def find_invitation(token: str) -> Invitation | None:
    """The invitation of a token that is unused and not expired."""
    return Invitation.objects.filter(
        token_hash=hashed(token), used_at=None, expires_at__gt=timezone.now()
    ).first()


@transaction.atomic
def accept(token: str, username: str, password: str) -> User:
    """Use an invitation: an account with a chosen password, in the invited role."""
    found = find_invitation(token)
    if found is None:
        raise ValidationError(_("Diese Einladung ist abgelaufen oder schon benutzt."))
    users = User.objects
    make = users.create_superuser if found.makes_administrator else users.create_user
    user = make(username=username, password=password)
    _use(found, user)
    return user


@transaction.atomic
def accept_with(token: str, user: AbstractBaseUser) -> None:
    """Use an invitation with an account that is there: it gets the role besides its others."""
    found = find_invitation(token)
    if found is None:
        raise ValidationError(_("Diese Einladung ist abgelaufen oder schon benutzt."))
    known = User.objects.get(pk=user.pk)
    if found.makes_administrator:
        known.is_superuser = known.is_staff = True
        known.save(update_fields=["is_superuser", "is_staff"])
    _use(found, known)


def give_statistics(process: Process, user: User) -> None:
    """Make an account a member of the statistics office. For the command line of the server."""
    Membership.objects.get_or_create(process=process, user=user, role=Role.STATISTICS)


def take_statistics(process: Process, user: User) -> bool:
    """End the membership of an account in the statistics office; False if it had none.

    It ends in rehearsals of the process too.
    """
    gone, _by_model = Membership.objects.filter(
        Q(process=process) | Q(process__rehearsal_of=process), user=user, role=Role.STATISTICS,
    ).delete()
    return gone > 0


def _counts(invitation: Invitation, user: User) -> bool:
    """An invitation to the statistics office counts if its giver still may give it, to others."""
    if invitation.role != Role.STATISTICS or invitation.process is None or invitation.by_operator:
        return True
    giver = invitation.by
    return giver is not None and giver.pk != user.pk and (
        Role.STATISTICS in roles_to_give(giver, invitation.process))


def _use(invitation: Invitation, user: User) -> None:
    if not _counts(invitation, user):
        raise ValidationError(NOT_TO_GIVE)
    if invitation.process is not None:
        Membership.objects.get_or_create(
            process=invitation.process, user=user, role=invitation.role
        )
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
