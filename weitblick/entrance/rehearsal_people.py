"""The simulated people of rehearsals: they come in, and take part in what is opened.

They act through the product's own verbs, at the pace of people. One thread of one server moves
them; how many there are, and whether they hold still, stands in the database, so that it survives
a restart and reaches every process.
"""

import logging
import random
import threading
import time

from django.core.exceptions import ValidationError
from django.db import connection

from weitblick.entrance.pauses import kind_of
from weitblick.faces.phone import Seat
from weitblick.lab.claims import REHEARSALS, claimed
from weitblick.workshop import seats
from weitblick.workshop.models import Attendance, Meeting, Process
from weitblick.workshop.queries import activities_for, present

log = logging.getLogger(__name__)
BEAT, IDLE = 0.5, 2.0
"""Seconds between two looks at the rehearsals that run, and while none does."""
ARRIVING = 2
"""How many come in at a beat: seventy are there in less than twenty seconds."""
WITHIN = 25
"""Seconds in which everybody has contributed once, on average."""
EVERYBODY = 0


def beat(meeting: Meeting, rng: random.Random) -> int:
    """What happens in half a second: some arrive, some contribute. How many acted."""
    here = _simulated(meeting)
    missing = meeting.process.rehearsal_people - len(here)
    if missing > 0 and meeting.is_joinable:
        arrive(meeting, min(missing, ARRIVING), rng)
    if meeting.is_paused or not here:
        return max(0, min(missing, ARRIVING))
    share = len(here) * BEAT / WITHIN
    busy = int(share) + (rng.random() < share - int(share))
    return sum(contribute(one, rng) for one in rng.sample(here, min(busy, len(here))))


def arrive(meeting: Meeting, count: int, rng: random.Random) -> None:
    """So many simulated people join, each at the table that has the fewest."""
    sectors = [sector.slug for sector in meeting.process.frame.sectors]
    tables = list(meeting.tables.all())
    for _one in range(count):
        sits = {table.pk: table.attendances.count() for table in tables}
        table = min(tables, key=lambda one: sits[one.pk], default=None)
        seats.join(meeting, sector=rng.choice(sectors), table=table, simulated=True)


def contribute(attendance: Attendance, rng: random.Random) -> bool:
    """One contribution of one person to something that is open for them, if any is."""
    meeting = attendance.meeting
    open_here = [one for one in activities_for(attendance) if not one.is_pause]
    if not open_here:
        return False
    activity = rng.choice(open_here)
    activity.meeting = meeting
    kind = kind_of(activity)
    if kind is None or kind.rehearse is None:
        return False
    try:
        kind.rehearse(Seat(attendance.participant, meeting, activity), rng)
    except ValidationError:
        return False  # closed or changed this very moment, as it happens to people too
    return True


class Rehearsals:
    """The thread that moves the simulated people of all rehearsals.

    With several server processes each has one, and one of them holds the claim and moves everybody;
    the others ask now and then whether it is free.
    """

    def __init__(self) -> None:
        self._over = threading.Event()
        self._rng = random.Random()
        self._thread = threading.Thread(target=self._run, name="rehearsals", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present beat."""
        self._over.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._over.wait(IDLE):
            try:
                with claimed(EVERYBODY, REHEARSALS) as is_mine:
                    if is_mine:
                        self._keep_moving()
            except Exception:
                log.exception("Rehearsals stumbled and ask for their claim again")
            finally:
                connection.close()

    def _keep_moving(self) -> None:
        """Beat after beat, as long as the connection that holds the claim."""
        connection.ensure_connection()  # on SQLite nothing was asked of it to get the claim
        holding, wait = connection.connection, 0.0
        while connection.connection is holding and not self._over.wait(wait):
            begun = time.monotonic()
            pace = BEAT if self._beat() else IDLE
            wait = max(0.0, pace - (time.monotonic() - begun))  # a slow beat slows nobody down

    def _beat(self) -> int:
        """Move the people of every rehearsal once; how many rehearsals run."""
        running = list(Process.objects.exclude(rehearsal_of=None).filter(rehearsal_people__gt=0))
        for process in running:
            try:
                self._move(process)
            except Exception:
                if Process.objects.filter(pk=process.pk).exists():  # else it ended this very moment
                    log.exception("A rehearsal stumbled and goes on")
        return len(running)

    def _move(self, process: Process) -> None:
        for meeting in process.meetings.exclude(attendances=None).distinct():
            meeting.process = process
            beat(meeting, self._rng)


def _simulated(meeting: Meeting) -> list[Attendance]:
    return [one for one in present(meeting) if one.participant.is_simulated]
