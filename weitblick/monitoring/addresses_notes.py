"""Addresses of what stands beside the chain: notes of evidence, forecasts, what-ifs, signposts."""

from django.urls import URLPattern, path

from weitblick.monitoring.views import (
    access,
    forecast_results,
    forecasts,
    notes,
    pick,
    places,
    signposts,
    stops,
)

DESK: tuple[URLPattern, ...] = (
    path("belege/", notes.notes, name="notes"),
    path("belege/anheften/", notes.pin, name="pin"),
    path("belege/<str:public_id>/", notes.note, name="note"),
    path("belege/<str:public_id>/aktion/", notes.act, name="note-act"),
    path("was-waere-wenn/", access.whatifs, name="whatifs"),
    path("was-waere-wenn/<str:key>/", access.whatif, name="whatif"),
    path("was-waere-wenn/<str:key>/aktion/", access.act, name="whatif-act"),
    path("was-waere-wenn/<str:key>/gebiete.csv", access.export, name="whatif-export"),
    path("vorausberechnung/", forecasts.forecasts, name="forecasts"),
    path("vorausberechnung/fruehere/", forecasts.earlier, name="earlier"),
    path("vorausberechnung/<str:key>/", forecast_results.forecast, name="forecast"),
    path("vorausberechnung/<str:key>/aktion/", forecast_results.act, name="forecast-act"),
    path("vorausberechnung/<str:key>/werte.csv", forecast_results.export, name="forecast-export"),
    path("wegmarken/", signposts.signposts, name="signposts"),
    path("wegmarken/<int:pk>/herausnehmen/", signposts.retire, name="signpost-retire"),
    path("orte/", places.places, name="places"),
    path("orte/haltestellen/", stops.overview, name="stops"),
    path("orte/haltestellen.csv", stops.export, name="stops-export"),
    path("orte/karte.svg", pick.picture, name="pick-map"),
    path("orte/<int:pk>/entfernen/", places.remove, name="place-remove"),
)
