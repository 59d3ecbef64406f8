"""With PostgreSQL a run left behind by a killed server is taken up again, one that another server
is carrying out is left alone, and nobody carries out a run twice."""

import pytest
from django.db import connection

from weitblick.lab.claims import ROOM, claimed
from weitblick.lab.models import Run, RunState
from weitblick.lab.tasks import execute
from weitblick.lab.worker import resume


@pytest.fixture
def left_behind(process) -> Run:
    return Run.objects.create(process=process, engine="opinions.analyse", version="1",
                              digest="0", inputs={}, state=RunState.RUNNING)


def test_a_run_that_nobody_holds_is_taken_up_again(left_behind) -> None:
    assert resume() == 1
    left_behind.refresh_from_db()
    assert left_behind.state != RunState.RUNNING


def test_a_claim_is_given_and_given_back(left_behind) -> None:
    for _time in range(2):
        with claimed(left_behind.pk) as is_mine:
            assert is_mine


@pytest.mark.skipif("sqlite" in str(connection.settings_dict["ENGINE"]),
                    reason="advisory locks are PostgreSQL's")
def test_a_run_another_server_holds_is_left_alone(left_behind) -> None:
    import psycopg  # only where PostgreSQL is used

    given = connection.get_connection_params()
    names = {"dbname", "user", "password", "host", "port"}
    with psycopg.connect(**{k: v for k, v in given.items() if k in names}) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [ROOM, left_behind.pk])
        assert resume() == 0
        assert execute(left_behind).state == RunState.RUNNING
    assert resume() == 1  # the other server is gone, and its claim with it
