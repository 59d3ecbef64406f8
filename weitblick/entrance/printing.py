"""Everything on paper for a meeting, on one page: cards, table sheets, posters, counts, tags."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.entrance.addresses import home_address
from weitblick.entrance.pauses import kind_of
from weitblick.entrance.seating_pictures import sector_signs
from weitblick.entrance.sheets import as_file, head_of, table_address, table_title, topic_title
from weitblick.exports import cards, room
from weitblick.exports.render import in_worker
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.voices.paper import values_counted
from weitblick.workshop import seating
from weitblick.workshop.models import Activity, Meeting, Process, Role
from weitblick.workshop.queries import present

PRINTERS = (Role.FACILITATOR, Role.SCRIBE)
COPIES, FEW, MOST = 40, 4, 400
SIZES = ("a3", "a1")
PROMPT = 300


@desk_page(*PRINTERS)
def page(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """What can be printed, each with a picture of its first page."""
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    rows = []
    for one in meeting.activities.all():
        kind = kind_of(one)
        if kind is not None and (kind.typing or kind.counted):
            counts = kind.counted is not None and any(map(values_counted, kind.criteria))
            rows.append({"activity": one, "cards": kind.typing is not None, "counts": counts})
    return show(request, process, "entrance/printing.html", {
        "meeting": meeting, "rows": rows,
        "counted": [row["activity"] for row in rows if row["counts"]],
        "tables": seating.tables_in_use(meeting),
        "has_rounds": meeting.seating_rounds.exists(), "n_here": len(present(meeting)),
        "copies": COPIES, "live_url": "",
        "breadcrumbs": [
            {"title": process.title, "url": reverse("entrance:process", args=[process.slug])},
            {"title": meeting.title,
             "url": reverse("entrance:meeting", args=[process.slug, meeting.pk])},
        ],
    })


@desk_page(*PRINTERS)
def sheet(request: HttpRequest, process: Process, pk: int, what: str, form: str) -> HttpResponse:
    """One kind of sheet as PDF, or its first page as a picture."""
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    make = MAKES.get(what)
    if make is None or form not in ("pdf", "png"):
        raise Http404
    made = make(request, meeting, form == "png")
    if form == "png":
        return HttpResponse(made, content_type="image/png")
    return as_file(made, process, what)


def _activity(request: HttpRequest, meeting: Meeting) -> Activity:
    return get_object_or_404(Activity, meeting=meeting, pk=key_from(request.GET.get("runde")))


def _head(meeting: Meeting, title: str, picture: bool) -> room.Head:
    plain = head_of(meeting, title)
    return room.Head(plain.title, plain.date, plain.language, plain.process_title, plain.example,
                     picture)


def _cards(request: HttpRequest, meeting: Meeting, picture: bool) -> bytes:
    one = _activity(request, meeting)
    wanted = key_from(request.GET.get("anzahl")) or COPIES
    return in_worker(
        cards.card_sheet, one.title[:90], _prompt(one),
        table_address(request, meeting, None, one.pk),
        FEW if picture else min(MOST, max(1, wanted)), date=meeting.starts_on.isoformat(),
        language=meeting.process.frame.language, fields=[_("Akteursgruppe"), _("Tisch")],
        process_title=meeting.process.title, code=meeting.code, example=meeting.process.is_example,
        picture=picture,
    )


def _table_sheets(request: HttpRequest, meeting: Meeting, picture: bool) -> bytes:
    one = _activity(request, meeting)
    rules = [
        _("Lesen Sie die Aufgabe gemeinsam."), _("Ein Gedanke je Karte, in Ihren Worten."),
        _("Alle kommen zu Wort. Uneinigkeit wird aufgeschrieben, nicht aufgelöst."),
        _("Am Ende legen Sie die Karten in die Tischmitte: Die Tischmoderation tippt sie ab."),
    ]
    if one.minutes:
        rules.insert(1, _("Sie haben %d Minuten.") % one.minutes)
    sheets = [
        room.Sheet(
            f"{table_title(table)} · {topic_title(table)}" if table.topic else table_title(table),
            _prompt(one), rules, table_address(request, meeting, table, one.pk),
            _("Mit dem Telefon mitmachen: Code %s") % meeting.code,
        )
        for table in seating.tables_in_use(meeting)
    ]
    if not sheets:
        raise Http404
    return in_worker(room.table_sheets, _head(meeting, one.title, picture),
                     sheets[:1] if picture else sheets)


def _posters(request: HttpRequest, meeting: Meeting, picture: bool) -> bytes:
    one = _activity(request, meeting)
    size = request.GET.get("format", SIZES[0])
    poster = room.Sheet(_prompt(one), url=table_address(request, meeting, None, one.pk),
                        note=_("Auch mit dem Telefon: Code %s") % meeting.code)
    return in_worker(room.posters, _head(meeting, one.title, picture), [poster],
                     size=size if size in SIZES and not picture else SIZES[0])


def _counts(request: HttpRequest, meeting: Meeting, picture: bool) -> bytes:
    one = _activity(request, meeting)
    kind = kind_of(one)
    criteria = [c for c in kind.criteria if values_counted(c)] if kind else []
    items = [item.text for item in kind.counted(one)] if kind and kind.counted else []
    if not criteria or not items:
        raise Http404
    criterion = next((c for c in criteria if c.slug == request.GET.get("frage")), criteria[0])
    question = room.Sheet(str(criterion.title), str(criterion.question), items,
                          table_address(request, meeting, None, one.pk),
                          _("Tischmoderation: Code öffnen und Zahlen eintragen"))
    values = [str(value) for value in values_counted(criterion)]
    if len(criterion.scale.labels) == len(values):
        values = [str(label) for label in criterion.scale.labels]
    if len(values) == 1:
        values = [str(criterion.title)]
    return in_worker(room.hand_counts, _head(meeting, one.title, picture), [question], values,
                     count=_("Hände"), sheet_no=_("Tisch"))


def _tags(request: HttpRequest, meeting: Meeting, picture: bool) -> bytes:
    frame, numbers = meeting.process.frame, seating.numbers_of(meeting)
    signs = sector_signs(frame)
    with_code = request.GET.get("code") == "ja"
    home = home_address(request) + reverse("entrance:take-over", args=[meeting.code])
    tags = [
        room.Tag(
            str(numbers[one.pk]), one.participant.pseudonym,
            frame.title_of(one.participant.sector), signs.get(one.participant.sector, "–"),
            f"{home}?personal_code={one.participant.personal_code}" if with_code else "",
        )
        for one in present(meeting)
    ]
    if not tags:
        raise Http404
    return in_worker(room.name_tags, _head(meeting, _("Namensschilder"), picture),
                     tags[:8] if picture else tags[:MOST])


def _prompt(one: Activity) -> str:
    """The task, or the title where there is none; a card has room for so much."""
    return (one.prompt.strip() or one.title)[:PROMPT]


MAKES: dict[str, Callable[[HttpRequest, Meeting, bool], Any]] = {
    "karten": _cards, "tischblaetter": _table_sheets, "plakat": _posters, "zaehlbogen": _counts,
    "namensschilder": _tags,
}
