"""A file whose reading ended with the server is read after the next start, but not for ever."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.evidence.tables import flat
from weitblick.evidence import queries
from weitblick.monitoring import tasks
from weitblick.monitoring.actions import uploads
from weitblick.monitoring.models import UploadState

BEV = flat([("16051", "2024-12-31", "", "100")])


@pytest.fixture
def left_behind(process):
    """As after a server that was killed while it read: its job is not in the queue any more."""
    one = uploads.bring(process, SimpleUploadedFile("bev.csv", BEV))
    one.state = UploadState.WORKING
    one.save()
    return one


def test_the_next_server_takes_it_up_and_takes_it_over(left_behind):
    from weitblick import asgi  # the server: it sets Django up when it is imported

    asgi.background().take_up()
    left_behind.refresh_from_db()
    assert left_behind.state == UploadState.DONE
    assert queries.cells("bevoelkerung", ["16051"])[0].value == 100


def test_one_that_no_server_survives_ends_as_not_readable(left_behind):
    left_behind.answers = {"tries": tasks.TRIES}
    left_behind.save()
    assert tasks.resume() == 0
    left_behind.refresh_from_db()
    assert (left_behind.state, left_behind.fault["code"]) == (UploadState.FAILED, "unexpected")


@pytest.mark.parametrize("state", [UploadState.ASKING, UploadState.DONE, UploadState.DROPPED])
def test_what_was_not_being_read_stays_as_it_is(left_behind, state):
    left_behind.state = state
    left_behind.save()
    assert tasks.resume() == 0
    left_behind.refresh_from_db()
    assert left_behind.state == state


@pytest.mark.skipif("sqlite" in str(connection.settings_dict["ENGINE"]),
                    reason="advisory locks are PostgreSQL's")
def test_what_another_server_reads_is_left_alone(left_behind) -> None:
    import psycopg  # only where PostgreSQL is used

    given = connection.get_connection_params()
    names = {"dbname", "user", "password", "host", "port"}
    with psycopg.connect(**{k: v for k, v in given.items() if k in names}) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [tasks.CLAIMS, left_behind.pk])
        assert tasks.resume() == 0
        other.execute("SELECT pg_advisory_unlock(%s, %s)", [tasks.CLAIMS, left_behind.pk])
        assert tasks.resume() == 1
