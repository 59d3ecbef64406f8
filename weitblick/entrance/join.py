"""Start and joining: a code, a group, a seat. No account."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weitblick.entrance import throttle
from weitblick.entrance.forms import CodeForm, JoinForm, PersonalCodeForm
from weitblick.entrance.seats import keep_seat, meeting_for, meeting_or_404, seated
from weitblick.workshop import seats
from weitblick.workshop.models import Meeting, Participant, Process
from weitblick.workshop.queries import is_here


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The first page: type a code, or read what is public."""
    form = CodeForm(request.POST or None)
    where = throttle.address(request)
    if request.method == "POST":
        try:
            throttle.check(throttle.CODE, where)
        except throttle.TooManyTries as problem:
            return render(request, "entrance/slowly.html", {"problem": problem}, status=429)
        if form.is_valid():
            return redirect("entrance:join", code=form.cleaned_data["code"].code)
        throttle.failed(throttle.CODE, where)
    public = Process.objects.filter(is_public=True)
    return render(request, "entrance/start.html", {"form": form, "public": public},
                  status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a group and sit down; who is known in the process only comes in."""
    where = throttle.address(request)
    try:
        throttle.check(throttle.CODE, where)
        meeting = meeting_or_404(code)
    except throttle.TooManyTries as problem:
        return render(request, "entrance/slowly.html", {"problem": problem}, status=429)
    except Http404:
        throttle.failed(throttle.CODE, where)
        raise
    if participant := seated(request, meeting.process):
        return _come_in(request, meeting, participant)
    form = JoinForm(request.POST or None, frame=meeting.process.frame)
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = seats.join(meeting, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            answer = redirect("entrance:phone", code=meeting.code)
            return keep_seat(answer, meeting.process, secret)
    context = {"form": form, "meeting": meeting, "process": meeting.process}
    return render(request, "entrance/join.html", context, status=422 if form.errors else 200)


def _come_in(request: HttpRequest, meeting: Meeting, participant: Participant) -> HttpResponse:
    """Somebody the process knows: already here, or greeted and asked to come in."""
    if is_here(meeting, participant):
        return redirect("entrance:phone", code=meeting.code)
    if request.method == "POST" and meeting.is_joinable:
        seats.attend(meeting, participant)
        return redirect("entrance:phone", code=meeting.code)
    return render(request, "entrance/welcome_back.html", {
        "meeting": meeting, "process": meeting.process, "participant": participant,
    }, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, code: str) -> HttpResponse:
    """Move a seat to this device by its personal code."""
    meeting = meeting_for(request, code)
    form = PersonalCodeForm(request.POST or None, initial={
        "personal_code": request.GET.get("personal_code", ""),  # from the code on a name tag
    })
    if request.method == "POST" and form.is_valid():
        who = (meeting.process.pk, throttle.address(request))
        try:
            throttle.check(throttle.PERSONAL, *who)
            participant, secret = seats.take_over(meeting.process, **form.cleaned_data)
        except throttle.TooManyTries as problem:
            return render(request, "entrance/slowly.html", {"problem": problem}, status=429)
        except ValidationError as problem:
            throttle.failed(throttle.PERSONAL, *who)
            form.add_error("personal_code", problem)
        else:
            if meeting.is_joinable:
                seats.attend(meeting, participant)
            answer = redirect("entrance:phone", code=meeting.code)
            return keep_seat(answer, meeting.process, secret)
    context = {"form": form, "meeting": meeting, "process": meeting.process}
    return render(request, "entrance/take_over.html", context, status=422 if form.errors else 200)
