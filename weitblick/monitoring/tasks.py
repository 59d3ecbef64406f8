"""Background jobs of the monitoring."""

from django_tasks import task

from weitblick.monitoring.actions import uploads
from weitblick.monitoring.models import Upload, UploadState


@task()
def carry_upload(pk: int) -> None:
    """Read the file of the upload with this primary key, unless that is done already."""
    upload = Upload.objects.filter(pk=pk).first()
    if upload and upload.state in (UploadState.WAITING, UploadState.WORKING):
        uploads.carry(upload)
