"""The first chapters: why the process was held, how it went and who took part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import (
    Block,
    Box,
    Bullets,
    Chapter,
    Figure,
    Heading,
    Paragraph,
    Table,
    Trace,
    plain,
)
from weitblick.exports.specs import Bar, Bars
from weitblick.faces.numbers import number
from weitblick.voices.models import Card, Judgement, Rating
from weitblick.workshop.models import Meeting, Process
from weitblick.workshop.queries import sectors_present

OCCASION, PARTICIPATION = "occasion", "participation"


def occasion(process: Process) -> Chapter:
    """Why: the introduction, the guiding question, the horizon and the topics."""
    own = [part.strip() for part in plain(process.introduction).split("\n\n") if part.strip()]
    blocks: list[Block] = [
        Paragraph(text, key=f"occasion.introduction.{i}") for i, text in enumerate(own, 1)
    ]
    blocks.append(Box(_("Leitfrage"), (Paragraph(plain(process.question)),), kind="summary",
                      key="occasion.question"))
    blocks.append(Paragraph(_scope(process), key="occasion.scope"))
    topics = tuple(topic.title for topic in process.frame.topics)
    blocks.append(Paragraph(_("Gearbeitet wurde an diesen Themen:"), key="occasion.topics"))
    blocks.append(Bullets(topics, key="occasion.topics.list"))
    return Chapter(OCCASION, _("Anlass und Leitfrage"), tuple(blocks))


def _scope(process: Process) -> str:
    words = {
        "region": plain(process.region or process.frame.region), "year": process.horizon,
        "fields": len(process.frame.fields), "dimensions": len(process.frame.dimensions),
    }
    return _(
        "Region: %(region)s. Zieljahr: %(year)d. Jeder Beitrag ist nach %(fields)d "
        "Handlungsfeldern und %(dimensions)d Entwicklungsdimensionen geordnet."
    ) % words


def participation(process: Process) -> Chapter:
    """How: people by sector (no cell below the smallest shown group), meetings, contributions."""
    people = process.participants.filter(erased_at=None).count()
    blocks: list[Block] = [
        Paragraph(_people(process, people), key="participation.people", trace=Trace(n=people))
    ]
    blocks += _sectors(process, people) if people else []
    blocks += _meetings(process)
    blocks += _contributions(process)
    return Chapter(PARTICIPATION, _("Prozess und Beteiligung"), tuple(blocks))


def _people(process: Process, people: int) -> str:
    if not people:
        return _("Bisher hat sich niemand angemeldet.")
    present = present_sectors(process)
    counted = ngettext(
        "%(n)s Person hat sich beteiligt.", "%(n)s Personen haben sich beteiligt.", people
    ) % {"n": number(people)}
    whole = len(process.frame.sectors)
    sectors = (_("Vertreten sind alle %(all)d Akteursgruppen.") if present == whole > 1 else
               _("Vertreten sind %(present)d von %(all)d Akteursgruppen.")) % {
        "present": present, "all": whole}
    simulated = process.participants.filter(is_simulated=True, erased_at=None).exists()
    note = _("Die Teilnehmenden dieses Beispiels sind simuliert.") if simulated else ""
    return " ".join(filter(None, (counted, sectors, note)))


def present_sectors(process: Process) -> int:
    """How many sectors somebody came from."""
    return sum(1 for n in sectors_present(process).values() if n)


def shown_sectors(process: Process) -> list[tuple[str, int]]:
    """People by sector, large groups first; groups below the smallest shown one go together."""
    return joined_sectors(sectors_present(process), process.min_cell)


def joined_sectors(people: Mapping[str, int], min_cell: int) -> list[tuple[str, int]]:
    """Sectors with their people; those below ``min_cell`` are counted together.

    A single small group is joined by the next larger one, so that nobody can subtract it.
    """
    counted = sorted(people.items(), key=lambda row: -row[1])
    large = [row for row in counted if row[1] >= min_cell]
    small = [row for row in counted if 0 < row[1] < min_cell]
    while small and large and (len(small) == 1 or sum(n for _t, n in small) < min_cell):
        small.insert(0, large.pop())
    rows = list(large)
    if small:
        names = ", ".join(title for title, _n in small)
        rows.append((_("zusammengefasst: %s") % names, sum(n for _t, n in small)))
    return rows + [row for row in counted if row[1] == 0]


def _sectors(process: Process, people: int) -> list[Block]:
    return sector_blocks(shown_sectors(process), people, process.min_cell, "participation")


def sector_blocks(
    rows: Sequence[tuple[str, int]], people: int, min_cell: int, key: str
) -> list[Block]:
    """Heading, picture and, where groups were joined, the note that says so."""
    first, n = rows[0]
    description = _(
        "Am stärksten vertreten: %(sector)s mit %(n)s von %(all)s Personen."
    ) % {"sector": first, "n": number(n), "all": number(people)}
    spec = Bars(tuple(Bar(title, float(n)) for title, n in rows), _("Personen"))
    merged = any(title.startswith(_("zusammengefasst: %s") % "") for title, _n in rows)
    note = _("Gruppen unter %d Personen sind zusammengefasst.") % min_cell
    figure = Figure(
        _("Teilnehmende nach Akteursgruppe"), description, spec, key=f"{key}.sectors",
        trace=Trace(n=people),
    )
    after = [Paragraph(note, key=f"{key}.sectors.note")] if merged else []
    return [Heading(2, _("Wer dabei war")), figure, *after]


def held(process: Process) -> list[tuple[Meeting, int]]:
    """The meetings somebody was at or contributed to, with the number of those who were there."""
    rows = process.meetings.annotate(people=Count("attendances"))
    said: tuple[Any, ...] = (Card, Rating, Judgement)
    spoken = {pk for model in said for pk in model.objects.filter(
        activity__meeting__process=process).order_by().values_list(
        "activity__meeting", flat=True).distinct()}
    return [(one, one.people) for one in rows if one.people or one.pk in spoken]


def _meetings(process: Process) -> list[Block]:
    rows = held(process)
    if not rows:
        return []
    table = Table(
        _("Veranstaltungen"), (_("Veranstaltung"), _("Art"), _("Zeit und Ort"), _("Personen")),
        tuple(
            (plain(one.title), str(one.get_kind_display()), _when_and_where(one),
             number(people))
            for one, people in rows
        ),
        numeric=(3,), key="participation.meetings",
    )
    return [Heading(2, _("Wie gearbeitet wurde")), table]


def days(meeting: Meeting) -> str:
    """The day of a meeting, or its first and last."""
    when = date_format(meeting.starts_on, "DATE_FORMAT")
    if meeting.ends_on and meeting.ends_on != meeting.starts_on:
        return f"{when} – {date_format(meeting.ends_on, 'DATE_FORMAT')}"
    return when


def _when_and_where(meeting: Meeting) -> str:
    when = days(meeting)
    return f"{when}, {plain(meeting.place)}" if meeting.place else when


STEPS = ("factors", "trends", "scenarios", "options", "validation", "paper")


def contributions(process: Process) -> dict[str, tuple[int, int, int, int]]:
    """Cards, ratings, judgements and people (or tables) of each step that has any."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    voices: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    said: tuple[Any, ...] = (Card, Rating, Judgement)
    for column, model in enumerate(said):
        rows = model.objects.filter(activity__meeting__process=process).order_by()
        grouped = rows.values_list("activity__step", "participant", "table")
        for step, person, table, n in grouped.annotate(n=Count("pk")):
            counts[step][column] += n
            if person or table:
                voices[step].add(("person", person) if person else ("table", table))
    return {step: (*counts[step], len(voices[step])) for step in STEPS if step in counts}  # type: ignore[misc]


def _contributions(process: Process) -> list[Block]:
    found = contributions(process)
    if not found:
        return []
    names = _step_names()
    rows = tuple((names[step], *map(number, row)) for step, row in found.items())
    cards, ratings, judgements = (sum(row[i] for row in found.values()) for i in range(3))
    text = _(
        "Zusammen sind es %(cards)s Karten und Texte, %(ratings)s Bewertungen und Stimmen und "
        "%(judgements)s Urteile über Zusammenhänge."
    ) % {"cards": number(cards), "ratings": number(ratings), "judgements": number(judgements)}
    table = Table(
        _("Beiträge nach Schritt"),
        (_("Schritt"), _("Karten und Texte"), _("Bewertungen und Stimmen"),
         _("Urteile über Zusammenhänge"), _("Personen und Tische")),
        rows, numeric=(1, 2, 3, 4), key="participation.contributions.table",
    )
    return [Paragraph(text, key="participation.contributions"), table]


def _step_names() -> dict[str, str]:
    words: Iterable[str] = (
        _("Einflussfaktoren"), _("Trendannahmen"), _("Szenarien"), _("Handlungsoptionen"),
        _("Validierung"), _("Policy Paper"),
    )
    return dict(zip(STEPS, words, strict=True))
