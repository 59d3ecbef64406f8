"""What many send at once is written together: each gets an own answer once it is on disk, what
goes wrong for one concerns nobody else, and a group that cannot be written acknowledges nothing."""

import datetime as dt
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from weitblick.workshop import clock
from weitblick.workshop.grouped import Group
from weitblick.workshop.models import Process

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL groups by itself"),
]


@pytest.fixture
def group():
    """A group with its thread; the test's own database is shared with it."""
    connection.inc_thread_sharing()
    made = Group()
    made.start()
    yield made
    made.stop()
    connection.dec_thread_sharing()


def make(name):
    return Process.objects.create(slug=name, title=name, question="?", horizon=2035, frame_data={})


def at_once(group, works):
    """The results, or the names of the exceptions, of works asked for at the same moment."""
    ready = threading.Barrier(len(works))

    def ask(work):
        ready.wait()
        try:
            return group.carry_out(work)
        except (ValidationError, IntegrityError, OperationalError) as problem:
            return type(problem).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(ask, works))


def in_one_group(group, works):
    """The same, where all of them wait while the first one is written."""
    begun, all_wait = threading.Event(), threading.Event()

    def first():
        begun.set()
        assert all_wait.wait(10)

    with ThreadPoolExecutor(1) as pool:
        early = pool.submit(group.carry_out, first)
        assert begun.wait(10)
        threading.Timer(0.3, all_wait.set).start()
        found = at_once(group, works)
        early.result()
    return found


def test_what_is_asked_meanwhile_goes_to_disk_together(group):
    order = []

    def work(name):
        def write():
            made = make(name)
            order.append("written")
            transaction.on_commit(lambda: order.append("on disk"))
            return made.slug
        return write

    assert in_one_group(group, [work("a"), work("b"), work("c")]) == ["a", "b", "c"]
    assert order == ["written"] * 3 + ["on disk"] * 3
    assert set(Process.objects.values_list("slug", flat=True)) == {"a", "b", "c"}


def test_what_goes_wrong_for_one_concerns_nobody_else(group):
    def refused():
        make("half")
        raise ValidationError("no")

    works = [lambda: make("a").slug, refused, lambda: make("b").slug]
    assert in_one_group(group, works) == ["a", "ValidationError", "b"]
    assert set(Process.objects.values_list("slug", flat=True)) == {"a", "b"}


def test_what_the_disk_refuses_at_the_end_is_found_and_the_others_are_written(group):
    def points_nowhere():
        Process.objects.create(
            slug="x", title="x", question="?", horizon=2035, frame_data={}, rehearsal_of_id=10**9,
        )

    works = [lambda: make("a").slug, points_nowhere, lambda: make("b").slug]
    assert in_one_group(group, works) == ["a", "IntegrityError", "b"]
    assert set(Process.objects.values_list("slug", flat=True)) == {"a", "b"}


@pytest.fixture
def narrow():
    """A deed that asks for more than the disk has; afterwards the disk is as large as before."""
    with connection.cursor() as cursor:
        pages, free, size, most = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size", "max_page_count"))

    def fill():
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {pages + 50}")
        Process.objects.filter(slug="there").update(question="?" * (free + 100) * size)

    make("there")
    yield fill
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {most}")


def test_a_full_disk_takes_nothing_back_that_was_acknowledged(group, narrow):
    works = [lambda: make("a").slug, narrow, lambda: make("b").slug]
    told = in_one_group(group, works)
    assert told == ["a", "OperationalError", "b"]
    assert set(Process.objects.values_list("slug", flat=True)) == {"there", "a", "b"}


def test_a_full_disk_that_the_deed_itself_gets_over_is_found_too(group, narrow):
    def gets_over():
        try:
            narrow()
        except OperationalError:
            return "went on"

    told = in_one_group(group, [lambda: make("a").slug, gets_over])
    assert told == ["a", "Undone"]
    assert set(Process.objects.values_list("slug", flat=True)) == {"there", "a"}


def test_what_goes_wrong_after_the_disk_is_no_reason_to_say_it_was_not_written(group, caplog):
    def stumbles():
        transaction.on_commit(lambda: 1 / 0)
        return make("b").slug

    assert in_one_group(group, [lambda: make("a").slug, stumbles]) == ["a", "b"]
    assert set(Process.objects.values_list("slug", flat=True)) == {"a", "b"}
    assert "ZeroDivisionError" in caplog.text


def test_the_time_of_who_asks_counts(group):
    moment = dt.datetime(2026, 3, 14, 9, 30, tzinfo=dt.UTC)
    with clock.at(moment):
        assert group.carry_out(clock.now) == moment


def test_who_writes_already_and_where_no_group_runs_it_is_done_here(group):
    here = threading.get_ident()
    with transaction.atomic():
        assert group.carry_out(threading.get_ident) == here
    assert group.carry_out(threading.get_ident) != here
    assert Group().carry_out(threading.get_ident) == here


def test_what_waits_at_the_end_is_still_written(group):
    begun = threading.Event()

    def slow():
        begun.set()
        time.sleep(0.2)
        return make("slow").slug

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(group.carry_out, slow)
        assert begun.wait(10)
        second = pool.submit(group.carry_out, lambda: make("late").slug)
        time.sleep(0.05)
        group.stop()
        assert (first.result(), second.result()) == ("slow", "late")


@pytest.fixture
def lock(tmp_path):
    """A database file that is locked while a group is written; its path and a deed that locks."""
    path = tmp_path / "lock.sqlite3"
    held = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=20)
    held.execute("CREATE TABLE told (word)")

    def write():
        if not held.in_transaction:
            held.execute("BEGIN IMMEDIATE")
            transaction.on_commit(lambda: held.execute("COMMIT"))
        time.sleep(0.005)

    yield path, write
    held.close()


def test_a_desk_gets_its_turn_while_phones_write_without_pause(group, lock):
    path, write = lock
    end, waits = time.monotonic() + 20, []

    def phone():
        while time.monotonic() < end and len(waits) < 5:
            group.carry_out(write)

    with ThreadPoolExecutor(6) as pool:
        for _phone in range(6):
            pool.submit(phone)
        desk = sqlite3.connect(path, isolation_level=None, timeout=30)
        for _turn in range(5):
            time.sleep(0.2)
            begun = time.monotonic()
            desk.execute("BEGIN IMMEDIATE")
            desk.execute("COMMIT")
            waits.append(time.monotonic() - begun)
        desk.close()
    assert [wait < 2 for wait in waits] == [True] * 5
