"""Who carries a run out: a claim that ends with the server that holds it, however it ends.

With PostgreSQL several servers share a database. A claim is an advisory lock of the session: when
a server is killed, the database lets go of it, and the next one that starts takes the run up. With
SQLite there is one server, and every run it finds at its start was left behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ROOM = 2035  # the first half of the lock's name, so that no other part of the house meets it


@contextmanager
def claimed(run_pk: int) -> Iterator[bool]:
    """Hold a run while it is carried out; False if another server holds it."""
    if connection.vendor != "postgresql":
        yield True
        return
    is_mine = _ask("SELECT pg_try_advisory_lock(%s, %s)", run_pk)
    try:
        yield is_mine
    finally:
        if is_mine:
            _ask("SELECT pg_advisory_unlock(%s, %s)", run_pk)


def _ask(question: str, run_pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [ROOM, run_pk])
        return bool(cursor.fetchone()[0])
