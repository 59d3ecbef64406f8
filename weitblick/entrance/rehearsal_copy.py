"""The copy of a process in which a day is rehearsed: everything but the people, and away again.

Made through the same tables by which a process travels as a file, in memory. Nobody who took part
is in it: no seat, no pseudonym, no recording. Their words and numbers come along as said by nobody,
so that the desk looks as it will on the day.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from weitblick.lab.actions import digest_of
from weitblick.lab.tasks import carry_out
from weitblick.method.paper import storage
from weitblick.portable import TABLES, Tables, remove_process, tables_of, the_same, write_tables
from weitblick.trace.ids import new_public_id
from weitblick.voices.storage import path_of
from weitblick.workshop.actions import free_code
from weitblick.workshop.models import ActivityState, Meeting, Process, Role

PEOPLE = ("workshop.Participant", "workshop.Attendance", "workshop.SeatingRound",
          "workshop.Place", "voices.Attachment")
VOICE_OF = {
    "voices.Rating": ("participant", "item", "criterion"),
    "voices.Judgement": ("participant", "source", "target", "criterion"),
}
SUFFIX = "-probe"
WORD = re.compile(r"\b[0-9a-z]{10}\b")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


@transaction.atomic
def copy_for_rehearsal(process: Process) -> Process:
    """A copy to rehearse in, with the accounts and roles of the original and none of its people.

    Nobody is in the statistics office of a rehearsal: that role is given by the operator alone.
    """
    tables = json.loads(json.dumps(tables_of(process), default=lambda one: one.isoformat()))
    _as_rehearsal(tables, process)
    _without_people(tables)
    tables = _with_ids_of_its_own(tables)
    copy = write_tables(tables, the_same)
    copy.rehearsal_of = process
    copy.save(update_fields=["rehearsal_of"])
    return copy


def place_of(meeting: Meeting, copy: Process) -> Meeting:
    """The meeting of the copy that stands for this one: the same place in the same order."""
    order = list(meeting.process.meetings.order_by("pk").values_list("pk", flat=True))
    return copy.meetings.order_by("pk")[order.index(meeting.pk)]


def start_over(meeting: Meeting) -> None:
    """A meeting as it will be when the doors open: all planned, nothing shown, nobody there."""
    meeting.activities.update(
        state=ActivityState.PLANNED, opened_at=None, closed_at=None, ends_at=None,
        shows_results=False,
    )
    meeting.is_joinable, meeting.is_paused = True, False
    meeting.message, meeting.message_at, meeting.board_view, meeting.shown_round = "", None, "", 0
    meeting.save()


@transaction.atomic
def remove_rehearsal(copy: Process) -> None:
    """Remove a rehearsal with everything in it: rows, files, and jobs of its calculations."""
    if copy.rehearsal_of_id is None:
        raise ValueError("Only a rehearsal can be removed.")
    runs = list(copy.runs.values_list("pk", flat=True))
    files = _files_of(copy)
    _forget_jobs(runs)
    remove_process(copy)
    transaction.on_commit(lambda: _unlink(files), robust=True)


def _as_rehearsal(tables: Tables, process: Process) -> None:
    row = tables["workshop.Process"][0]
    with translation.override(process.frame.language):
        row["title"] = (_("Probe: %s") % process.title)[:200]
    row |= {"slug": _free_slug(process.slug), "is_public": False}
    row["is_example"] = True  # so every paper made in a rehearsal says that it is none
    for meeting in tables["workshop.Meeting"]:
        meeting["code"] = free_code()


def _free_slug(slug: str) -> str:
    base, number = f"{slug[:70]}{SUFFIX}", 1
    free = base
    while Process.objects.filter(slug=free).exists():
        number += 1
        free = f"{base}-{number}"
    return free


def _without_people(tables: Tables) -> None:
    """Drop the people, and what only the last word of each needs not; mend what refers to them.

    What must refer to somebody goes with them; what may stand without stays, as said by nobody.
    """
    gone: dict[str, set[int]] = {name: set(range(len(tables.get(name, [])))) for name in PEOPLE}
    for name, columns in VOICE_OF.items():
        gone[name] = _overtaken(tables.get(name, []), columns)
    gone["workshop.Membership"] = {
        place for place, row in enumerate(tables.get("workshop.Membership", []))
        if row["role"] == Role.STATISTICS}
    moved: dict[str, dict[int, int]] = {}
    for name, _way in TABLES:
        rows, dropped = tables.get(name, []), gone.setdefault(name, set())
        for place, row in enumerate(rows):
            if place not in dropped and not _mended(apps.get_model(name), row, gone, moved):
                dropped.add(place)
        stay = [place for place in range(len(rows)) if place not in dropped]
        moved[name] = {old: new for new, old in enumerate(stay)}
        tables[name] = [rows[place] for place in stay]


def _overtaken(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> set[int]:
    """Places of what somebody said and later said differently."""
    last: dict[tuple[Any, ...], int] = {}
    earlier = set()
    for place, row in enumerate(rows):
        if row["participant"] is None:
            continue
        key = tuple(row[column] for column in columns)
        if key in last:
            earlier.add(last[key])
        last[key] = place
    return earlier


def _mended(
    model: Any, row: dict[str, Any], gone: dict[str, set[int]], moved: dict[str, dict[int, int]]
) -> bool:
    """Let a row refer to where rows are now; False where it cannot be without one that is gone."""
    for field in model._meta.concrete_fields:
        target = field.related_model._meta.label if field.is_relation else ""
        value = row.get(field.name)
        if value is None or target not in moved:
            continue
        if value not in gone[target]:
            row[field.name] = moved[target][value]
        elif field.null:
            row[field.name] = None
        else:
            return False
    for many in model._meta.many_to_many:
        places = moved[many.related_model._meta.label]
        row[many.name] = [places[one] for one in row.get(many.name, []) if one in places]
    return True


def _with_ids_of_its_own(tables: Tables) -> Tables:
    """New public ids wherever one stands, new digests where a run's input names them; no keys."""
    for name in ("voices.Card", "voices.Rating", "voices.Judgement"):
        for row in tables.get(name, []):
            row["key"] = None
    fresh = {row["public_id"]: new_public_id() for row in tables.get("trace.Item", [])}
    runs = tables.get("lab.Run", [])
    before = [row["digest"] for row in runs if digest_of(row["inputs"]) == row["digest"]]
    changed = _replaced(tables, WORD, fresh)
    for row in changed.get("trace.Item", []):
        row["public_id"] = fresh.get(row["public_id"], row["public_id"])
    after = {digest: digest_of(row["inputs"])
             for digest, row in zip((row["digest"] for row in runs), changed.get("lab.Run", []),
                                    strict=True) if digest in before}
    return _replaced(changed, DIGEST, after)


