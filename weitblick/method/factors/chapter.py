"""The chapter of step 1: from the cards to the key factors, with figures and numbers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import (
    Block,
    Chapter,
    Figure,
    Heading,
    Paragraph,
    Table,
    Trace,
    TraceRef,
    plain,
)
from weitblick.exports.specs import Point, SystemGrid
from weitblick.faces.numbers import number
from weitblick.faces.sources import ref
from weitblick.method.factors import queries
from weitblick.method.factors.analysis.coverage import coverage_spec, reading_of_map
from weitblick.method.factors.analysis.favoured import favoured
from weitblick.method.factors.analysis.influence import Influence, influence
from weitblick.method.factors.analysis.ratings import Rated, rated
from weitblick.method.factors.analysis.words import (
    QUADRANTS,
    reading_of_coverage,
    reading_of_ratings,
    reading_of_structure,
)
from weitblick.method.factors.models import Factor
from weitblick.monitoring.chapter import beside
from weitblick.monitoring.queries import notes_of
from weitblick.trace.models import Item
from weitblick.workshop.models import Process
from weitblick.workshop.queries import sectors_present


def chapter(process: Process) -> Chapter | None:
    """The chapter, or None as long as there is neither a card nor a factor."""
    rows, cards = rated(process), queries.cards(process)
    if not rows and not cards:
        return None
    matrix = influence(process)
    blocks: list[Block] = [_intro(process, [card.item for card in cards], len(rows))]
    if rows:
        blocks += _coverage(process, rows)
    blocks += _dots(process)
    if any(row.score is not None for row in rows):
        blocks.append(_ratings(process, rows))
    if matrix.structure is not None and matrix.covered:
        blocks += _influence(process, matrix)
    blocks += _keys(process, rows)
    return Chapter("factors", _("Was die Region bewegt: Einflussfaktoren"), tuple(blocks))


def _intro(process: Process, cards: list[Item], n_factors: int) -> Paragraph:
    n = queries.writers(cards)
    sectors = sum(1 for count in sectors_present(process).values() if count)
    people = ngettext("%(n)s Person", "%(n)s Personen und Tischen", n) % {"n": number(n)}
    groups = ngettext("%(n)s Akteursgruppe", "%(n)s Akteursgruppen", sectors) % {
        "n": number(sectors)}
    written = ngettext(
        "Am Anfang stand %(n)s Karte, geschrieben von %(people)s aus %(groups)s.",
        "Am Anfang standen %(n)s Karten, geschrieben von %(people)s aus %(groups)s.", len(cards),
    ) % {"n": number(len(cards)), "people": people, "groups": groups}
    made = ngettext(
        "Daraus entstand %(n)s Einflussfaktor.", "Daraus entstanden %(n)s Einflussfaktoren.",
        n_factors,
    ) % {"n": number(n_factors)}
    text = f"{written} {made}" if n_factors else written
    return Paragraph(text, key="factors.intro", trace=Trace(n=n))


def _coverage(process: Process, rows: list[Rated]) -> list[Block]:
    reading = plain(reading_of_map(process))
    trace = Trace(_refs(process, (row.factor for row in rows)))
    return [
        Paragraph(reading, key="factors.coverage", trace=trace),
        Figure(
            _("Einflussfaktoren nach Handlungsfeldern und Entwicklungsdimensionen"), reading,
            coverage_spec(process), key="factors.coverage-map", trace=trace,
        ),
    ]


def _dots(process: Process) -> list[Block]:
    return [
        block for place, one in enumerate(favoured(process), start=1)
        for block in one.blocks(
            f"factors.dots.{place}",
            Trace(tuple(ref(process, item) for item in one.items if item.text), one.n))
    ]


def _ratings(process: Process, rows: list[Rated]) -> Paragraph:
    n = max(row.n for row in rows)
    counted = _("Bis zu %(n)s Personen schätzten Wirkung und Ungewissheit auf einer Skala von 1 "
                "bis 5 ein.") % {"n": number(n)}
    named = [row.factor for row in rows if row.score is not None]
    return Paragraph(
        plain(f"{counted} {reading_of_ratings(rows)}"), key="factors.ratings",
        trace=Trace(_refs(process, named), n),
    )


def _influence(process: Process, matrix: Influence) -> list[Block]:
    readings = [plain(sentence) for sentence in reading_of_structure(matrix)]
    how = _(
        "In der Einflussmatrix aus %(factors)s Faktoren urteilten %(n)s Personen und Tische, wer "
        "wen unmittelbar antreibt."
    ) % {"factors": number(len(matrix.factors)), "n": number(matrix.voices)}
    trace = Trace(_refs(process, matrix.factors), matrix.voices)
    text = " ".join([how, plain(reading_of_coverage(matrix)), *readings])
    grid = Figure(
        _("Systembild der Einflussfaktoren"), " ".join(readings[:2]) or how, _grid(matrix),
        key="factors.system-grid", trace=trace,
    )
    return [
        Heading(2, _("Wer treibt wen an"), key="factors.influence-head"),
        Paragraph(text, key="factors.influence", trace=trace),
        grid,
    ]


def _grid(matrix: Influence) -> SystemGrid:
    structure = matrix.structure
    if structure is None:
        raise ValueError("A system grid needs an analysed matrix.")
    points = tuple(
        Point(str(at), plain(factor.item.text), passive, active, factor.is_key)
        for at, (factor, active, passive) in enumerate(
            zip(matrix.factors, structure.active, structure.passive, strict=True), start=1
        )
    )
    names = [str(name) for name in QUADRANTS]
    return SystemGrid(
        points, _("Passivsumme"), _("Aktivsumme"), structure.thresholds.passive,
        structure.thresholds.active, (names[0], names[1], names[2], names[3]),
    )


def _keys(process: Process, rows: list[Rated]) -> list[Block]:
    keys = [row for row in rows if row.factor.is_key]
    if not keys:
        return []
    below = queries.cards_by_factor(process)
    chosen = ngettext(
        "Ausgewählt wurde %(n)s Schlüsselfaktor, auf dem Trendannahmen und Szenarien aufbauen.",
        "Ausgewählt wurden %(n)s Schlüsselfaktoren, auf denen Trendannahmen und Szenarien "
        "aufbauen.", len(keys),
    ) % {"n": number(len(keys))}
    reason = queries.reason_of_choice(process)
    trace = Trace(_refs(process, (row.factor for row in keys)))
    return [
        Heading(2, _("Die Schlüsselfaktoren"), key="factors.keys-head"),
        Paragraph(plain(f"{chosen} {reason}".strip()), key="factors.choice", trace=trace),
        _key_table(process, keys, below),
        *_described_with_evidence(process, [row.factor for row in keys], below),
    ]


def _described_with_evidence(
    process: Process, keys: list[Factor], below: dict[int, list[Item]]
) -> list[Block]:
    """What each key factor is, and the figures that are pinned to it."""
    notes, drawn = notes_of([factor.item for factor in keys]), set[int]()
    blocks: list[Block] = []
    for factor in keys:
        if factor.item.detail:
            blocks.append(_described(process, factor, below[factor.pk]))
        blocks += beside(process, notes.get(factor.item_id, []),
                         f"factors.evidence.{factor.item.public_id}", drawn)
    return blocks


def _key_table(process: Process, keys: list[Rated], below: dict[int, list[Item]]) -> Table:
    return Table(
        _("Schlüsselfaktoren"),
        (_("Faktor"), _("Handlungsfeld"), _("Karten"), _("Personen und Tische"), _("Wirkung"),
         _("Ungewissheit"), _("n")),
        tuple(
            (
                plain(row.factor.item.text), queries.field_numeral(row.factor) or "–",
                number(len(below[row.factor.pk])), number(queries.writers(below[row.factor.pk])),
                number(row.impact.mean, 1) or "–", number(row.uncertainty.mean, 1) or "–",
                number(row.n),
            )
            for row in keys
        ),
        note=_("Wirkung und Ungewissheit: Mittel auf der Skala von 1 bis 5; n zählt die "
               "Einschätzungen."),
        numeric=(2, 3, 4, 5, 6), key="factors.key-table",
        trace=Trace(_refs(process, (row.factor for row in keys))),
    )


def _described(process: Process, factor: Factor, cards: list[Item]) -> Paragraph:
    text = _("%(title)s: %(description)s") % {
        "title": factor.item.text, "description": factor.item.detail
    }
    refs = (*_refs(process, [factor]), *_card_refs(process, cards))
    return Paragraph(
        plain(text), key=f"factors.key.{factor.item.public_id}",
        trace=Trace(refs, queries.writers(cards)),
    )


def _refs(process: Process, factors: Iterable[Factor]) -> tuple[TraceRef, ...]:
    return tuple(ref(process, factor.item) for factor in factors)


def _card_refs(process: Process, cards: list[Item]) -> tuple[TraceRef, ...]:
    """Cards that can be read; a blanked one keeps its place in the chain but has no words."""
    return tuple(ref(process, card) for card in cards if card.text)
