"""The accounts that the names in a file stand for."""

from collections.abc import Callable

from django.contrib.auth.models import User

Accounts = Callable[[str], User]


def the_same(name: str) -> User:
    """The account of this name here; without a password where there is none yet."""
    user, new = User.objects.get_or_create(username=name)
    if new:
        user.set_unusable_password()
        user.save()
    return user


def a_name_only(name: str) -> User:
    """An account that says who it was and lets nobody in; never one of somebody who works here."""
    number, free = 1, name
    while taken := User.objects.filter(username=free).first():
        if not (taken.is_active or taken.has_usable_password() or taken.is_superuser):
            return taken
        number += 1
        free = f"{name[:140]}~{number}"
    user = User(username=free, is_active=False)
    user.set_unusable_password()
    user.save()
    return user
