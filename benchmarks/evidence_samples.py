"""Small files of every format the importers read, written by hand: for the tests and the fuzzer.

The areas and the forms are real, the numbers are made up.
"""

import io
import json
import zipfile
from dataclasses import dataclass

import openpyxl

from weitblick.evidence.importers import Column, Mapping, Role

_FLAT_HEAD = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;"
    "2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;"
    "value_variable_label;value_q"
)
_START = "12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;2024-12-31;KREISE;Kreise;"
_TAIL = ";BEVSTD;Bevölkerungsstand;"


def flat5(point: str = ",") -> bytes:
    """Three districts by sex, with totals and every sign; ``point``: the decimal sign."""
    areas = ("16051;Erfurt", "16052;Gera", "01001;Flensburg", "16056;Eisenach")
    sexes = (";Insgesamt", "GESM;männlich", "GESW;weiblich")
    values = [
        "30,5;1000;", "14,2;1000;e", "16,3;1000;e", "9;1000;e", "4;1000;()", "(5);1000;e",
        "0;1000;e", ".;1000;", "/;1000;", "-;1000;", "x;1000;", "...;1000;",
    ]
    places = [(area, sex) for area in areas for sex in sexes]
    lines = []
    for (area, sex), one in zip(places, values, strict=True):
        value, unit, quality = one.split(";")
        middle = f"{area};GES;Geschlecht;{sex};{value.replace(',', point)};{unit}"
        lines.append(f"{_START}{middle}{_TAIL}{quality}")
    return ("\ufeff" + "\n".join([_FLAT_HEAD, *lines]) + "\n").encode()


FLAT4 = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
    "1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;"
    "2_Auspraegung_Label; BEVSTD__Bevoelkerungsstand__Anzahl;FLC006__Gebietsflaeche__qkm\n"
    "12411;Fortschreibung;STAG;Stichtag;31.12.2022;KREISE;Kreise;16051;Erfurt;GES;Geschlecht;;"
    "Insgesamt;100;269,91\n"
    "12411;Fortschreibung;STAG;Stichtag;31.12.2022;KREISE;Kreise;16051;Erfurt;GES;Geschlecht;"
    "GESM;männlich;48;-\n"
    "12411;Fortschreibung;STAG;Stichtag;31.12.2022;KREISE;Kreise;16051;Erfurt;GES;Geschlecht;"
    "GESW;weiblich;52;.\n"
).encode("latin-1")

CROSSTAB = (
    "GENESIS-Tabelle: 12411-0018\n"
    "Bevölkerung: Kreise, Stichtag, Geschlecht;;;;;;\n"
    "Bevölkerungsstand (Anzahl);;;;;;\n"
    ";;;männlich;männlich;weiblich;weiblich\n"
    ";;;unter 3 Jahre;3 bis unter 6 Jahre;unter 3 Jahre;3 bis unter 6 Jahre\n"
    "31.12.2019;01001;Flensburg, kreisfreie Stadt;1143;1130;1121;1110\n"
    "31.12.2019;16051;Erfurt, kreisfreie Stadt;2887;2703;2631;2568\n"
    "31.12.2019;16077;Altenburger Land, Landkreis;907;1050;852;-\n"
    "31.12.2020;01001;Flensburg, kreisfreie Stadt;1144;1131;1122;1111\n"
    "31.12.2020;16051;Erfurt, kreisfreie Stadt;2888;2704;2632;2569\n"
    "31.12.2020;16077;Altenburger Land, Landkreis;908;1051;853;0\n"
    "__________\n"
    '"© Statistische Ämter des Bundes und der Länder, Deutschland, 2021.\n'
    "Dieses Werk ist lizenziert unter der Datenlizenz Deutschland\n"
    '- Namensnennung - Version 2.0."\n'
    "Stand: 17.08.2021 / 13:26:54\n"
).encode("latin-1")

CROSSTAB_TITLE_DATE = (
    "GENESIS-Tabelle: 13111-07-05-4\n"
    "Beschäftigte am Arbeitsort (Anzahl);;;;;\n"
    "Stichtag: 30.06.2020;;;;;\n"
    ";;;Geschlecht;Geschlecht;Geschlecht\n"
    ";;;Insgesamt;männlich;weiblich\n"
    "DG;Deutschland;Baugewerbe (F);1923;1670;253\n"
    "DG;Deutschland;Insgesamt;33322;17894;15428\n"
    "16;  Thüringen;Baugewerbe (F);58;49;9\n"
    "16;  Thüringen;Insgesamt;801;412;389\n"
    "16051;      Erfurt, kreisfreie Stadt;Baugewerbe (F);5;4;.\n"
    "16051;      Erfurt, kreisfreie Stadt;Insgesamt;109;53;56\n"
    "__________\n"
    "© Statistische Ämter des Bundes und der Länder, Deutschland, 2021.\n"
).encode("latin-1")

