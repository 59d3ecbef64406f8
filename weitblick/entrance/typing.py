"""The typing desk: paper cards and raised hands, typed by scribes without leaving the keyboard."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from weitblick.entrance.pauses import kind_of
from weitblick.faces.declaration import ActivityKind, PaperCard, Typing
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.trace.models import Item
from weitblick.voices import attachments, paper
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Attachment, Card, Channel, Rating
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Activity, Meeting, Process, Role, Table

TYPISTS = (Role.FACILITATOR, Role.SCRIBE, Role.ANALYST)
LATEST = 8
TURNS = ("0", "90", "180", "270")
SIZES = ("1", "2", "3")


@desk_page(*TYPISTS)
def overview(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """What can be typed in now, and how much has come from paper."""
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    rows = [_row(one, kind) for one in meeting.activities.all()
            if (kind := kind_of(one)) is not None and (kind.typing or kind.counted)]
    rows.sort(key=lambda row: not row["activity"].is_open)  # what is open stands first
    return show(request, process, "entrance/typing.html", {
        "meeting": meeting, "rows": rows, "n_open": sum(row["activity"].is_open for row in rows),
        "table": key_from(request.GET.get("tisch")),
        "breadcrumbs": _crumbs(process, meeting),
    })


@desk_page(*TYPISTS)
def cards(request: HttpRequest, process: Process, pk: int, activity: int) -> HttpResponse:
    """Type card after card: table and topic stay, the cursor waits in the next card."""
    one, typing = _typing(process, pk, activity)
    if request.method != "POST":
        return _cards_page(request, process, one, typing, request.GET)
    data = request.POST
    try:
        _keep(request, one, typing)
    except ValidationError as problem:
        return _cards_page(request, process, one, typing, data, problem.messages)
    kept = {name: data[name] for name in ("tisch", "thema", "ueber", "foto", "dreh", "gross")
            if data.get(name)}
    there = reverse("entrance:typing-cards", args=[process.slug, pk, activity])
    return redirect(f"{there}?{urlencode(kept)}" if kept else there)


@desk_page(*TYPISTS)
def similar(request: HttpRequest, process: Process, pk: int, activity: int) -> HttpResponse:
    """Cards of this activity that say nearly the same, while typing."""
    one, _typed = _typing(process, pk, activity)
    found = paper.similar(one, request.GET.get("text", "")[:2000])
    return render(request, "entrance/typing_similar.html", {"similar": found})


@require_POST
@desk_page(*TYPISTS)
def undo(request: HttpRequest, process: Process, pk: int, activity: int) -> HttpResponse:
    """Take back a card one has typed."""
    one, _typed = _typing(process, pk, activity)
    card = get_object_or_404(Card, activity=one, pk=key_from(request.POST.get("card")))
    paper.take_back_typed(card, request.user)
    messages.success(request, _("Zurückgenommen: „%s“") % card.item.text[:80])
    return _again(request, process, pk, activity)


@require_POST
@desk_page(*TYPISTS)
def sheets(request: HttpRequest, process: Process, pk: int, activity: int) -> HttpResponse:
    """Add photos of paper, or lay one aside as typed in."""
    one, _typed = _typing(process, pk, activity)
    if done := request.POST.get("typed"):
        sheet = get_object_or_404(Attachment, activity=one, card=None, pk=key_from(done))
        attachments.set_typed(sheet, sheet.typed_at is None)
        return _again(request, process, pk, activity, without="foto")
    photos = request.FILES.getlist("photo")
    if not photos:
        raise ValidationError(_("Bitte wählen Sie mindestens ein Foto."))
    added = attachments.add_sheets(one, photos)
    messages.success(request, ngettext("%d Foto wartet.", "%d Fotos warten.", len(added))
                     % len(added))
    return _again(request, process, pk, activity)


@desk_page(*TYPISTS)
def hands(request: HttpRequest, process: Process, pk: int, activity: int) -> HttpResponse:
    """Count raised hands or dots of a table, or of the whole round."""
    one, kind = _activity(process, pk, activity)
    criteria = [c for c in kind.criteria if paper.values_counted(c)]
    if kind.counted is None or not criteria:
        raise Http404
    data = request.POST if request.method == "POST" else request.GET
    criterion = next((c for c in criteria if c.slug == data.get("frage")), criteria[0])
    table = _table(one.meeting, data.get("tisch"))
    items, problems = list(kind.counted(one)), []
    if request.method == "POST":
        try:
            n = paper.count_hands(one, criterion, _counts(items, criterion, data), table=table,
                                  by=request.user, key=data.get("once"))
            messages.success(request, ngettext(
                "Gezählt: %d Eintrag. Eine neue Zählung desselben Tisches ersetzt diese.",
                "Gezählt: %d Einträge. Eine neue Zählung desselben Tisches ersetzt diese.", n) % n)
            query = {"frage": criterion.slug, "tisch": table.number if table else 0}
            return redirect(f"{request.path}?{urlencode(query)}")
        except ValidationError as problem:
            problems = problem.messages
    standing = paper.hands_of(one, criterion, items, table)
    return show(request, process, "entrance/typing_hands.html", {
        "meeting": one.meeting, "activity": one, "criteria": criteria, "criterion": criterion,
        "values": _labels(criterion), "table": table, "tables": one.meeting.tables.all(),
        "rows": [_boxes(item, criterion, standing.get(item.pk, {}), data) for item in items],
        "problems": problems, "breadcrumbs": _crumbs(process, one.meeting, typing=True),
    }, status=422 if problems else 200)


def _counts(
    items: list[Item], criterion: Criterion, data: QueryDict
) -> dict[Item, dict[int, int]]:
    """The items with at least one number; an empty box beside one counts as nought."""
    found: dict[Item, dict[int, int]] = {}
    for item in items:
        typed = {v: data.get(f"n-{item.public_id}-{v}", "").strip()
                 for v in paper.values_counted(criterion)}
        if not any(typed.values()):
            continue
        for text in typed.values():
            if text and (not text.isdecimal() or len(text) > 4):
                raise ValidationError(_("„%(item)s“: „%(text)s“ ist keine Anzahl.")
                                      % {"item": item, "text": text})
        found[item] = {value: int(text or 0) for value, text in typed.items()}
    if not found:
        raise ValidationError(_("Bitte tragen Sie mindestens eine Zahl ein."))
    return found


def _boxes(
    item: Item, criterion: Criterion, standing: dict[int, int], data: QueryDict
) -> dict[str, Any]:
    names = {v: f"n-{item.public_id}-{v}" for v in paper.values_counted(criterion)}
    boxes = [(name, data.get(name, standing.get(v, ""))) for v, name in names.items()]
    return {"item": item, "boxes": boxes}


def _labels(criterion: Criterion) -> list[str]:
    """The heads of the boxes: the scale's words where each value has one, else the numbers."""
    values = paper.values_counted(criterion)
    if len(values) == 1:
        return [str(criterion.title)]
    words = list(criterion.scale.labels)
    if len(words) == len(values):
        return [str(word) for word in words]
    ends = {values[0]: words[0], values[-1]: words[-1]} if len(words) == 2 else {}
    return [f"{value} {ends[value]}" if value in ends else str(value) for value in values]


