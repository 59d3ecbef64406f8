"""A rich paper: every block, every figure, long and short texts, sources of many kinds."""

import base64
import io

from PIL import Image

from tests.exports import figure_samples as figures
from weitblick.exports.document import (
    Box,
    Bullets,
    Chapter,
    Document,
    Figure,
    Heading,
    House,
    Logo,
    Paragraph,
    Picture,
    Quote,
    Recommendation,
    Run,
    Story,
    Table,
    Trace,
    TraceRef,
    Work,
)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> str:
    """A plain picture in base64."""
    out = io.BytesIO()
    Image.new("RGB", size, "#7a5c9f").save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


CARDS = tuple(
    TraceRef(f"card-{i}", "card", f"K-{i:03d}", f"/faden/card-{i}", text)
    for i, text in enumerate(
        (
            "Der Bus fährt nur, wenn Schule ist.",
            "Ohne Auto kommt meine Mutter nicht zur Ärztin.",
            "Der Dorfladen ist der letzte Ort, an dem man sich trifft.",
            "Vereine finden niemanden mehr für den Vorstand.",
            "Leere Häuser mitten im Ort, Neubau am Rand.",
            "Fördermittel beantragen dauert länger als das Projekt.",
            "Junge Leute kommen zurück, wenn es Arbeit und Kita gibt.",
            "Die Feuerwehr hält das Dorf zusammen.",
            "Glasfaser liegt vor der Tür, aber nicht im Haus.",
            "Niemand weiß, wer im Landratsamt zuständig ist.",
        ),
        start=1,
    )
)
FACTOR = TraceRef("factor-3", "factor", "F-03", "/faden/factor-3", "Flexible Mobilität")
OPTION = TraceRef("option-7", "option", "O-07", "/faden/option-7", "Rufbus ohne Fahrplan")
STATISTICS = TraceRef(
    "evidence-1", "evidence", "D-01", "https://www.example.org/statistik",
    "Bevölkerungsvorausberechnung des Landesamtes, Stand 2025",
)  # fmt: skip

PROSE = (
    "Der ländliche Raum verändert sich leise: Menschen ziehen fort, andere kommen zurück, und "
    "was früher das Wirtshaus war, ist heute eine Fahrgemeinschaft zum Supermarkt. Die "
    "Teilnehmenden haben diese Veränderungen nicht beklagt, sondern sortiert, und sie haben "
    "gefragt, welche davon sich beeinflussen lassen."
)

ABSTRACT = (
    Paragraph(
        (
            Run("70 Menschen aus sechs Akteursgruppen", "strong"),
            Run(" haben in vier Themengruppen gefragt, wie das Leben auf dem Land im Jahr "),
            Run("2035", "emphasis"),
            Run(" aussehen kann. Aus 184 Karten wurden zwölf Empfehlungen."),
        ),
        trace=Trace((), 70),
    ),
    Box(
        "Das Wichtigste in drei Sätzen",
        (
            Bullets(
                (
                    "Mobilität ist der stärkste Hebel: Sie wirkt auf neun von zwölf Faktoren.",
                    "Orte der Begegnung halten Dörfer zusammen, auch wenn sie kleiner werden.",
                    "Förderung muss einfacher werden, sonst erreicht sie kleine Gemeinden nicht.",
                )
            ),
        ),
        "summary",
        trace=Trace((FACTOR, OPTION), 48),
    ),
)

