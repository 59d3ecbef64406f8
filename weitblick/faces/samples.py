"""Sample texts of the living page: plain data in the words of a workshop, no database."""

from typing import Any

CARDS: list[dict[str, Any]] = [
    {"text": "Wenn der letzte Laden schließt, schließt auch der letzte Treffpunkt.", "field": "I",
     "public_id": "K-014", "meta": "Tisch 3 · Papier"},
    {"text": "Nach 18 Uhr fährt kein Bus mehr. Wer nicht Auto fährt, bleibt zu Hause.",
     "field": "II", "public_id": "K-027", "meta": "Telefon"},
    {"text": "Vereine finden niemanden mehr für den Vorstand.", "field": "III",
     "public_id": "K-033", "meta": "Tisch 1 · Papier"},
    {"text": "Drei Ämter, drei Anträge, ein Dorfgemeinschaftshaus.", "field": "IV",
     "public_id": "K-041", "meta": "Telefon"},
    {"text": "Die Tischlerei sucht seit zwei Jahren eine Nachfolge.", "field": "V",
     "public_id": "K-058", "meta": "Online-Runde"},
    {"text": "Wir planen Kitas mit Zahlen von vorgestern.", "field": "VI",
     "public_id": "K-062", "meta": "Tisch 6 · Papier"},
    {"text": "Ohne Ortschronistin weiß bald keiner mehr, wem das Haus am Anger gehört.",
     "field": None, "public_id": "K-070", "meta": "noch keinem Feld zugeordnet", "new": True},
]

FIELDS: list[dict[str, Any]] = [
    {"numeral": "I", "title": "Begegnungs- und Entwicklungsräume", "dimensions": [
        ("Soziale Begegnung", 9), ("Multifunktionale Orte", 6), ("Leerstandsaktivierung", 3),
        ("Kulturelle Angebote", 2), ("Gemeinschaftliche Teilhabe", 4)]},
    {"numeral": "II", "title": "Infrastrukturen im ländlichen Raum", "dimensions": [
        ("Flexible Mobilität", 11), ("Barrierefreie Erreichbarkeit", 1),
        ("Medizinische Grundversorgung", 7), ("Digitale Infrastruktur", 3),
        ("Lokale Versorgung", 5)]},
    {"numeral": "III", "title": "Beteiligung, Demokratie und Zivilgesellschaft", "dimensions": [
        ("Bürgerbeteiligung", 2), ("Demokratiebildung", 0), ("Ehrenamtliches Engagement", 8),
        ("Inklusive Partizipation", 1), ("Soziale Integration", 2)]},
    {"numeral": "IV", "title": "Kooperationsstrukturen und Governance", "dimensions": [
        ("Sektorenübergreifende Netzwerke", 4), ("Moderne Verwaltung", 3), ("Bürokratieabbau", 6),
        ("Vereinfachter Förderzugang", 5), ("Regionale Kooperation", 2)]},
    {"numeral": "V", "title": "Regionale Wirtschaft und Arbeitsmarkt", "dimensions": [
        ("Regionale Wertschöpfung", 2), ("Fachkräftesicherung", 4), ("Unternehmensgründungen", 0),
        ("Sozialräumliche Kooperation", 1), ("Unternehmensnachfolge", 3)]},
    {"numeral": "VI", "title": "Planung, Daten, Trends und Sozialraumplanung", "dimensions": [
        ("Integrierte Sozialplanung", 3), ("Datenbasiertes Monitoring", 2),
        ("Strategische Prognosen", 0), ("Ressourcenorientierte Planung", 1),
        ("Chancengerechte Entwicklung", 2)]},
]

POINTS: list[dict[str, Any]] = [
    {"label": label, "x": passive, "y": active, "field": field, "key": key}
    for label, active, passive, field, key in (
        ("Treffpunkte im Ort", 21, 16, "I", True),
        ("Leerstand im Ortskern", 9, 14, "I", False),
        ("Mobilität ohne eigenes Auto", 24, 9, "II", True),
        ("Hausärztliche Versorgung", 12, 20, "II", True),
        ("Breitband und Mobilfunk", 19, 5, "II", False),
        ("Ehrenamtliches Engagement", 17, 22, "III", True),
        ("Vertrauen in Beteiligung", 13, 17, "III", False),
        ("Zugang zu Fördermitteln", 22, 7, "IV", True),
        ("Zusammenarbeit der Gemeinden", 20, 12, "IV", True),
        ("Unternehmensnachfolge", 7, 15, "V", False),
        ("Fachkräfte", 10, 19, "V", True),
        ("Sozialdaten vor Ort", 15, 4, "VI", False),
    )
]