def _replaced(tables: Tables, pattern: re.Pattern[str], words: dict[str, str]) -> Tables:
    text = json.dumps(tables, ensure_ascii=False)
    return dict(json.loads(pattern.sub(lambda one: words.get(one[0], one[0]), text)))


def _files_of(copy: Process) -> list[Path]:
    """Papers rendered for it, and files handed in during it that nothing else refers to."""
    attachments = apps.get_model("voices.Attachment")._default_manager
    own = set(attachments.filter(card__item__process=copy).values_list("digest", flat=True))
    others = attachments.filter(digest__in=own).exclude(card__item__process=copy)
    alone = own - set(others.values_list("digest", flat=True))
    return [storage.folder_of(copy), *(path_of(digest) for digest in alone)]


def _unlink(files: list[Path]) -> None:
    for file in files:
        if file.is_dir():
            shutil.rmtree(file, ignore_errors=True)
        else:
            file.unlink(missing_ok=True)


def _forget_jobs(runs: list[int]) -> None:
    """The queue remembers its jobs; those of a rehearsal go with it."""
    jobs = DBTaskResult.objects.filter(task_path=carry_out.module_path)
    gone = [job.pk for job in jobs if (job.args_kwargs.get("args") or [None])[0] in runs]
    DBTaskResult.objects.filter(pk__in=gone).delete()
