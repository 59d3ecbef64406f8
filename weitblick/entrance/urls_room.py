"""Addresses of the room: who sits where, paper to print, paper typed in, photos and recordings."""

from django.urls import path

from weitblick.entrance import attachments, codes, printing, seating, sheets, typing

ROOM = [
    path("datei/<int:pk>/", attachments.serve, name="attachment"),
    path("desk/<slug:slug>/datei/<int:pk>/", attachments.act, name="attachment-act"),
    path("t/<str:code>/<int:table>/<int:activity>/", codes.table_code, name="table-code"),
    path("desk/<slug:slug>/treffen/<int:pk>/eintippen/", typing.overview, name="typing"),
    path("desk/<slug:slug>/treffen/<int:pk>/eintippen/<int:activity>/", typing.cards,
         name="typing-cards"),
    path("desk/<slug:slug>/treffen/<int:pk>/eintippen/<int:activity>/aehnlich/", typing.similar,
         name="typing-similar"),
    path("desk/<slug:slug>/treffen/<int:pk>/eintippen/<int:activity>/zurueck/", typing.undo,
         name="typing-undo"),
    path("desk/<slug:slug>/treffen/<int:pk>/eintippen/<int:activity>/fotos/", typing.sheets,
         name="typing-sheets"),
    path("desk/<slug:slug>/treffen/<int:pk>/eintippen/<int:activity>/haende/", typing.hands,
         name="typing-hands"),
    path("m/<str:code>/wuensche/", seating.wishes, name="wishes"),
    path("desk/<slug:slug>/treffen/<int:pk>/sitzordnung/", seating.page, name="seating"),
    path("desk/<slug:slug>/treffen/<int:pk>/sitzordnung/aktion/", seating.act, name="seating-act"),
    path("desk/<slug:slug>/treffen/<int:pk>/drucken/", printing.page, name="printing"),
    path("desk/<slug:slug>/treffen/<int:pk>/drucken/<slug:what>.<slug:form>", printing.sheet,
         name="sheet"),
    path("desk/<slug:slug>/treffen/<int:pk>/platzliste.pdf", sheets.place_list, name="place-list"),
    path("desk/<slug:slug>/treffen/<int:pk>/tischschilder.pdf", sheets.table_signs,
         name="table-signs"),
]