CROSSTAB_UNITS = (
    "GENESIS-Tabelle: 22411-02-03-4\n"
    "Pflegebedürftige nach Leistungsart;;;;;\n"
    ";;;Pflegebedürftige;ambulante Pflege;Quote\n"
    ";;;Anzahl;1000;Prozent\n"
    "2019;16051;Erfurt;4258;1,9;7,5\n"
    "2019;16052;Gera;3100;x;8,1\n"
    "2017;16051;Erfurt;4000;1,8;7,0\n"
    "2017;16052;Gera;2900;-;7,9\n"
    "__________\n"
    "© Statistische Ämter des Bundes und der Länder, Deutschland, 2021.\n"
).encode("latin-1")

INKAR_WEB = (
    "\ufeffKennziffer;Raumeinheit;Aggregat;Wohnfläche;Wohnfläche;Einwohnerdichte\r\n"
    ";;;2016;2017;2017\r\n"
    '"01001";"Flensburg, Stadt";"krsfr. Stadt";"34,8";"35,1";"1.560"\r\n'
    '"16051";"Erfurt, Stadt";"krsfr. Stadt";"41,0";"41,2";"790"\r\n'
    '"16056";"Eisenach, Stadt";"krsfr. Stadt";"-0,4";"42,0";"406"\r\n'
    '"16077";"Altenburger Land";"Landkreis";"";"46,1";"1.234,5"\r\n'
).encode()

INKAR_BULK = (
    "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert\n"
    "Bevölkerung;1;xbev;Bevölkerung gesamt;Bund;0;Deutschland;2022;84358845\n"
    "Bevölkerung;1;xbev;Bevölkerung gesamt;Kreise;1001000;Flensburg, Stadt;2022;92550\n"
    "Bevölkerung;1;xbev;Bevölkerung gesamt;Kreise;16051000;Erfurt, Stadt;2022;214969\n"
    "Bevölkerung;1;xbev;Bevölkerung gesamt;Kreise;16051000;Erfurt, Stadt;2021;213227\n"
    "Bevölkerung;1;xbev;Bevölkerung gesamt;Gemeinden;16061045;Heiligenstadt;2022;17233\n"
    "Arbeit;2;q_alo;Arbeitslosenquote;Gemeindeverbände;160775005;Rositz;2022;6,4\n"
    "Arbeit;2;q_alo;Arbeitslosenquote;Kreise;16077000;Altenburger Land;2022;7,9\n"
    "Arbeit;2;q_alo;Arbeitslosenquote;Kreise;9162000;München;2022;4,1\n"
).encode()

IRIS = (
    "gemeindeve22;gemeindeve22name;q_einkst_bev98;q_einkst_bev99\n"
    "Gebietskennziffer;Name;Einkommensteuer 1998;Einkommensteuer 1999\n"
    "010010000;Flensburg, Stadt;297,44;267,11\n"
    "010030000;Lübeck, Hansestadt;290,5;\n"
    "160775005;Rositz;62,18;-,14\n"
    "160775052;Schmölln, Stadt;68,74;67,12\n"
).encode("latin-1")

WEGWEISER = json.dumps(
    {
        "data": {
            "indicators": [{"regionYearValues": [[213.5, None, 215], [95, 94.25, 93]]}],
            "regions": [
                {"ars": "16051", "title": "Erfurt", "type": "KREISFREIE_STADT"},
                {"ars": "16052", "title": "Gera", "type": "KREISFREIE_STADT"},
            ],
            "type": "DATA",
        },
        "indicatorsAndTopics": [
            {
                "id": 7, "name": "Bevölkerung", "title": "Bevölkerung (Anzahl)", "unit": "Tsd.",
                "explanation": "Am 31.12.", "source": "Statistische Ämter",
                "friendlyUrl": "bevoelkerung",
            }
        ],
        "years": [2021, 2022, 2023],
    },
    ensure_ascii=False,
).encode()

GISD = (
    b"kreis_id,kreis_name,year,gisd_score,gisd_5\n"
    b'01001,"Flensburg, Stadt",2020,0.77383,5\n'
    b'16051,"Erfurt, Stadt",2020,0.4,3\n'
    b'16051,"Erfurt, Stadt",2021,1e-05,3\n'
    b"16077,Altenburger Land,2021,0.69568,5\n"
)

GRID = (
    "GITTER_ID_1km;x_mp_1km;y_mp_1km;Einwohner;Durchschnittsalter;werterlaeuternde_Zeichen\n"
    "CRS3035RES1000mN2689000E4337000;4337500;2689500;12;41,5;\n"
    "CRS3035RES1000mN2690000E4337000;4337500;2690500;4;–;KLAMMERN\n"
    "CRS3035RES1000mN2691000E4338000;4338500;2691500;130;44,25;\n"
).encode("cp1252")

