"""One figure of each kind, as a process of this field would have it."""

from weitblick.exports.figures import (
    Bar,
    Bars,
    Coverage,
    CoverageField,
    Distribution,
    DivergingVotes,
    Edge,
    Estimates,
    Heatmap,
    Map,
    MapArea,
    MapPlace,
    Network,
    Node,
    Point,
    Profile,
    ProfileLine,
    SystemGrid,
    Votes,
)

FIELDS = (
    ("I", "Begegnungs- und Entwicklungsräume", "Soziale Begegnung|Multifunktionale Orte|"
     "Leerstandsaktivierung|Kulturelle Angebote|Gemeinschaftliche Teilhabe"),
    ("II", "Infrastrukturen im ländlichen Raum", "Flexible Mobilität|Barrierefreie Erreichbarkeit|"
     "Medizinische Grundversorgung|Digitale Infrastruktur|Lokale Versorgung"),
    ("III", "Beteiligung, Demokratie und Zivilgesellschaft", "Bürgerbeteiligung|Demokratiebildung|"
     "Ehrenamtliches Engagement|Inklusive Partizipation|Soziale Integration"),
    ("IV", "Kooperationsstrukturen und Governance", "Sektorenübergreifende Netzwerke|"
     "Moderne Verwaltung|Bürokratieabbau|Vereinfachter Förderzugang|Regionale Kooperation"),
    ("V", "Regionale Wirtschaft und Arbeitsmarkt", "Regionale Wertschöpfung|Fachkräftesicherung|"
     "Unternehmensgründungen|Sozialräumliche Kooperation|Unternehmensnachfolge"),
    ("VI", "Planung, Daten, Trends und Sozialraumplanung", "Integrierte Sozialplanung|"
     "Datenbasiertes Monitoring|Strategische Prognosen|Ressourcenorientierte Planung|"
     "Chancengerechte Entwicklung"),
)  # fmt: skip

FACTORS = (
    "Rufbus und flexible Mobilität", "Ärztliche Versorgung", "Leerstand in Ortskernen",
    "Ehrenamt der Vereine", "Breitband und Mobilfunk", "Fördermittelrecht", "Zuzug und Wegzug",
    "Alterung der Bevölkerung", "Kommunale Finanzen", "Fachkräfte in der Pflege",
    "Demokratievertrauen", "Energiepreise",
)  # fmt: skip

SCENARIOS = (
    "Das Dorf, das wieder leuchtet", "Gut verwaltet", "Jeder für sich", "Die letzten Bänke",
)  # fmt: skip

BARS = Bars(
    tuple(Bar(name, 31 - 4 * i, numeral) for i, (numeral, name, _) in enumerate(FIELDS)),
    "Anzahl der Karten",
)

