"""The protocol of one meeting: the day, who was there, cards, ratings, pictures, open points."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import (
    Block,
    Bullets,
    Chapter,
    Figure,
    Heading,
    Paragraph,
    Picture,
    Table,
    Trace,
    plain,
)
from weitblick.faces.numbers import number
from weitblick.faces.sources import trace
from weitblick.method.factors import queries as factors
from weitblick.method.paper import photos, queries
from weitblick.method.paper.composing import opening, ratings
from weitblick.method.paper.composing.refs import short_trace
from weitblick.method.validation import queries as validation
from weitblick.trace.models import State
from weitblick.voices.models import Card
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity, ActivityState, Meeting, Process

Maker = Callable[[Process], Chapter | None]

PARTS = ("day", "people", "cards", "ratings", "pictures", "open", "photos")
PICTURES = 3
"""How many pictures of one step the protocol shows."""


def maker(meeting: Meeting, steps: Mapping[str, Maker], part: str) -> Maker:
    """The maker of one part of the protocol of this meeting."""
    makers: dict[str, Maker] = {
        "day": partial(_day, meeting), "people": partial(_people, meeting),
        "cards": partial(_cards, meeting), "ratings": partial(_ratings, meeting),
        "pictures": partial(_pictures, meeting, steps), "open": partial(_open, meeting),
        "photos": partial(_photos, meeting),
    }
    return makers[part]


def _day(meeting: Meeting, process: Process) -> Chapter:
    """When and where, the question, and the agenda with the times at which things happened."""
    where = plain(meeting.place) or _("Ort nicht angegeben")
    when = opening.days(meeting)
    blocks: list[Block] = [
        Paragraph(_("%(kind)s am %(when)s, %(where)s.") % {
            "kind": meeting.get_kind_display(), "when": when, "where": where},
            key="protocol.day"),
        Paragraph(_("Leitfrage: %s") % plain(process.question), key="protocol.question"),
    ]
    agenda = list(meeting.activities.all())
    if agenda:
        blocks.append(Table(
            _("Ablauf"), (_("Zeit"), _("Was"), _("Geplant"), _("Beteiligt")),
            tuple((_times(one), plain(one.title), _minutes(one), number(contributors(one)))
                  for one in agenda),
            row_header=False, numeric=(3,), key="protocol.agenda",
            note=_("Beteiligt: Personen und Tische, die etwas beigetragen haben."),
        ))
    return Chapter("protocol-day", _("Der Ablauf"), tuple(blocks))


def _times(one: Activity) -> str:
    """ "9:10 – 9:40", with the day where it ran over midnight; a dash for what was not held."""
    if one.opened_at is None:
        return "–"
    start = localtime(one.opened_at)
    if one.closed_at is None:
        return _("seit %s") % time_format(start, "TIME_FORMAT")
    end = localtime(one.closed_at)
    if end.date() == start.date():
        return f"{time_format(start, 'TIME_FORMAT')} – {time_format(end, 'TIME_FORMAT')}"
    day = "SHORT_DATE_FORMAT"
    return f"{date_format(start, day)} – {date_format(end, day)}"


def _minutes(one: Activity) -> str:
    return ngettext("%(n)s Minute", "%(n)s Minuten", one.minutes) % {"n": number(one.minutes)} if (
        one.minutes) else _("ohne Zeit")


def _people(meeting: Meeting, process: Process) -> Chapter | None:
    """Who was there, by sector; no cell below the smallest shown group."""
    rows = meeting.attendances.filter(participant__erased_at=None)
    counted = Counter(rows.values_list("participant__sector", flat=True))
    people = counted.total()
    if not people:
        return None
    by_sector = {sector.title: counted[sector.slug] for sector in process.frame.sectors}
    shown = opening.joined_sectors(by_sector, process.min_cell)
    text = ngettext("%(n)s Person hat teilgenommen.", "%(n)s Personen haben teilgenommen.", people)
    blocks = [
        Paragraph(text % {"n": number(people)}, key="protocol.people", trace=Trace(n=people)),
        *(opening.sector_blocks(shown, people, process.min_cell, "protocol")
          if any(n for _title, n in shown) else []),
    ]
    return Chapter("protocol-people", _("Wer dabei war"), tuple(blocks))


def _cards(meeting: Meeting, process: Process) -> Chapter | None:
    """Every card of the day by activity and cluster, without a word on who wrote it."""
    rows = Card.objects.filter(activity__meeting=meeting, item__state=State.LIVE)
    cards = list(rows.select_related("item", "activity", "about").order_by("activity__position",
                                                                           "pk"))
    if not cards:
        return None
    names = _clusters(process)
    blocks: list[Block] = [Paragraph(ngettext(
        "An diesem Tag ist %(n)s Karte entstanden.", "An diesem Tag sind %(n)s Karten entstanden.",
        len(cards)) % {"n": number(len(cards))}, key="protocol.cards")]
    for activity in dict.fromkeys(card.activity for card in cards):
        own = [card for card in cards if card.activity_id == activity.pk]
        blocks.append(Heading(2, plain(activity.title)))
        blocks += _clustered(process, activity, own, names)
    return Chapter("protocol-cards", _("Alle Karten"), tuple(blocks))


def _clusters(process: Process) -> dict[int, str]:
    """The group of each card, by item pk; one that became a factor carries the factor's name."""
    return {
        lying.item_id: plain(group.factor.item.text if group.factor else group.title)
        for group in factors.groups(process) for lying in group.grouped.all()
    }


