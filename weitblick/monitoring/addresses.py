"""Addresses of the pages about figures: files, indicators, areas, planning areas, measures."""

from django.urls import URLPattern, path

from weitblick.monitoring.views import (
    areas,
    compare,
    desk,
    import_questions,
    import_reports,
    imports,
    indicators,
    measures,
    planning,
)

DESK: tuple[URLPattern, ...] = (
    path("", desk.desk, name="desk"),
    path("daten/", imports.desk, name="imports"),
    path("daten/hochladen/", imports.upload, name="upload"),
    path("daten/datei/<int:row>/", import_questions.question, name="question"),
    path("daten/datei/<int:row>/verwerfen/", imports.drop, name="drop"),
    path("daten/<int:row>/", import_reports.report, name="import"),
    path("daten/<int:row>/nicht-verwendet.csv", import_reports.rejected, name="rejected"),
    path("daten/<int:row>/aenderungen.csv", import_reports.differences, name="differences"),
    path("daten/<int:row>/zuruecknehmen/", import_reports.undo, name="import-undo"),
    path("indikatoren/", indicators.overview, name="indicators"),
    path("indikatoren/<slug:code>/", indicators.indicator, name="indicator"),
    path("indikatoren/<slug:code>/kennblatt/", indicators.edit, name="sheet"),
    path("indikatoren/<slug:code>/werte.csv", indicators.export, name="values"),
    path("gebiete/", areas.overview, name="areas"),
    path("gebiete/vergleich/", compare.compare, name="compare"),
    path("gebiete/vergleich/gewichte/", compare.agree, name="compare-agree"),
    path("gebiete/<str:key>/", areas.area, name="area"),
    path("gebiete/<str:key>/profil.csv", areas.export, name="area-values"),
    path("raeume/", planning.overview, name="planning"),
    path("raeume/neu/", planning.new, name="new-planning"),
    path("raeume/<str:key>/", planning.version, name="planning-version"),
    path("massnahmen/", measures.overview, name="measures"),
    path("massnahmen.csv", measures.export, name="measures-export"),
    path("massnahmen/ziel/neu/", measures.new_goal, name="new-goal"),
    path("massnahmen/ziel/<int:row>/", measures.goal, name="goal"),
    path("massnahmen/ziel/<int:row>/massnahme/", measures.new_measure, name="new-measure"),
    path("massnahmen/<int:row>/", measures.measure, name="measure"),
    path("massnahmen/<int:row>/aendern/", measures.edit, name="measure-edit"),
    path("massnahmen/<int:row>/aktion/", measures.act, name="measure-act"),
)
PUBLIC: tuple[URLPattern, ...] = (
    path("indikatoren/<slug:code>/", indicators.public, name="indicator"),
    path("indikatoren/<slug:code>/werte.csv", indicators.public_export, name="values"),
    path("gebiete/", areas.public_overview, name="areas"),
    path("gebiete/<str:key>/", areas.public, name="area"),
    path("gebiete/<str:key>/profil.csv", areas.public_export, name="area-values"),
    path("massnahmen/", measures.public, name="measures"),
)
