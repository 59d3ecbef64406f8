"""Rounds as pictures: tables with the people there, each with the sign of the sector."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines.seating import Quality
from weitblick.faces.declaration import Fragment
from weitblick.faces.numbers import number, percent
from weitblick.workshop import seating
from weitblick.workshop.frame import Frame
from weitblick.workshop.models import Meeting, SeatingRound

COLOURS = 6
# A board shows five tables beside each other; a second row only while tables are short.
ACROSS, SHORT = 5, 7
STYLES = ("entrance/seating.css",)


def sector_signs(frame: Frame) -> dict[str, str]:
    """A sign for each sector (slug): as few first letters of its title as tell it from the others.

    Kommune: K, Wohlfahrtspflege: Wo, Wirtschaft: Wir, Wissenschaft: Wis.
    """
    titles = {sector.slug: sector.title for sector in frame.sectors}
    signs = {}
    for slug, title in titles.items():
        others = [one.casefold() for key, one in titles.items() if key != slug]
        length = 1
        while length < len(title) and any(
            one.startswith(title[:length].casefold()) for one in others
        ):
            length += 1
        signs[slug] = title[:length]
    return signs


def sector_key(frame: Frame) -> list[dict[str, str]]:
    """All sectors with sign and colour, for the key beside a picture."""
    signs = sector_signs(frame)
    return [{"title": one.title, "sign": signs[one.slug], "css": _css(frame, one.slug)}
            for one in frame.sectors]


def picture(meeting: Meeting, one: SeatingRound) -> list[dict[str, Any]]:
    """The tables of a round, each with its people in the order of their numbers."""
    frame, numbers = meeting.process.frame, seating.numbers_of(meeting)
    signs = sector_signs(frame)
    return [
        {
            "table": sitting.table, "number": sitting.table.number,
            "topic": frame.title_of(sitting.table.topic) if sitting.table.topic else "",
            "mix": _mix(frame, signs, [p.attendance.participant.sector for p in sitting.places]),
            "people": [
                {"pk": place.attendance_id, "number": numbers[place.attendance_id],
                 "name": place.attendance.participant.pseudonym, "is_fixed": place.is_fixed,
                 "sector": frame.title_of(place.attendance.participant.sector),
                 "sign": signs.get(place.attendance.participant.sector, "–"),
                 "css": _css(frame, place.attendance.participant.sector)}
                for place in sitting.places
            ],
        }
        for sitting in seating.sittings(one)
    ]


def board(meeting: Meeting) -> Fragment:
    """The tables of the round that is shown; so many a page as can be read from far away."""
    one = meeting.seating_rounds.filter(number=meeting.shown_round).first()
    tables = [table for table in picture(meeting, one) if table["people"]] if one else []
    most = max((len(table["people"]) for table in tables), default=0)
    each = ACROSS * (2 if most <= SHORT else 1)
    pages = -(-len(tables) // each)
    return Fragment("entrance/board_seating.html", {
        "pages": [tables[n * each:(n + 1) * each] for n in range(pages)],
        "round": meeting.shown_round, "key": sector_key(meeting.process.frame), "styles": STYLES,
    })


def in_words(found: Quality, rounds: int) -> list[str]:
    """What a seating is worth, in sentences that say n."""
    said = [_pairs(found), _mixed(found)]
    if found.wishing:
        said.append(_(
            "%(share)s (%(n)s von %(all)s) sitzen mindestens in der Hälfte ihrer Runden an einem "
            "Tisch ihres ersten oder zweiten Wunsches, %(first)s davon an dem des ersten."
        ) % {
            "share": percent(found.met / found.wishing), "n": number(found.met),
            "all": number(found.wishing), "first": number(found.met_first),
        })
    unwished = found.people - found.wishing
    if unwished and found.wishing:
        said.append(ngettext("%s Person hat keinen Wunsch genannt.",
                             "%s Personen haben keinen Wunsch genannt.", unwished)
                    % number(unwished))
    return said


def _pairs(found: Quality) -> str:
    if found.distinct == found.pairs:
        return _("Alle %s Paare sind verschieden: Niemand trifft zweimal auf dieselbe Person.") % (
            number(found.pairs))
    again = found.pairs - found.distinct
    return ngettext(
        "%(distinct)s von %(pairs)s Paaren sind verschieden, %(n)s trifft sich noch einmal.",
        "%(distinct)s von %(pairs)s Paaren sind verschieden, %(n)s treffen sich noch einmal.",
        again,
    ) % {"distinct": number(found.distinct), "pairs": number(found.pairs), "n": number(again)}


def _mixed(found: Quality) -> str:
    if not found.off:
        return _("An jedem Tisch sind in jeder Runde die Akteursgruppen gleichmäßig gemischt.")
    return ngettext(
        "An %s Tisch (über alle Runden gezählt) sind die Akteursgruppen ungleich verteilt.",
        "An %s Tischen (über alle Runden gezählt) sind die Akteursgruppen ungleich verteilt.",
        found.off) % number(found.off)


def _mix(frame: Frame, signs: dict[str, str], sectors: list[str]) -> list[dict[str, Any]]:
    """How many of each sector, in the order of the frame."""
    there = Counter(sectors)
    return [{"sign": signs[one.slug], "n": there[one.slug], "title": one.title,
             "css": _css(frame, one.slug)} for one in frame.sectors if there[one.slug]]


def _css(frame: Frame, sector: str) -> str:
    """The class of a sector's colour; the letters tell it without colours."""
    slugs = [one.slug for one in frame.sectors]
    return f"sector-{slugs.index(sector) % COLOURS + 1}" if sector in slugs else "sector-none"
