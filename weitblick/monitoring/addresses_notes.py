"""Addresses of what stands beside the chain: notes of evidence, forecasts, what-ifs, signposts."""

from django.urls import URLPattern, path

from weitblick.monitoring.views import notes

DESK: tuple[URLPattern, ...] = (
    path("belege/", notes.notes, name="notes"),
    path("belege/anheften/", notes.pin, name="pin"),
    path("belege/<str:public_id>/", notes.note, name="note"),
    path("belege/<str:public_id>/aktion/", notes.act, name="note-act"),
)
