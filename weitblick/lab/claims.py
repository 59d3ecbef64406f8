"""Who does what only one server may do: a claim that ends with the server that holds it, however.

With PostgreSQL several servers share a database. A claim is an advisory lock of the session: when
a server is killed, the database lets go of it, and the next one that asks takes the work up. With
SQLite there is one server, and every run it finds at its start was left behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ROOM = 2035  # the first half of the lock's name, so that no other part of the house meets it
REHEARSALS = 2036
"""The half for moving the simulated people of all rehearsals."""


@contextmanager
def claimed(number: int, room: int = ROOM) -> Iterator[bool]:
    """Hold a run (or other work) while it is carried out; False if another server holds it.

    The database connection must stay open meanwhile: the claim ends with it.
    """
    if connection.vendor != "postgresql":
        yield True
        return
    is_mine = _ask("SELECT pg_try_advisory_lock(%s, %s)", room, number)
    try:
        yield is_mine
    finally:
        if is_mine:
            _ask("SELECT pg_advisory_unlock(%s, %s)", room, number)


def _ask(question: str, room: int, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [room, number])
        return bool(cursor.fetchone()[0])