VG250 = (
    "ARS;AGS;GEN;BEZ;EWZ;KFL;GF\r\n"
    "160510000000;16051000;Erfurt;Stadt;214969;269,91;4\r\n"
    "160775050012;16077012;Gößnitz;Stadt;3433;14,07;4\r\n"
    "160775051011;16077011;Göpfersdorf;Gemeinde;221;5,92;4\r\n"
).encode()

PLAIN = (
    "AGS;Gemeinde;Jahr;Geschlecht;Kinder;Quote\r\n"
    "16061045;Heiligenstadt;2023;weiblich;1.204;12,5\r\n"
    "16061045;Heiligenstadt;2023;männlich;1.311;13\r\n"
    "16061074;Niederorschel;2023;weiblich;211;.\r\n"
    "16061074;Niederorschel;2023;männlich;230;9,1\r\n"
).encode("cp1252")

PLAIN_MAPPING = Mapping(
    (
        Column(0, Role.AREA, "AGS"), Column(1, Role.AREA_NAME, "Gemeinde"),
        Column(2, Role.PERIOD, "Jahr"), Column(3, Role.DIMENSION, "Geschlecht"),
        Column(4, Role.VALUE, "Kinder", unit="Anzahl"),
        Column(5, Role.VALUE, "Quote", unit="%"),
    ),
    encoding="cp1252", thousands=".",
)


def ba_workbook() -> bytes:
    """Merged header rows over areas with key and name in one cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kreise"
    for row in (
        ["Sozialversicherungspflichtig Beschäftigte am Wohnort"],
        ["Stichtag: 30. Juni 2024"],
        [],
        ["Region", "Insgesamt", "davon", None],
        [None, None, "Männer", "Frauen"],
        [None, 1, 2, 3],
        ["Deutschland", 34837102, 18720000, 16117102],
        ["16 Thüringen", 796000, 420000, 376000],
        ["16051 Erfurt, Stadt", 88123, 44000, "44.123"],
        ["16052 Gera, Stadt", 37000, "*", "*"],
        ["© Statistik der Bundesagentur für Arbeit"],
    ):
        sheet.append(row)
    for area in ("A4:A5", "B4:B5", "C4:D4"):
        sheet.merge_cells(area)
    return _saved(book)


def plain_workbook() -> bytes:
    """A table as an office keeps it."""
    book = openpyxl.Workbook()
    book.active.title = "Kita"
    for row in (
        ["Schlüssel", "Gemeinde", 2022, 2023],
        ["16061045", "Heiligenstadt", 812, 790.5],
        ["16061074", "Niederorschel", 231, None],
    ):
        book.active.append(row)
    return _saved(book)


WORKBOOK_MAPPING = Mapping(
    (
        Column(0, Role.AREA, "Schlüssel"), Column(1, Role.AREA_NAME, "Gemeinde"),
        Column(2, Role.VALUE, "Plätze", period="2022"),
        Column(3, Role.VALUE, "Plätze", period="2023"),
    ),
    delimiter="", encoding="", sheet="Kita",
)


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    """A file in a ZIP beside a note, as offices send it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LIESMICH.txt", "Hinweise")
        archive.writestr(name, content)
    return buffer.getvalue()


@dataclass(frozen=True)
class Sample:
    """A file with its name and, for plain tables, its mapping."""

    name: str
    content: bytes
    mapping: Mapping | None = None


def texts() -> dict[str, Sample]:
    """The text formats by a short name."""
    return {
        "flat5": Sample("12411-01-01-4_de_flat.csv", flat5()),
        "flat5_en": Sample("12411-01-01-4_en_flat.csv", flat5(".")),
        "flat4": Sample("12411.csv", FLAT4),
        "crosstab": Sample("12411-0018.csv", CROSSTAB),
        "crosstab_title": Sample("13111.csv", CROSSTAB_TITLE_DATE),
        "crosstab_units": Sample("22411.csv", CROSSTAB_UNITS),
        "inkar_web": Sample("inkar.csv", INKAR_WEB),
        "inkar_bulk": Sample("inkar_2025.csv", INKAR_BULK),
        "iris": Sample("iris.csv", IRIS),
        "wegweiser": Sample("statistik.json", WEGWEISER),
        "gisd": Sample("GISD_Bund_Kreis.csv", GISD),
        "grid": Sample("Zensus2022_1km.csv", GRID),
        "vg250": Sample("gemeinden_2022-12-31.csv", VG250),
        "plain": Sample("kinder.csv", PLAIN, PLAIN_MAPPING),
    }


def packed() -> dict[str, Sample]:
    """Workbooks and archives by a short name."""
    return {
        "ba": Sample("beschaeftigte.xlsx", ba_workbook()),
        "plain_workbook": Sample("kita.xlsx", plain_workbook(), WORKBOOK_MAPPING),
        "zip": Sample("tabelle.zip", zipped("12411_flat.csv", flat5())),
    }
