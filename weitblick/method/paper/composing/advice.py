"""The recommendations by action field, each with what carries it, and what they cover."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import (
    Block,
    Bullets,
    Chapter,
    Figure,
    Heading,
    Paragraph,
    Run,
    Trace,
    plain,
)
from weitblick.exports.document import Recommendation as Printed
from weitblick.exports.specs import Coverage, CoverageField
from weitblick.faces.numbers import number, percent
from weitblick.faces.sources import ref
from weitblick.method.paper import queries
from weitblick.method.paper.composing.refs import labels
from weitblick.method.paper.composing.words import due_words
from weitblick.method.paper.models import Recommendation
from weitblick.method.paper.queries import Support, Vote
from weitblick.trace.models import Item, Kind
from weitblick.trace.queries import coverage
from weitblick.workshop.frame import Field
from weitblick.workshop.models import Process

SLUG = "recommendations"


def chapter(process: Process) -> Chapter | None:
    """The recommendations, in the order of the action fields; None without any."""
    rows = queries.recommendations(process)
    if not rows:
        return None
    supports = queries.supports(process, rows)
    blocks: list[Block] = [Paragraph(
        _introduction(process, rows, supports), key="recommendations.intro",
        trace=Trace(n=_people(process)),
    )]
    known = labels(process)
    numbers = {one.pk: position for position, one in enumerate(rows, 1)}
    for field, own in queries.by_field(process):
        if own:
            blocks.append(Heading(2, f"{field.numeral} {field.title}", key=f"field-{field.slug}"))
            for one in own:
                blocks += _blocks(one, numbers[one.pk], field, supports[one.item_id], known)
    blocks += _coverage(process, len(rows))
    return Chapter(SLUG, _("Empfehlungen nach Handlungsfeld"), tuple(blocks))


def summary(process: Process) -> Chapter | None:
    """The recommendations at a glance, for those who read one page; None without any."""
    rows = queries.recommendations(process)
    if not rows:
        return None
    numerals = {field.slug: field.numeral for field in process.frame.fields}
    titles = tuple(
        f"{plain(one.item.text) or '…'} ({numerals.get(one.field, '')})" for one in rows
    )
    people = _people(process)
    text = ngettext(
        "%(question)s Darauf hat %(n)s Person geantwortet. Das sind die Empfehlungen, in Klammern "
        "das Handlungsfeld:",
        "%(question)s Darauf haben %(n)s Personen geantwortet. Das sind die Empfehlungen, in "
        "Klammern das Handlungsfeld:", people,
    ) % {"question": plain(process.question), "n": number(people)}
    return Chapter("summary", _("Auf einen Blick"), (
        Paragraph(text, key="summary.intro", trace=Trace(n=people)),
        Bullets(titles, ordered=True, key="summary.list"),
    ))


def basis(support: Support, known: Mapping[str, str] | None = None) -> str:
    """One line on what carries a recommendation: cards, votes with n and share, verdicts.

    ``known`` are the printed labels of the statements ("A3: 81 % Zustimmung …").
    """
    parts = [_cards_words(len(support.cards))]
    for vote in support.votes:
        label = (known or {}).get(vote.statement.item.public_id, "")
        parts.append(f"{label}: {vote_words(vote)}" if label else vote_words(vote))
    return "; ".join(parts)


def vote_words(vote: Vote) -> str:
    """ "82 % Zustimmung (n = 58), angenommen"; the share is of those who took a side."""
    words = []
    if vote.tally.share is not None:
        words.append(_("%(share)s Zustimmung (n = %(n)s)") % {
            "share": percent(vote.tally.share, 0), "n": number(vote.tally.n)})
    if vote.verdict:
        words.append(str(vote.verdict.get_outcome_display()))
    return ", ".join(words)


def _cards_words(cards: int) -> str:
    if not cards:
        return _("Beruht auf keiner Karte")
    return ngettext("Beruht auf %(n)s Karte", "Beruht auf %(n)s Karten", cards) % {
        "n": number(cards)}


def _people(process: Process) -> int:
    return process.participants.filter(erased_at=None).count()


def _introduction(
    process: Process, rows: list[Recommendation], supports: dict[int, Support]
) -> str:
    fields = len({one.field for one in rows})
    traced = sum(1 for one in supports.values() if one.is_traced)
    cards = {card.pk for one in supports.values() for card in one.cards}
    counted = ngettext(
        "Aus dem Prozess folgt %(n)s Empfehlung.",
        "Aus dem Prozess folgen %(n)s Empfehlungen in %(fields)s Handlungsfeldern.", len(rows),
    ) % {"n": number(len(rows)),
         "fields": _of(fields, len(process.frame.fields))}
    if traced == len(rows):
        rest = _("Jede lässt sich bis zu den Karten zurückverfolgen, auf denen sie beruht; "
                 "zusammen sind es %(cards)s Karten.") % {"cards": number(len(cards))}
    else:
        rest = _("Bis zu Karten zurückverfolgen lassen sich davon %(traced)s; sie beruhen auf "
                 "%(cards)s Karten.") % {"traced": number(traced), "cards": number(len(cards))}
    return f"{counted} {rest}"


def _of(part: int, whole: int) -> str:
    """ "4 von 6", or "allen 6"."""
    words = {"part": number(part), "whole": number(whole)}
    return (_("allen %(whole)s") if part == whole > 1 else _("%(part)s von %(whole)s")) % words


def _blocks(
    one: Recommendation, position: int, field: Field, support: Support,
    known: Mapping[str, str],
) -> list[Block]:
    item = one.item
    sources = Trace(tuple(ref(one.process, source) for source in _sources(item, support)),
                    support.people)
    printed = Printed(
        position, plain(item.text) or "…", plain(item.detail), sources, support.people,
        field=field.title, numeral=field.numeral, dimensions=_dimensions(item, field),
        basis=basis(support, known), key=f"recommendation-{item.public_id}",
    )
    step = _first_step(one)
    return [printed, Paragraph(step, key=f"recommendations.step.{item.public_id}")] if step else [
        printed]


def _sources(item: Item, support: Support) -> list[Item]:
    """The recommendation's own thread first, then what it was derived from, its cards last."""
    direct = [one for one in support.sources if one.text]
    return [item, *sorted(direct, key=lambda one: one.kind == Kind.CARD)]


