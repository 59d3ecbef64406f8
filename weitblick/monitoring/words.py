"""German sentences for every code that importers give: what was found, and how to mend it.

Importers know no Django and speak stable English; what people read is chosen here by ``code`` and
filled with ``params``. A test holds that every code of the importers stands here.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from weitblick.evidence.importers import Format

Words = Mapping[str, str | Promise]
LISTED = 10

FORMATS: dict[str, str | Promise] = {
    Format.FLAT_5: _("GENESIS-Flachdatei (ffcsv)"),
    Format.FLAT_4: _("GENESIS-Flachdatei, Layout bis 2024"),
    Format.CROSSTAB: _("GENESIS-Tabelle (CSV von Hand geladen)"),
    Format.INKAR_WEB: _("INKAR-Tabelle (CSV)"),
    Format.INKAR_WORKBOOK: _("INKAR-Tabelle (Excel)"),
    Format.INKAR_BULK: _("INKAR-Gesamtdatei"),
    Format.IRIS: _("INKAR-Zeitreihe (IRIS)"),
    Format.WEGWEISER: _("Wegweiser Kommune (JSON)"),
    Format.BA_WORKBOOK: _("Bundesagentur für Arbeit (Excel)"),
    Format.GISD: _("Deprivationsindex GISD (RKI)"),
    Format.ZENSUS_GRID: _("Zensus-Gitter"),
    Format.VG250: _("Gemeindeverzeichnis VG250-EW"),
    Format.PLAIN_CSV: _("eigene Tabelle (CSV)"),
    Format.PLAIN_WORKBOOK: _("eigene Tabelle (Excel)"),
    Format.GTFS: _("Fahrplan (GTFS)"),
    Format.BOUNDARIES: _("Grenzen"),
    Format.ROADS: _("Straßennetz"),
    "places": _("Orte"),
    "gtfs": _("Fahrplan (GTFS)"),
    "travel-times": _("Fahrzeiten"),
}

MENDABLE: Words = {
    "lost_leading_zeros": _("Die führende Null, die eine Tabellenkalkulation den Schlüsseln "
                            "genommen hat, wieder davorsetzen."),
    "short_thueringen_keys": _("Vor die kurzen Schlüssel des Thüringer Landesamtes 160 setzen."),
    "key_as_number": _("Schlüssel, die als Zahl geschrieben sind (16051.0, 16.051), als Text "
                       "lesen."),
    "key_scientific": _("Abgekürzte Schlüssel (1,6051E+11) ausschreiben, soweit sie verschieden "
                        "bleiben."),
    "number_scientific": _("Abgekürzte Zahlen (1,23E+05) so nehmen, wie sie dastehen."),
    "date_as_number": _("Tageszahlen einer Tabellenkalkulation (43830) als Datum lesen."),
    "mixed_encoding": _("Die betroffenen Zeilen in ihrer eigenen Zeichenkodierung lesen."),
    "double_encoding": _("Doppelt kodierte Umlaute so lesen, wie sie gemeint waren."),
    "torn_line": _("Die Zeilen um eine zerrissene herum als vollständig ansehen."),
    "end_missing": _("Die letzte Zeile als vollständig ansehen, obwohl die Datei nicht mit ihr "
                     "endet."),
    "unknown_unit": _("Eine Einheit, die hier nicht bekannt ist, ohne Umrechnung übernehmen."),
    "thousands_points": _("Punkte in Dreiergruppen als Tausenderpunkte lesen."),
}

REJECTED: Words = {
    **{code: _("Ohne Ihre Zustimmung nicht verwendet: {mend}") for code in MENDABLE},
    "no_area_key": _("Die Zeile hat keinen Gebietsschlüssel. Ergänzen Sie den amtlichen "
                     "Schlüssel."),
    "bad_area_key": _("{key} ist kein Schlüssel eines deutschen Gebiets. Berichtigen Sie ihn oder "
                      "lassen Sie die Zeile weg."),
    "no_area_variable": _("Kein Merkmal der Zeile ist ein Gebiet. Wählen Sie eine Tabelle mit "
                          "Gebieten."),
    "bad_period": _("{period} ist keine Zeitangabe. Schreiben Sie 2024-12-31, 31.12.2024 oder "
                    "2024."),
    "not_a_number": _("{value} ist weder Zahl noch Zeichen. Berichtigen Sie die Zelle."),
    "other_decimal_sign": _("{value} hat ein anderes Dezimalzeichen als die Datei. Berichtigen Sie "
                            "die Zelle."),
    "number_as_date": _("{value}: Eine Tabellenkalkulation hat aus der Zahl ein Datum gemacht. "
                        "Nehmen Sie die ursprüngliche Datei."),
    "excel_error": _("{value}: Die Zelle enthält einen Fehler der Tabellenkalkulation. Berichtigen "
                     "Sie die Formel."),
    "broken_quotes": _("Die Anführungszeichen der Zeile passen nicht. Berichtigen Sie die Zeile."),
    "wrong_column_count": _("Die Zeile hat {found} Zellen statt {expected}. Berichtigen Sie die "
                            "Zeile."),
    "control_character": _("Die Zeile enthält unlesbare Zeichen. Laden Sie die Datei neu."),
    "repeated": _("Dieselbe Größe steht schon in einer früheren Zeile, die verwendet wird."),
    "duplicate": _("Derselbe Wert steht schon an anderer Stelle. Er zählt einmal."),
    "contradiction": _("Eine andere Zeile nennt für dasselbe einen anderen Wert. Berichtigen Sie "
                       "eine von beiden."),
    "unit_differs": _("Das Merkmal hat in den übrigen Zeilen eine andere Einheit ({unit}). "
                      "Berichtigen Sie die Zeile."),
    "key_lost": _("Mehrere Gebiete haben denselben abgekürzten Schlüssel {key}. Nehmen Sie die "
                  "ursprüngliche Datei."),
    "keys_differ": _("AGS {key} und ARS {other} bezeichnen verschiedene Gemeinden. Berichtigen Sie "
                     "die Zeile."),
    "grid_mismatch": _("{key} und die Koordinaten bezeichnen verschiedene Zellen. Berichtigen Sie "
                       "die Zeile."),
    "place_without_name": _("Der Ort hat keinen Namen. Ergänzen Sie einen."),
    "place_without_position": _("Der Ort hat weder Lage noch Anschrift. Ergänzen Sie eines davon."),
    "place_bad_position": _("{value} ist keine Lage in Deutschland oder nahebei. Berichtigen Sie "
                            "sie."),
    "place_swapped_position": _("{value}: Breite und Länge sind vertauscht. Tauschen Sie die "
                                "Spalten."),
    "place_bad_capacity": _("{value} ist keine Kapazität. Schreiben Sie eine Zahl ab 0."),
    "place_by_address": _("Der Ort hat nur eine Anschrift, keine Lage. Ergänzen Sie Breite und "
                          "Länge."),
    "place_unknown": _("Kein Ort hat die Kennung {id}. Laden Sie zuerst die Orte hoch."),
    "way_without_ends": _("Dem Weg fehlt Anfang oder Ziel. Ergänzen Sie es."),
    "way_bad_minutes": _("{value} sind keine Minuten. Schreiben Sie eine Zahl ab 0."),
    "no_shape": _("Die Fläche von {key} ist leer, kein Vieleck oder nicht auf der Erde."),
    "water_part": _("Wasserfläche oder Teilfläche ohne eigene Einwohner. Nichts geht verloren."),
}

NOTED: Words = {
    "footer_missing": _("Der Tabelle fehlt die Fußzeile. Sie kann abgeschnitten sein: Laden Sie "
                        "sie neu, wenn Zeilen fehlen."),
    "padded_lines": _("Eine Tabellenkalkulation hat Zeilen mit leeren Zellen aufgefüllt. Nichts "
                      "geht verloren."),
    "duplicate": _("Zeilen stehen doppelt in der Datei. Sie zählen einmal."),
    "contradiction": _("Zeilen widersprechen einander. Keine von ihnen wird verwendet."),
    "place_by_address": _("Orte haben nur eine Anschrift, keine Lage, zum Beispiel {example}."),
    "place_unknown_hours": _("Öffnungszeiten wie {example} sind nicht lesbar. Schreiben Sie "
                             "Mo-Fr 8-12."),
    "gtfs_unknown_stop": _("Fahrten halten an Haltestellen, die der Fahrplan nicht nennt. Sie "
                           "bleiben weg."),
    "doubles_unchecked": _("Nach den ersten {lines} Zeilen wurde nicht mehr geprüft, ob Zeilen "
                           "doppelt sind."),
    "other_sheets": _("Gelesen wurde nur das Blatt {example}. Die anderen sind {sheets}."),
    "areas_unknown": _("Diese Gebiete haben nur das Zeichen „-“ und stehen nicht im "
                       "Gebietsregister. Sie gelten als nicht bestehend: {areas}."),
    "former_territorial_status": _(
        "Die Grenzen gehören zu einem früheren Gebietsstand ({units} Gebiete, heute {units_now}). "
        "Sie sind aufbewahrt, werden für heutige Karten aber nicht verwendet."),
    "no_list": _("Zu dieser Ebene gibt es noch kein vollständiges Verzeichnis. Ob die Grenzen dem "
                 "heutigen Stand entsprechen, lässt sich nicht sagen."),
}

FAULTS: Words = {
    "unknown_format": _("Diese Datei ist {found}, keine Tabelle. Laden Sie die Tabelle als CSV, "
                        "XLSX oder JSON."),
    "empty_file": _("Die Datei ist leer. Laden Sie sie bei der Quelle noch einmal."),
    "binary_file": _("Die Datei ist kein Text. Speichern Sie die Tabelle als CSV oder XLSX."),
    "bad_encoding": _("Die Zeichenkodierung der Datei ist beschädigt oder falsch angegeben. Laden "
                      "Sie sie neu."),
    "file_too_large": _("Die Datei ist zu groß. Nehmen Sie eine kleinere Auswahl, oder lassen Sie "
                        "sie mit „weitblick evidence import“ am Server einlesen."),
    "damaged_zip": _("Das Archiv ist beschädigt oder mit einem Kennwort geschützt. Laden Sie es "
                     "neu."),
    "several_tables": _("Das Archiv enthält mehrere Tabellen ({names}). Packen Sie es aus, "
                        "und laden Sie eine davon hoch."),
    "no_table": _("In der Datei ist keine Tabelle zu finden. Speichern Sie sie als CSV oder XLSX."),
    "damaged_workbook": _("Die Arbeitsmappe lässt sich nicht öffnen. Öffnen Sie sie in einer "
                          "Tabellenkalkulation und speichern Sie sie neu als XLSX."),
    "damaged_header": _("Die Kopfzeile passt nicht zu dieser Art von Datei. Laden Sie die Datei "
                        "unverändert bei der Quelle."),
    "torn_header": _("Zeile {line} ist nur ein Teil einer Zeile, die Kopfzeile kann zerrissen "
                     "sein. Laden Sie die Datei neu."),
    "damaged_json": _("Die JSON-Datei ist unvollständig. Laden Sie sie neu."),
    "no_rows": _("Die Datei enthält keine Zeilen mit Daten. Laden Sie die Tabelle neu."),
    "no_period": _("Die Datei nennt keine Zeit. Geben Sie den Stichtag an."),
    "no_area_column": _("Keine der vorderen Spalten enthält Gebietsschlüssel. Laden Sie sie "
                        "mit Schlüsseln (AGS)."),
    "mapping_needed": _("Diese Tabelle hat keine bekannte Form. Sagen Sie, was ihre Spalten "
                        "enthalten."),
    "incomplete_mapping": _("Es fehlt noch die Angabe, welche Spalte das enthält: {missing}."),
    "no_such_sheet": _("Dieses Blatt gibt es in der Arbeitsmappe nicht. Vorhanden: {sheets}."),
    "not_statistics": _("Diese Datei ist keine Statistik. Fahrpläne und Grenzen werden eigens "
                        "eingelesen."),
    "gtfs_not_a_zip": _("Das ist keine ZIP-Datei, oder nur ein Teil davon. Laden Sie den Fahrplan "
                        "neu."),
    "gtfs_file_missing": _("Dem Fahrplan fehlen Dateien. Er ist kein GTFS, oder nicht "
                           "vollständig."),
    "gtfs_column_missing": _("Dem Fahrplan fehlt eine Spalte. Laden Sie ihn neu."),
    "gtfs_damaged": _("Der Fahrplan ist beschädigt. Laden Sie ihn neu."),
    "gtfs_not_text": _("Eine Datei des Fahrplans ist nicht als UTF-8 lesbar. Laden Sie ihn neu."),
    "gtfs_bad_time": _("Im Fahrplan steht etwas, das keine Uhrzeit ist (Zeile {line})."),
    "gtfs_bad_number": _("Im Fahrplan steht etwas, das keine gültige Zahl ist (Zeile {line})."),
    "gtfs_bad_date": _("Im Fahrplan steht etwas, das kein Datum ist (Zeile {line})."),
    "gtfs_no_days": _("Der Kalender des Fahrplans enthält keine Tage."),
    "gtfs_bad_position": _("Eine Haltestelle hat keine gültige Lage (Zeile {line})."),
    "gtfs_bad_geojson": _("Die Bedienflächen (locations.geojson) sind nicht lesbar."),
    "gtfs_day_unknown": _("Ein Wochentag des Fahrplans ist unbekannt."),
    "roads_not_readable": _("Das ist kein vorbereitetes Straßennetz. Bereiten Sie es neu vor."),
    "roads_other_format": _("Das Straßennetz ist für eine andere Fassung dieses Programms "
                            "vorbereitet. Bereiten Sie es neu vor."),
    "osm_not_readable": _("Zeile {line}: Das ist kein Auszug aus OpenStreetMap, oder nur ein Teil "
                          "davon. Laden Sie ihn neu."),
    "edges_without_columns": _("Der Tabelle der Straßenstücke fehlen Spalten. Nötig sind from, to, "
                               "from_lat, from_lon, to_lat, to_lon und class."),
    "road_class_unknown": _("Zeile {line}: Diese Klasse einer Straße gibt es nicht. Möglich sind "
                            "die von OpenStreetMap, etwa tertiary oder residential."),
    "edge_not_a_number": _("Zeile {line}: Lage oder Länge ist keine Zahl. Schreiben Sie einen "
                           "Dezimalpunkt."),
    "roads_empty": _("Die Datei enthält keine zusammenhängenden Straßen."),
    "unexpected": _("Beim Lesen ist ein unerwarteter Fehler aufgetreten. Übernommen wurde nichts. "
                    "Der Vorfall steht im Protokoll des Servers."),
}

CHOSEN: Words = {
    "delimiter": _("Die meisten Zeilen haben mit dem Trennzeichen „{delimiter}“ gleich viele "
                   "Zellen."),
    "encoding": _("Der Text ist lesbar als {encoding}."),
    "sheet": _("Das Blatt {sheet} hat die meisten gefüllten Zellen."),
    "header_says": _("Die Überschrift spricht davon."),
    "cells_say": _("Fast alle Zellen sehen so aus."),
    "numbers": _("Fast alle Zellen sind Zahlen oder Zeichen."),
    "some_numbers": _("Hier stehen die meisten Zahlen, aber nicht nur. Bitte prüfen."),
    "few_words": _("Nur {different} verschiedene Wörter: eine Gliederung."),
    "names_only": _("Es gibt keine Schlüssel. Gebiete werden an ihren Namen erkannt."),
    "title_says": _("Ein Titel nennt {period}."),
    "not_used": _("Weder Schlüssel noch Zeit, Zahl oder Gliederung."),
    "decimal_comma": _("Zahlen wie {example} haben ein Dezimalkomma."),
    "decimal_point": _("Zahlen wie {example} haben einen Dezimalpunkt."),
    "points_in_threes": _("{example} kann Tausender oder Dezimalen bedeuten: Bitte prüfen."),
}

MISSING: Words = {"area": _("Gebiet"), "period": _("Zeit"), "value": _("Wert"),
                  "name": _("Name"), "position": _("Lage oder Anschrift"),
                  "origin": _("Anfang"), "destination": _("Zielort"), "minutes": _("Minuten")}


def said(words: Words, code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code with its parameters; what is not given is left open as "?"."""
    given = {"mend": MENDABLE.get(code, ""), **(params or {})}
    filled = {name: _listed(value) for name, value in given.items()}
    return str(words.get(code, code)).format_map(_Open(filled))


def _listed(value: Any) -> str:
    if isinstance(value, list | tuple):
        told = ", ".join(str(MISSING.get(str(one), one)) for one in value[:LISTED])
        return told if len(value) <= LISTED else gettext("%(told)s und %(n)d weitere") % {
            "told": told, "n": len(value) - LISTED}
    return str(MISSING.get(str(value), value))


class _Open(dict[str, str]):
    """Parameters of which some are not given."""

    def __missing__(self, key: str) -> str:
        return "?"


def fault(found: Mapping[str, Any]) -> str:
    """What hinders a file, in words. Errors of the evidence room bring their own."""
    return found.get("message") or said(FAULTS, found.get("code", ""), found.get("params", {}))


def problem(found: Mapping[str, Any]) -> str:
    """What people must know about a file, or what they are asked to agree to."""
    words = MENDABLE if found["needs_consent"] else NOTED
    return said(words, found["code"], {"lines": found["lines"], **found["params"]})


def form_of(form: str) -> str:
    """What kind of file this is."""
    return str(FORMATS.get(form, form))
