"""Background jobs of the monitoring."""

from django.db import transaction
from django_tasks import task

from weitblick.monitoring.actions import uploads
from weitblick.monitoring.models import Upload, UploadState


@task()
def carry_upload(pk: int) -> None:
    """Read the file of the upload with this primary key, unless that is done already."""
    upload = Upload.objects.filter(pk=pk).first()
    if upload and upload.state in (UploadState.WAITING, UploadState.WORKING):
        uploads.carry(upload)


def carry_on(one: Upload) -> None:
    """Have a file read as soon as what is known of it is on disk."""
    transaction.on_commit(lambda: carry_upload.enqueue(one.pk))
