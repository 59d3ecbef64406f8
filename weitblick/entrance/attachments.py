"""Serving photos and recordings to those who may see them; releasing and removing them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weitblick.entrance.seats import seated
from weitblick.faces.desk import came_from, desk_page
from weitblick.trace.models import State
from weitblick.voices import attachments, storage
from weitblick.voices.models import Attachment
from weitblick.workshop.models import Process, Role
from weitblick.workshop.roles import may

SUFFIXES = {"image/jpeg": "jpg", "image/webp": "webp", "audio/mp4": "m4a", "audio/webm": "webm",
            "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/wav": "wav"}


@require_safe
def serve(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """A file, for the desk, for whoever handed it in, and for all once it was released."""
    rows = Attachment.objects.select_related("activity__meeting__process", "card__item")
    found = get_object_or_404(rows, pk=pk)
    if not _may_see(request, found):
        raise Http404
    path = storage.path_of(found.digest)
    if not path.is_file():
        raise Http404
    # The server neither reads ranges nor guesses types: a browser loads the whole small file.
    known = found.media_type in SUFFIXES
    answer = FileResponse(path.open("rb"), content_type=found.media_type if known
                          else "application/octet-stream")
    name = f"{found.digest[:12]}.{SUFFIXES.get(found.media_type, 'bin')}"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@desk_page(Role.FACILITATOR)
def act(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Release, take back or remove."""
    found = get_object_or_404(Attachment, activity__meeting__process=process, pk=pk)
    do = request.POST.get("do")
    if do in ("release", "withdraw"):
        attachments.release(found, do == "release")
        messages.success(request, _("Öffentlich freigegeben.") if do == "release"
                         else _("Nicht mehr öffentlich."))
    elif do == "remove":
        attachments.remove([found])
        messages.success(request, _("Die Datei ist gelöscht."))
    else:
        raise ValidationError(_("Diesen Knopf gibt es nicht."))
    return redirect(came_from(request, f"/desk/{process.slug}/"))


def _may_see(request: HttpRequest, found: Attachment) -> bool:
    process = found.activity.meeting.process if found.activity else None
    if process is None:
        return False
    if may(request.user, process, Role.FACILITATOR, Role.ANALYST, Role.SCRIBE):
        return True
    card = found.card
    if card is None:
        return False
    if process.is_public and found.is_released and card.item.state == State.LIVE:
        return True
    participant = seated(request, process)
    return participant is not None and card.participant_id == participant.pk