DISTRIBUTION = Distribution(
    (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    (
        Estimates(
            "Rufbusse fahren im ganzen Landkreis", (0, 1, 2, 3, 6, 9, 14, 8, 4, 1),
            0.45, 0.62, 0.7,
        ),
        Estimates(
            "Jede vierte Hausarztpraxis bleibt unbesetzt", (1, 0, 1, 2, 4, 5, 9, 13, 9, 4),
            0.55, 0.72, 0.82,
        ),
        Estimates(
            "Vereine teilen sich hauptamtliche Kräfte", (6, 9, 11, 5, 4, 3, 2, 4, 3, 1),
            0.15, 0.25, 0.5,
        ),
    ),
    "Wahrscheinlichkeit bis 2035",
    percent=True,
)  # fmt: skip

VOTES = DivergingVotes(
    (
        Votes("Kommune", 9, 2, 1),
        Votes("Wohlfahrtspflege", 11, 1, 0),
        Votes("Politik", 4, 3, 5),
        Votes("Wirtschaft", 5, 4, 2),
        Votes("Zivilgesellschaft", 13, 0, 1),
        Votes("Wissenschaft", 6, 1, 1),
    )
)

HEATMAP = Heatmap(
    (
        "Dorfbüro mit Post, Bank und Beratung", "Rufbus ohne Fahrplan", "Vereinsbüro im Leerstand",
        "Gemeinsamer Fördermittellotse", "Pflegewohnen im Ortskern",
    ),
    SCENARIOS,
    ((2.6, 1.4, 0.3, -1.2), (1.9, 2.2, 1.1, 0.4), (2.8, 0.9, -0.6, -2.1),
     (1.2, 2.4, 0.8, None), (0.9, 1.1, 1.4, 1.6)),
    -3,
    3,
    "mittlere Wirkung im Szenario",
    "Handlungsoption",
)  # fmt: skip

GRID = SystemGrid(
    tuple(
        Point(str(i + 1), name, (i * 37) % 23 + 4, (i * 53) % 25 + 3, key=i % 3 != 2)
        for i, name in enumerate(FACTORS)
    ),
    "Passivsumme",
    "Aktivsumme",
    15.0,
    15.0,
    ("Hebel", "Kritische Faktoren", "Puffernde Faktoren", "Anzeiger"),
)

PROFILE = Profile(
    FACTORS,
    tuple(
        ProfileLine(name, 1 - k / 3, tuple(
            min(1.0, max(0.0, 1 - k / 3 + ((i * 7 + k * 5) % 5 - 2) / 9))
            for i in range(len(FACTORS))
        ))
        for k, name in enumerate(SCENARIOS)
    ),
    "wenig erwünscht",
    "sehr erwünscht",
)  # fmt: skip

COVERAGE = Coverage(
    tuple(
        CoverageField(
            numeral,
            name,
            tuple((d, (r * 5 + c * 7) % 11) for c, d in enumerate(dimensions.split("|"))),
        )
        for r, (numeral, name, dimensions) in enumerate(FIELDS)
    ),
    "Anzahl der Karten je Entwicklungsdimension",
)

NETWORK = Network(
    (
        Node("Landratsamt", "Kommune", 3),
        Node("Gemeinde Oberwald", "Kommune", 2),
        Node("Gemeinde Niedertal", "Kommune", 1),
        Node("Sozialstation", "Wohlfahrtspflege", 3),
        Node("Tafelverein", "Wohlfahrtspflege", 1),
        Node("Kreistag", "Politik", 2),
        Node("Handwerkskammer", "Wirtschaft", 2),
        Node("Dorfladen eG", "Wirtschaft", 1),
        Node("Heimatverein", "Zivilgesellschaft", 2),
        Node("Freiwillige Feuerwehr", "Zivilgesellschaft", 2),
        Node("Fachhochschule", "Wissenschaft", 1),
    ),
    (
        Edge("Landratsamt", "Sozialstation", 5),
        Edge("Landratsamt", "Gemeinde Oberwald", 3),
        Edge("Sozialstation", "Heimatverein", 2),
        Edge("Gemeinde Oberwald", "Dorfladen eG", 2),
        Edge("Gemeinde Niedertal", "Freiwillige Feuerwehr", 1),
        Edge("Kreistag", "Fachhochschule", 1),
        Edge("Handwerkskammer", "Landratsamt", 1),
        Edge("Heimatverein", "Freiwillige Feuerwehr", 4),
    ),
    "Anzahl gemeinsamer Optionen",
)



def _hexagon(column: int, row: int) -> tuple:
    """One of the neighbouring hexagons of an imaginary district, in degrees."""
    east, north = 10.2 + 0.15 * column, 51.1 - 0.1 * (row + 0.5 * (column % 2))
    corners = ((0.1, 0.0), (0.05, -0.05), (-0.05, -0.05), (-0.1, 0.0), (-0.05, 0.05), (0.05, 0.05))
    ring = tuple((round(east + x, 6), round(north + y, 6)) for x, y in corners)
    return ((*ring, ring[0]),)


TOWNS = (
    "Altenfeld", "Bergsdorf", "Crossen", "Dornheim", "Elxleben", "Friedau", "Gräfenthal",
    "Heyda", "Ilmtal", "Jonastal", "Kaltennord", "Lichte",
)  # fmt: skip

MAP = Map(
    tuple(
        MapArea(
            name, (_hexagon(i % 4, i // 4),),
            None if i in (5, 10) else 0.12 + 0.065 * i,
            {5: "geheim gehalten", 10: "nicht erhoben"}.get(i, ""), uncertain=i in (3, 8),
        )
        for i, name in enumerate(TOWNS)
    ),
    (0.2, 0.4, 0.6, 0.75),
    "Anteil der Menschen, die eine Praxis in 15 Minuten erreichen",
    (
        MapPlace("Praxis Anger", 51.08, 10.22, 1.5, "Hausarzt"),
        MapPlace("Praxis Markt", 50.98, 10.5, 4, "Hausarzt"),
        MapPlace("Schule am Berg", 50.93, 10.4, 2, "Grundschule"),
        MapPlace("Praxis Fern", 51.2, 10.6, 1, "Hausarzt"),
    ),
    size_label="Größe der Zeichen: Vollzeitstellen oder Klassen",
    percent=True,
    attribution="Gebiete: erfunden",
)  # fmt: skip

ALL = (BARS, DISTRIBUTION, VOTES, HEATMAP, GRID, PROFILE, COVERAGE, NETWORK, MAP)