def _dimensions(item: Item, field: Field) -> tuple[str, ...]:
    filed = {filing.dimension for filing in item.filings.all()}
    return tuple(one.title for one in field.dimensions if one.slug in filed)


def _first_step(one: Recommendation) -> tuple[Run, ...]:
    """Addressee, first step, who and until when: what is known of it, as one paragraph."""
    named: Iterable[tuple[str, str]] = (
        (_("An wen: "), one.addressee), (_("Erster Schritt: "), one.first_step),
        (_("Wer: "), one.who), (_("Bis: "), due_words(one.due)),
    )
    runs: list[Run] = []
    for label, text in named:
        if text:
            runs += [Run(label, "strong"), Run(f"{_sentence(plain(text))} ")]
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip())
    return tuple(runs)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _coverage(process: Process, rows: int) -> list[Block]:
    counted = coverage(process, [Kind.RECOMMENDATION])
    covered = sum(1 for n in counted.values() if n)
    spec = Coverage(
        tuple(
            CoverageField(field.numeral, field.title, tuple(
                (one.title, counted[one.slug]) for one in field.dimensions))
            for field in process.frame.fields
        ),
        _("Empfehlungen"),
    )
    description = _(
        "Die Empfehlungen berühren %(covered)d von %(all)d Entwicklungsdimensionen."
    ) % {"covered": covered, "all": len(counted)}
    bare = [process.frame.title_of(slug) for slug, n in counted.items() if not n]
    open_ones = [Paragraph(
        ngettext("Ohne Empfehlung bleibt: %s.", "Ohne Empfehlung bleiben: %s.", len(bare))
        % ", ".join(bare), key="recommendations.bare")] if bare else []
    return [
        Heading(2, _("Was die Empfehlungen abdecken")), *open_ones,
        Figure(_("Empfehlungen nach Handlungsfeld und Entwicklungsdimension"), description, spec,
               key="recommendations.coverage", trace=Trace(n=rows)),
    ]