def _clustered(
    process: Process, activity: Activity, cards: list[Card], names: Mapping[int, str]
) -> list[Block]:
    clusters: dict[str, list[Card]] = {}
    for card in cards:
        clusters.setdefault(_cluster(process, card, names), []).append(card)
    blocks: list[Block] = []
    ordered = sorted(clusters.items(), key=lambda row: (row[0] == "", -len(row[1]), row[0]))
    for place, (title, own) in enumerate(ordered, 1):
        if len(clusters) > 1 or title:
            blocks.append(Heading(3, title or _("Ohne Zuordnung")))
        items = [card.item for card in own]
        blocks.append(Bullets(
            tuple(plain(item.text) or "…" for item in items),
            key=f"protocol.cards.{activity.pk}.{place}", trace=short_trace(process, items),
        ))
    return blocks


def _cluster(process: Process, card: Card, names: Mapping[int, str]) -> str:
    if card.item_id in names:
        return names[card.item_id]
    if card.about is not None and card.about.text:
        return plain(card.about.text)
    topics = {topic.slug: topic.title for topic in process.frame.topics}
    return topics.get(card.topic, "")


def _ratings(meeting: Meeting, process: Process) -> Chapter | None:
    """What was rated and voted on that day, activity by activity."""
    blocks = [block for activity in meeting.activities.all()
              for block in ratings.blocks(process, activity)]
    return Chapter("protocol-ratings", _("Bewertungen und Stimmen"), tuple(blocks)) if (
        blocks) else None


def _pictures(meeting: Meeting, steps: Mapping[str, Maker], process: Process) -> Chapter | None:
    """The pictures of the steps that were worked on, as they stand now."""
    held = {one.step for one in meeting.activities.all() if one.opened_at is not None}
    found: list[Block] = []
    for slug, make in steps.items():
        chapter = make(process) if slug in held else None
        if chapter is not None:
            found += [one for one in chapter.blocks if isinstance(one, Figure)][:PICTURES]
    if not found:
        return None
    note = _("Die Bilder zeigen den heutigen Stand des ganzen Prozesses, nicht nur diesen Tag.")
    return Chapter("protocol-pictures", _("Bilder der Ergebnisse"), (
        Paragraph(note, key="protocol.pictures"), *found))


def _open(meeting: Meeting, process: Process) -> Chapter:
    """What is left to do after the day."""
    points = [_("Nicht durchgeführt: %s") % plain(one.title)
              for one in meeting.activities.all() if one.state == ActivityState.PLANNED]
    points += [_("Noch offen: %s") % plain(one.title)
               for one in meeting.activities.all() if one.state == ActivityState.OPEN]
    loose = sum(card.activity.meeting_id == meeting.pk for card in factors.loose_cards(process))
    points += _counted(loose, ngettext(
        "%(n)s Karte liegt noch in keiner Gruppe.", "%(n)s Karten liegen noch in keiner Gruppe.",
        loose))
    decided = validation.verdicts(process)
    waiting = sum(one.pk not in decided for one in validation.statements(process))
    points += _counted(waiting, ngettext(
        "%(n)s Aussage ist noch ohne Ergebnis.", "%(n)s Aussagen sind noch ohne Ergebnis.",
        waiting))
    bare = sum(not one.first_step for one in queries.recommendations(process))
    points += _counted(bare, ngettext(
        "%(n)s Empfehlung ist noch ohne ersten Schritt.",
        "%(n)s Empfehlungen sind noch ohne ersten Schritt.", bare))
    block: Block = Bullets(tuple(points), key="protocol.open") if points else Paragraph(
        _("Nichts ist offen geblieben."), key="protocol.open")
    return Chapter("protocol-open", _("Offene Punkte"), (block,))


def _counted(n: int, words: str) -> list[str]:
    return [words % {"n": number(n)}] if n else []


def _photos(meeting: Meeting, process: Process) -> Chapter | None:
    """The photos that came with cards of the day."""
    blocks: list[Block] = []
    for place, (card, description, data) in enumerate(photos.of_meeting(meeting), 1):
        text = plain(card.item.text)
        blocks.append(Picture(
            text or _("Foto"), description or _("Foto zur Karte: %s") % text, data, "image/jpeg",
            key=f"protocol.photo.{place}", trace=trace(process, [card.item]),
        ))
    return Chapter("protocol-photos", _("Fotos"), tuple(blocks)) if blocks else None