def _keep(request: HttpRequest, one: Activity, typing: Typing) -> None:
    data = request.POST
    text = data.get("text", "").strip()
    if not text:
        raise ValidationError(_("Bitte tippen Sie zuerst eine Karte."))
    table = _table(one.meeting, data.get("tisch"))
    speaker = Speaker(table=table, typed_by=request.user, channel=Channel.PAPER)
    choices = {value for value, _words in typing.choices}
    card = PaperCard(
        text, data.get("detail", "").strip(), data.get("thema") or (table.topic if table else ""),
        data.get("ueber", ""), data.get("wahl", "") if data.get("wahl") in choices else "",
        data.get("once") or None,
    )
    if choices and not card.choice:
        raise ValidationError(_("Bitte wählen Sie: %s.") % typing.choices_label)
    typing.keep(one, speaker, card)


def _cards_page(
    request: HttpRequest, process: Process, one: Activity, typing: Typing, data: QueryDict,
    problems: list[str] | tuple[str, ...] = (),
) -> HttpResponse:
    typed = paper.typed_cards(one)
    waiting = list(one.attachments.filter(card=None, typed_at=None))
    photo = next((s for s in waiting if str(s.pk) == data.get("foto")),
                 waiting[0] if waiting else None)
    turn = data.get("dreh") if data.get("dreh") in TURNS else "0"
    size = data.get("gross") if data.get("gross") in SIZES else "1"
    return show(request, process, "entrance/typing_cards.html", {
        "meeting": one.meeting, "activity": one, "typing": typing, "data": data,
        "problems": problems, "typed": typed[:LATEST], "n_typed": len(typed),
        "n_mine": sum(card.typed_by_id == request.user.pk for card in typed),
        "tables": one.meeting.tables.all(), "table": _table(one.meeting, data.get("tisch")),
        "topics": process.frame.topics, "about": typing.about(one) if typing.about else (),
        "waiting": waiting, "photo": photo, "turn": turn, "size": size,
        "turned": TURNS[(TURNS.index(turn) + 1) % 4], "sized": SIZES[SIZES.index(size) % 3],
        "n_done": one.attachments.filter(card=None).exclude(typed_at=None).count(),
        "live_url": "", "breadcrumbs": _crumbs(process, one.meeting, typing=True),
    }, status=422 if problems else 200)


