"""Short cards as people write them in a workshop, authored for tests, by what they are about."""

CARDS: dict[str, tuple[str, ...]] = {
    "bus": (
        "Abends fährt kein Bus mehr", "ÖPNV nur zu Schulzeiten", "Rufbus auch am Wochenende",
        "Busverbindung in die Kreisstadt zu selten", "Ohne Auto kommt man nicht weg",
        "Anrufbus statt leerer Linienbusse", "Bus und ÖPNV besser abstimmen",
    ),
    "doctor": (
        "Hausarzt findet keine Nachfolge", "Praxen schließen", "Arztpraxis im Ort halten",
        "Weite Wege zum Facharzt", "Gemeindeschwester entlastet Hausärzte",
        "Ärztemangel auf dem Land", "Medizinische Versorgung durch mobile Praxis",
    ),
    "shop": (
        "Dorfladen als Treffpunkt", "Der letzte Laden hat zugemacht", "Einkaufen nur mit Auto",
        "Bäckerwagen kommt nicht mehr", "Dorfläden genossenschaftlich betreiben",
        "Regionale Produkte im Laden",
    ),
    "vacancy": (
        "Leerstand im Ortskern", "Leere Häuser verfallen", "Leerstehende Gebäude nutzen",
        "Altes Schulhaus umnutzen", "Häuser im Dorfkern stehen leer", "Leerstandskataster anlegen",
    ),
    "volunteers": (
        "Vereine ohne Nachwuchs", "Niemand will in den Vorstand", "Ehrenamt braucht Hauptamt",
        "Ehrenamtliche sind überlastet", "Vereinsvorstand findet keine Nachfolger",
        "Anerkennung für ehrenamtliches Engagement", "Nachwuchs fehlt in der Feuerwehr",
    ),
    "internet": (
        "Schnelles Internet für alle", "Glasfaser bis ins Haus", "Funklöcher überall",
        "Breitbandausbau dauert zu lange", "Kein Handyempfang im Tal",
        "Breitband: schnelles Internet auch für Betriebe",
    ),
    "grants": (
        "Förderanträge zu kompliziert", "Fördermittel einfacher beantragen",
        "Zu viel Bürokratie bei Förderung", "Eigenanteil können arme Gemeinden nicht zahlen",
        "Regionalbudget ohne Antrag", "Anträge verstehen nur Fachleute",
    ),
    "young": (
        "Jugend zieht weg", "Jugendliche haben keinen Treffpunkt", "Junge Leute gehen in die Stadt",
        "Jugendclub wieder öffnen", "Jugendliche früh beteiligen", "Abwanderung junger Menschen",
    ),
    "care": (
        "Pflegekräfte fehlen", "Alt werden im eigenen Haus", "Tagespflege im Nachbarort",
        "Pflegende Angehörige sind allein", "Wohnen im Alter im Dorf", "Senioren vereinsamen",
    ),
    "work": (
        "Fachkräfte fehlen im Handwerk", "Betriebe finden keine Nachfolge",
        "Handwerksbetriebe ohne Lehrlinge", "Fachkräftemangel", "Ausbildung vor Ort halten",
        "Unternehmensnachfolge sichern",
    ),
}
