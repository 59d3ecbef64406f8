"""The pages that see the whole chain."""

from django.urls import path

from weitblick.entrance import (
    account,
    agendas,
    board,
    desk,
    join,
    meetings,
    phone,
    reader,
    rehearsals,
    sheets,
    wifi,
)
from weitblick.entrance.urls_room import ROOM
from weitblick.faces.living import living

app_name = "entrance"
urlpatterns = [
    path("", join.start, name="start"),
    path("j/<str:code>/", join.join, name="join"),
    path("j/<str:code>/platz/", join.take_over, name="take-over"),
    path("m/<str:code>/", phone.now, name="phone"),
    path("m/<str:code>/meine/", phone.mine, name="mine"),
    path("m/<str:code>/meine/loeschen/", phone.erase, name="erase"),
    path("m/<str:code>/nachricht/", phone.notice, name="notice"),
    path("m/<str:code>/<int:pk>/", phone.activity, name="phone-activity"),
    path("tafel/<str:code>/<str:key>/", board.board, name="board"),
    path("desk/", desk.processes, name="desk"),
    path("desk/neu/", desk.new, name="new-process"),
    path("desk/<slug:slug>/", desk.overview, name="process"),
    path("desk/<slug:slug>/oeffentlich/", desk.publish, name="publish"),
    path("desk/<slug:slug>/einladen/", desk.invite, name="invite"),
    path("desk/<slug:slug>/treffen/neu/", meetings.new, name="new-meeting"),
    path("desk/<slug:slug>/treffen/<int:pk>/", meetings.meeting, name="meeting"),
    path("desk/<slug:slug>/treffen/<int:pk>/aktion/", meetings.act, name="meeting-act"),
    path("desk/<slug:slug>/treffen/<int:pk>/zurueck/", meetings.undo, name="meeting-undo"),
    path("desk/<slug:slug>/treffen/<int:pk>/angaben/", meetings.describe, name="describe-meeting"),
    path("desk/<slug:slug>/treffen/<int:pk>/ablauf/", agendas.agenda, name="agenda"),
    path("desk/<slug:slug>/treffen/<int:pk>/ablauf/uhr/", agendas.hours, name="agenda-hours"),
    path("desk/<slug:slug>/treffen/<int:pk>/ablauf/uebernehmen/", agendas.take,
         name="agenda-take"),
    path("desk/<slug:slug>/treffen/<int:pk>/ablauf/<int:activity>/", agendas.activity,
         name="activity"),
    path("desk/<slug:slug>/treffen/<int:pk>/probe/", rehearsals.page, name="rehearsal"),
    path("desk/<slug:slug>/treffen/<int:pk>/probe/beginnen/", rehearsals.start,
         name="rehearsal-start"),
    path("desk/<slug:slug>/probe/tempo/", rehearsals.pace, name="rehearsal-pace"),
    path("desk/<slug:slug>/probe/ende/", rehearsals.end, name="rehearsal-end"),
    path("desk/<slug:slug>/treffen/<int:pk>/wlan/", wifi.page, name="wifi"),
    path("desk/<slug:slug>/treffen/<int:pk>/aushang.pdf", sheets.sheet, name="join-sheet"),
    *ROOM,
    path("p/<slug:slug>/", reader.overview, name="reader"),
    path("p/<slug:slug>/daten.json", reader.data, name="data"),
    path("p/<slug:slug>/faden/<str:public_id>/", reader.trace, name="trace"),
    path("p/<slug:slug>/<slug:step>/", reader.step, name="reader-step"),
    path("konto/anmelden/", account.sign_in, name="sign-in"),
    path("konto/abmelden/", account.sign_out, name="sign-out"),
    path("konto/einladung/<str:token>/", account.invitation, name="invitation"),
    path("stil/", living, name="living"),
]