def _row(one: Activity, kind: ActivityKind) -> dict[str, Any]:
    """What came from paper in an activity, as numbers."""
    rated = Rating.objects.filter(activity=one, channel=Channel.PAPER).values_list("table_id")
    channels = Counter(Card.objects.filter(activity=one).values_list("channel", flat=True))
    return {"activity": one, "cards": kind.typing is not None,
            "hands": kind.counted is not None and any(map(paper.values_counted, kind.criteria)),
            "from_paper": channels[Channel.PAPER], "others": sum(channels.values())
            - channels[Channel.PAPER], "counts": rated.distinct().count()}


def _activity(process: Process, pk: int, activity: int) -> tuple[Activity, ActivityKind]:
    meeting = get_object_or_404(Meeting, process=process, pk=pk)
    rows = Activity.objects.select_related("meeting__process")
    one = get_object_or_404(rows, meeting=meeting, pk=activity)
    kind = kind_of(one)
    if kind is None:
        raise Http404
    return one, kind


def _typing(process: Process, pk: int, activity: int) -> tuple[Activity, Typing]:
    one, kind = _activity(process, pk, activity)
    if kind.typing is None:
        raise Http404
    return one, kind.typing


def _table(meeting: Meeting, number: str | None) -> Table | None:
    return meeting.tables.filter(number=key_from(number)).first()


def _again(
    request: HttpRequest, process: Process, pk: int, activity: int, *, without: str = ""
) -> HttpResponse:
    """Back to typing, with what stays."""
    kept = {name: request.POST[name] for name in ("tisch", "thema", "ueber", "foto")
            if request.POST.get(name) and name != without}
    there = reverse("entrance:typing-cards", args=[process.slug, pk, activity])
    return redirect(f"{there}?{urlencode(kept)}" if kept else there)


def _crumbs(process: Process, meeting: Meeting, *, typing: bool = False) -> list[dict[str, str]]:
    found = [
        {"title": process.title, "url": reverse("entrance:process", args=[process.slug])},
        {"title": meeting.title,
         "url": reverse("entrance:meeting", args=[process.slug, meeting.pk])},
    ]
    if typing:
        found.append({"title": _("Eintippen"),
                      "url": reverse("entrance:typing", args=[process.slug, meeting.pk])})
    return found