STATES = (
    ("Treffpunkte im Ort", (("geschlossen", 0.0), ("nur im Hauptort", 0.4),
                            ("in jedem zweiten Ort", 0.7), ("in jedem Ort", 1.0))),
    ("Mobilität ohne eigenes Auto", (("Schulbus allein", 0.0), ("Rufbus am Tag", 0.5),
                                     ("Rufbus am Tag", 0.5), ("Takt bis 22 Uhr", 1.0))),
    ("Ehrenamtliches Engagement", (("bricht weg", 0.1), ("wenige tragen viel", 0.3),
                                   ("projektweise", 0.6), ("begleitet und anerkannt", 1.0))),
    ("Zugang zu Fördermitteln", (("nur mit Büro", 0.0), ("unverändert", 0.4),
                                 ("Regionalbudget", 0.9), ("Regionalbudget", 0.9))),
)
NAMES = ("Letzter Bus", "Inseln", "Werkbank", "Offene Türen")
SCENARIOS: list[dict[str, Any]] = [
    {"title": name, "states": [
        {"factor": factor, "state": states[i][0], "tone": states[i][1]}
        for factor, states in STATES
    ]}
    for i, name in enumerate(NAMES)
]

OPTIONS = ("Dorfladen als Genossenschaft", "Rufbus mit Abendlinie", "Regionalbudget ohne Antrag",
           "Gemeindeschwester mit Telepraxis")
EFFECTS: list[list[float | None]] = [[2, 1, 3, 2], [-1, 2, 3, 1], [0, 1, 2, -2], [None, 0, 2, 3]]
DOTS: list[dict[str, Any]] = [
    {"name": f"option-{i}", "label": label, "value": value}
    for i, (label, value) in enumerate(zip(OPTIONS, (2, 0, 1, 0), strict=True))
]

TOWNS = ("Altenfeld", "Bergsdorf", "Crossen", "Dornheim", "Elxleben", "Friedau", "Gräfenthal",
         "Heyda", "Ilmtal", "Jonastal", "Kaltennord", "Lichte")
BREAKS = (0.2, 0.4, 0.6, 0.75)
PLACES: list[dict[str, Any]] = [
    {"label": "Praxis am Anger", "lat": 51.08, "lon": 10.22, "size": 1.5, "group": "Hausarzt"},
    {"label": "Praxis am Markt", "lat": 50.98, "lon": 10.5, "size": 4, "group": "Hausarzt"},
    {"label": "Grundschule am Berg", "lat": 50.93, "lon": 10.4, "size": 2, "group": "Grundschule"},
]


def _hexagon(column: int, row: int) -> dict[str, Any]:
    """The outline of one municipality of an imaginary district."""
    east, north = 10.2 + 0.15 * column, 51.1 - 0.1 * (row + 0.5 * (column % 2))
    corners = ((0.1, 0.0), (0.05, 0.05), (-0.05, 0.05), (-0.1, 0.0), (-0.05, -0.05), (0.05, -0.05))
    ring = [[round(east + x, 4), round(north + y, 4)] for x, y in (*corners, corners[0])]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS: list[dict[str, Any]] = [
    {"label": name, "outline": _hexagon(i % 4, i // 4), "uncertain": i in (3, 8),
     "value": None if i in (5, 10) else round(0.12 + 0.065 * i, 3),
     "reason": {5: "geheim gehalten", 10: "nicht erhoben"}.get(i, "")}
    for i, name in enumerate(TOWNS)
]


def coverage_fields() -> list[dict[str, Any]]:
    """The six fields in the shape the coverage component takes."""
    return [
        {**row, "dimensions": [{"title": t, "count": c} for t, c in row["dimensions"]]}
        for row in FIELDS
    ]
