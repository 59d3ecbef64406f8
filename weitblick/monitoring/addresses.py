"""Addresses of the pages about figures: files, indicators, areas, planning areas, measures."""

from django.urls import URLPattern, path

from weitblick.monitoring.views import areas, compare, desk, imports, indicators

DESK: tuple[URLPattern, ...] = (
    path("", desk.desk, name="desk"),
    path("daten/", imports.desk, name="imports"),
    path("daten/hochladen/", imports.upload, name="upload"),
    path("daten/datei/<int:pk>/", imports.question, name="question"),
    path("daten/datei/<int:pk>/verwerfen/", imports.drop, name="drop"),
    path("daten/<int:pk>/", imports.report, name="import"),
    path("daten/<int:pk>/nicht-verwendet.csv", imports.rejected, name="rejected"),
    path("daten/<int:pk>/aenderungen.csv", imports.differences, name="differences"),
    path("daten/<int:pk>/zuruecknehmen/", imports.undo, name="import-undo"),
    path("indikatoren/", indicators.overview, name="indicators"),
    path("indikatoren/<slug:code>/", indicators.indicator, name="indicator"),
    path("indikatoren/<slug:code>/kennblatt/", indicators.edit, name="sheet"),
    path("indikatoren/<slug:code>/werte.csv", indicators.export, name="values"),
    path("gebiete/", areas.overview, name="areas"),
    path("gebiete/vergleich/", compare.compare, name="compare"),
    path("gebiete/<str:key>/", areas.area, name="area"),
    path("gebiete/<str:key>/profil.csv", areas.export, name="area-values"),
)
PUBLIC: tuple[URLPattern, ...] = (
    path("indikatoren/<slug:code>/", indicators.public, name="indicator"),
    path("indikatoren/<slug:code>/werte.csv", indicators.public_export, name="values"),
    path("gebiete/", areas.public_overview, name="areas"),
    path("gebiete/<str:key>/", areas.public, name="area"),
    path("gebiete/<str:key>/profil.csv", areas.public_export, name="area-values"),
)