OCCASION = Chapter(
    "anlass",
    "Anlass und Frage",
    (
        Paragraph(PROSE, key="anlass-1", trace=Trace((CARDS[0],), 12)),
        Paragraph(
            (
                Run("Die Leitfrage lautete: Wie wollen wir im Jahr 2035 auf dem Land leben? "),
                Run(
                    "Sie wurde von der Steuerungsgruppe formuliert und mit den Themengruppen "
                    "abgestimmt.",
                    "footnote",
                ),
                Run(" Näheres zum Vorgehen steht im Abschnitt "),
                Run("Beteiligung in Zahlen", "link", "#zahlen"),
                Run(" und bei der "),
                Run("Statistik des Landes", "link", "https://www.example.org/statistik"),
                Run(". Fachleute nennen das "),
                Run("strategic foresight", "emphasis", language="en"),
                Run(" "),
                Run("S. 12", "citation", "#bbsr"),
                Run("; siehe "),
                Run("", "reference", "#abb-abdeckung"),
                Run(" und "),
                Run("", "reference", "#empfehlung-1"),
                Run("."),
            ),
            trace=Trace(CARDS, 48),
        ),
        Heading(2, "Wer beteiligt war", "zahlen"),
        Paragraph(
            "Alle sechs Akteursgruppen waren an jedem Tisch vertreten; 37,5 % der Teilnehmenden "
            "leben in Gemeinden unter 2 000 Einwohnerinnen und Einwohnern (n = 70).",
            trace=Trace((STATISTICS,), 70),
        ),
        Table(
            "Teilnehmende nach Akteursgruppe und Themengruppe",
            ("Akteursgruppe", "Begegnung", "Vorsorge", "Kooperation", "Daseinsvorsorge", "Summe"),
            (
                ("Kommune", "4", "3", "4", "4", "15"),
                ("Wohlfahrtspflege", "3", "5", "2", "4", "14"),
                ("Politik", "2", "2", "3", "2", "9"),
                ("Wirtschaft", "2", "2", "3", "2", "9"),
                ("Zivilgesellschaft", "5", "4", "3", "3", "15"),
                ("Wissenschaft", "2", "2", "2", "2", "8"),
            ),
            numeric=(1, 2, 3, 4, 5),
            note="Zellen unter fünf Personen werden nur im Gesamtbild gezeigt.",
            key="tabelle-teilnahme",
            trace=Trace((), 70),
        ),
        Figure(
            "Welche Entwicklungsdimensionen die Karten berühren",
            "Drei Dimensionen blieben ohne Karte: Soziale Begegnung, Lokale Versorgung und "
            "Moderne Verwaltung. Am häufigsten ging es um Bürgerbeteiligung und Kultur.",
            figures.COVERAGE,
            key="abb-abdeckung",
            trace=Trace(CARDS[:2], 70),
        ),
        Picture(
            "Die Wand am Nachmittag",
            "Eine Stellwand voller Karten, davor drei Menschen von hinten.",
            picture("JPEG", (80, 50)),
            "image/jpeg",
            key="wand",
            trace=Trace((CARDS[3],), 3),
        ),
        Figure(
            "Karten nach Handlungsfeld",
            "Die meisten Karten betreffen Begegnungs- und Entwicklungsräume (31), die wenigsten "
            "Planung und Daten (11).",
            figures.BARS,
        ),
    ),
)

FACTORS = Chapter(
    "faktoren",
    "Was die Zukunft bestimmt",
    (
        Paragraph(PROSE + " " + PROSE, trace=Trace((FACTOR, CARDS[1]), 48)),
        Heading(2, "Schlüsselfaktoren"),
        Paragraph("Als Schlüsselfaktoren wurden gewählt:"),
        Bullets(
            (
                "Rufbus und flexible Mobilität",
                "Ärztliche Versorgung und Pflege vor Ort",
                (Run("Leerstand", "strong"), Run(" in Ortskernen, mit und ohne Eigentümer")),
            ),
            ordered=True,
            trace=Trace((FACTOR,), 31),
        ),
        Figure(
            "Systembild der Einflussfaktoren",
            "Die Alterung der Bevölkerung wirkt stark und wird wenig beeinflusst; Zuzug und "
            "Wegzug wirken stark und werden stark beeinflusst.",
            figures.GRID,
            trace=Trace((FACTOR,), 24),
        ),
        Heading(2, "Annahmen bis 2035"),
        Heading(3, "Wahrscheinlichkeit"),
        Figure(
            "Einschätzungen der zweiten Delphi-Runde",
            "Die Hälfte der Befragten hält es für mindestens 62 % wahrscheinlich, dass Rufbusse "
            "im ganzen Landkreis fahren; bei den Vereinen gehen die Meinungen auseinander.",
            figures.DISTRIBUTION,
            trace=Trace((), 48),
        ),
        Box(
            "So wurde gefragt",
            (
                Paragraph(
                    "Jede Annahme wurde zweimal eingeschätzt, die Statistik war erst nach der "
                    "eigenen Antwort zu sehen."
                ),
                Table(
                    "Runden",
                    ("Runde", "Antworten"),
                    (("Erste Runde", "52"), ("Zweite Runde", "48")),
                    numeric=(1,),
                ),
            ),
            "method",
        ),
    ),
)

