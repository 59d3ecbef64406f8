"""Addresses of the room: who sits where, paper to print, paper typed in, photos and recordings."""

from django.urls import path

from weitblick.entrance import attachments, codes, seating, sheets

ROOM = [
    path("datei/<int:pk>/", attachments.serve, name="attachment"),
    path("desk/<slug:slug>/datei/<int:pk>/", attachments.act, name="attachment-act"),
    path("t/<str:code>/<int:table>/<int:activity>/", codes.table_code, name="table-code"),
    path("m/<str:code>/wuensche/", seating.wishes, name="wishes"),
    path("desk/<slug:slug>/treffen/<int:pk>/sitzordnung/", seating.page, name="seating"),
    path("desk/<slug:slug>/treffen/<int:pk>/sitzordnung/aktion/", seating.act, name="seating-act"),
    path("desk/<slug:slug>/treffen/<int:pk>/platzliste.pdf", sheets.place_list, name="place-list"),
    path("desk/<slug:slug>/treffen/<int:pk>/tischschilder.pdf", sheets.table_signs,
         name="table-signs"),
]
