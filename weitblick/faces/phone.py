"""The phone face: one seat, one open activity, one answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from weitblick.voices.actions import Speaker
from weitblick.workshop import seating
from weitblick.workshop.models import Activity, Meeting, Participant, Process
from weitblick.workshop.queries import state_token


@dataclass(frozen=True)
class Seat:
    """Who holds this phone, and what is open for it; ``state`` as of when that was read."""

    participant: Participant
    meeting: Meeting
    activity: Activity
    state: str = ""

    @property
    def process(self) -> Process:
        """The process the seat belongs to."""
        return self.meeting.process

    @property
    def speaker(self) -> Speaker:
        """The participant as a voice."""
        return Speaker(participant=self.participant)

    @cached_property
    def url(self) -> str:
        """Where this activity is shown and its forms are sent."""
        return reverse("entrance:phone-activity", args=[self.meeting.code, self.activity.pk])


def show(
    request: HttpRequest, seat: Seat, template: str, context: Mapping[str, Any] | None = None,
    *, status: int = 200,
) -> HttpResponse:
    """Answer with a phone page. ``status`` 422 for a form that needs mending."""
    return render(
        request, template,
        {
            "process": seat.process, "meeting": seat.meeting, "activity": seat.activity,
            "participant": seat.participant, "seat": seat,
            "live_url": f"/live/phone/{seat.meeting.code}",
            "state": seat.state or state_token(seat.meeting),
            "sits": seating.seated(seat.meeting, seat.participant), **(context or {}),
        },
        status=status,
    )


def again(seat: Seat, anchor: str = "") -> HttpResponse:
    """After a contribution: back to the same activity (post, redirect, get)."""
    return HttpResponseRedirect(seat.url + (f"#{anchor}" if anchor else ""))


def cookie_name(process: Process) -> str:
    """The cookie that holds the secret of a seat in this process."""
    return f"seat_{process.pk}"
