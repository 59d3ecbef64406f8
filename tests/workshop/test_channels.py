"""Telling live pages comes after the disk, and what goes wrong then takes nothing back."""

import pytest
from django.db import transaction

from weitblick.live.hub import hub
from weitblick.workshop import channels


@pytest.fixture
def broken_outlet():
    """An outlet to other servers that cannot be reached."""
    def outlet(name):
        raise OSError("unreachable")

    hub.outlets.append(outlet)
    yield
    hub.outlets.remove(outlet)


@pytest.mark.django_db(transaction=True)
def test_a_channel_that_cannot_be_told_leaves_what_follows_alone(broken_outlet, caplog):
    followed = []
    with transaction.atomic():
        channels.announce("desk-1")
        transaction.on_commit(lambda: followed.append("next"))
    assert followed == ["next"]
    assert "unreachable" in caplog.text
