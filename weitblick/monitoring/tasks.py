"""Background jobs of the monitoring."""

from django.db import connection, transaction
from django_tasks import task

from weitblick.lab.claims import claimed
from weitblick.monitoring.actions import uploads
from weitblick.monitoring.models import Upload, UploadState

CLAIMS = 2038
"""The first half of the name of an upload's claim; see ``lab.claims``."""
TRIES = 3
"""How often a file is taken up that a server did not survive, before it counts as not readable."""


@task()
def carry_upload(pk: int) -> None:
    """Read the file of the upload with this primary key, unless that is done or being done."""
    with claimed(pk, CLAIMS) as is_mine:
        upload = Upload.objects.filter(pk=pk).first() if is_mine else None
        if upload and upload.state in (UploadState.WAITING, UploadState.WORKING):
            uploads.carry(upload)


def carry_on(one: Upload) -> None:
    """Have a file read as soon as what is known of it is on disk."""
    transaction.on_commit(lambda: carry_upload.enqueue(one.pk))


def resume() -> int:
    """Queue the files again whose reading ended with a server. How many.

    As with runs (``lab.worker.resume``): with SQLite all that is open was left behind, with
    PostgreSQL what nobody holds.
    """
    states = [UploadState.WORKING]
    if connection.vendor == "sqlite":
        states.append(UploadState.WAITING)
    left = [one for one in Upload.objects.filter(state__in=states).order_by("pk") if _is_free(one)]
    again = [one for one in left if uploads.take_up(one, TRIES)]
    for one in again:
        carry_upload.enqueue(one.pk)
    return len(again)


def _is_free(one: Upload) -> bool:
    with claimed(one.pk, CLAIMS) as is_free:
        return is_free