SCENARIOS = Chapter(
    "szenarien",
    "Vier Bilder der Zukunft",
    (
        Paragraph(PROSE),
        Figure(
            "Die vier Szenarien zwischen Morgenlicht und Dämmerung",
            "Das Szenario „Das Dorf, das wieder leuchtet“ liegt bei allen zwölf Faktoren am "
            "weitesten auf der erwünschten Seite, „Die letzten Bänke“ bei allen am wenigsten.",
            figures.PROFILE,
            trace=Trace((), 64),
        ),
        Heading(2, "Das Dorf, das wieder leuchtet"),
        Story(
            "Zwölfter Oktober",
            "Tagebucheintrag",
            (
                "Heute ist der Rufbus zum ersten Mal bis vor die Tür gefahren. Herr Lindner hat "
                "gewinkt, als wäre er ein Filmstar.\nDie Kinder haben zurückgewinkt.",
                PROSE,
                "Abends im Dorfbüro: drei Pakete, zwei Formulare, ein Gespräch über den Winter.",
            ),
            trace=Trace((CARDS[2], CARDS[7]), 9),
        ),
        Quote(
            "Wir haben nicht mehr Geld bekommen. Wir haben aufgehört, es einzeln auszugeben.",
            "Gruppe Kooperationsformen, Szene aus der Erzählung",
            trace=Trace((CARDS[5],)),
        ),
    ),
)

OPTIONS = Chapter(
    "optionen",
    "Was zu tun ist",
    (
        Figure(
            "Wie die Optionen in den Szenarien wirken",
            "Der Rufbus wirkt in allen vier Szenarien, das Vereinsbüro schadet in zweien.",
            figures.HEATMAP,
            trace=Trace((OPTION,), 40),
        ),
        Figure(
            "Wer mit wem zusammenarbeiten will",
            "Das Landratsamt und die Sozialstation teilen fünf Optionen, der Tafelverein keine.",
            figures.NETWORK,
        ),
        Figure(
            "Zustimmung nach Akteursgruppe: Rufbus ohne Fahrplan",
            "Fünf von sechs Akteursgruppen stimmen mehrheitlich zu; in der Politik überwiegt die "
            "Ablehnung mit 42 %.",
            figures.VOTES,
            trace=Trace((OPTION,), 69),
        ),
    ),
)

RECOMMENDATIONS = Chapter(
    "empfehlungen",
    "Empfehlungen",
    (
        Paragraph("Die Empfehlungen sind nach Handlungsfeldern geordnet."),
        Heading(2, "Infrastrukturen im ländlichen Raum"),
        Recommendation(
            1,
            "Rufbusse landkreisweit und ohne Fahrplan anbieten",
            "Der Landkreis richtet mit den Gemeinden einen Rufbus ein, der auf Anruf und ohne "
            "App bestellt werden kann. Die Fahrten sind barrierefrei. Nach zwei Jahren wird "
            "gemessen, wer ihn nutzt und wer nicht.",
            Trace((OPTION, FACTOR, *CARDS[:8]), 69),
            69,
            "Infrastrukturen im ländlichen Raum",
            "II",
            ("Flexible Mobilität", "Barrierefreie Erreichbarkeit"),
            "72 % Zustimmung; fünf von sechs Akteursgruppen stimmen zu (n = 69).",
            "empfehlung-1",
        ),
        Recommendation(
            2,
            "Einen gemeinsamen Fördermittellotsen einsetzen",
            (
                Run("Gemeinden unter 6 000 Einwohnerinnen und Einwohnern erhalten "),
                Run("eine Ansprechperson", "strong"),
                Run(", die Anträge vorbereitet und Fristen hält."),
            ),
            Trace((CARDS[5], CARDS[9]), 66),
            66,
            "Kooperationsstrukturen und Governance",
            "IV",
            ("Vereinfachter Förderzugang",),
            "91 % Zustimmung (n = 66).",
            "empfehlung-2",
        ),
    ),
)

RICH = Document(
    title="Gut leben auf dem Land 2035",
    language="de-DE",
    date="2026-11-22",
    subtitle="Policy Paper der Zukunftswerkstatt",
    process_title="Zukunftswerkstatt Musterland",
    example=True,
    authors=("Redaktionsgruppe der Werkstatt", "Sozialplanung des Landkreises"),
    imprint=("Landkreis Musterland, Sozialplanung", "Musterweg 1, 00000 Musterstadt"),
    base_url="https://weitblick.example.org",
    abstract=ABSTRACT,
    chapters=(OCCASION, FACTORS, SCENARIOS, OPTIONS, RECOMMENDATIONS),
    sources=(STATISTICS,),
    literature=(
        Work("bbsr", "Bundesinstitut für Bau-, Stadt- und Raumforschung: Raumordnungsbericht 2021.",
             "https://www.example.org/raumordnung"),
        Work("glenn", "Glenn, Jerome C.; Gordon, Theodore J.: Futures Research Methodology, 2009."),
    ),
)

HOUSE = House(
    accent="#005f56", ground="#eef6f4", face="sans", logo=Logo("Wappen des Landkreises", picture()),
    funding="Gefördert durch die Musterstiftung", funders=(Logo("Musterstiftung", picture()),),
)
