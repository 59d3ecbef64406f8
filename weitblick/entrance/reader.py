"""The public pages: the process as a story, its steps, and where a sentence comes from."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weitblick.engines.agreement import Hidden, by_group
from weitblick.entrance.overview import coverage_fields, steps_with_figures, summary
from weitblick.entrance.veil import veiled
from weitblick.faces.reader import reader_page
from weitblick.method import chain
from weitblick.trace.models import Item, Kind, Link, LinkKind
from weitblick.trace.queries import Thread, walk_down, walk_up
from weitblick.workshop.models import Process
from weitblick.workshop.queries import sectors_present
from weitblick.workshop.roles import may


@reader_page
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """The process at a glance."""
    sectors = sectors_present(process)
    return render(request, "entrance/reader.html", {
        "process": process, "steps": steps_with_figures(process), "sectors": sectors,
        "n_people": sum(sectors.values()), "fields": coverage_fields(process),
    })


@reader_page
def data(request: HttpRequest, process: Process) -> JsonResponse:
    """The process in numbers, for programs: as ``weitblick process show --json``, but sectors
    with too few people are null, and so are those that would give them away."""
    found = summary(process)
    found["sectors"] = _without_small(found["sectors"], process.min_cell)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _without_small(sectors: dict[str, int], min_cell: int) -> dict[str, int | None]:
    people = [title for title, n in sectors.items() for _person in range(n)]
    shown = by_group([1] * len(people), people, 0, 1, min_cell)
    return {title: None if isinstance(shown.get(title), Hidden) else n
            for title, n in sectors.items()}


@reader_page
def step(request: HttpRequest, process: Process, step: str) -> HttpResponse:
    """What came out of one step."""
    found = chain.step(step)
    if found is None:
        raise Http404
    fragment = found.reader(process)
    return render(request, "entrance/reader_step.html", {
        **fragment.context, "process": process, "step": found, "fragment": fragment.template,
    })


@reader_page
def trace(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Where an item comes from, and what became of it."""
    item = get_object_or_404(Item, process=process, public_id=public_id)
    down, up = walk_down(item), walk_up(item)
    strands = [strand.item for thread in (down, up) for strand in thread.strands]
    veils = {} if may(request.user, process) else veiled(strands)
    return render(request, "entrance/trace.html", {
        "process": process, "item": item, "veil": veils.get(item.pk, ""),
        "revisions": item.revisions.all(),
        "down": _levels(down, veils, down=True), "up": _levels(up, veils, down=False),
        "n_cards": len(down.of_kind(Kind.CARD)),
    })


SEVERAL: dict[Kind, Promise] = {
    Kind.CARD: _("Karten"),
    Kind.FACTOR: _("Einflussfaktoren"),
    Kind.ASSUMPTION: _("Trendannahmen"),
    Kind.SCENARIO: _("Szenarien"),
    Kind.STORY: _("Geschichten"),
    Kind.OPTION: _("Handlungsoptionen"),
    Kind.STATEMENT: _("Aussagen"),
    Kind.ARGUMENT: _("Begründungen"),
    Kind.AMENDMENT: _("Änderungsvorschläge"),
    Kind.RECOMMENDATION: _("Empfehlungen"),
    Kind.EVIDENCE: _("Belege"),
}


def _levels(
    thread: Thread, veils: Mapping[int, Promise], *, down: bool
) -> list[dict[str, object]]:
    """The thread by kind of item, nearest first, each item with how it is linked.

    ``veils``: why the words of an item are not shown, by item pk.
    """
    words: dict[int, str] = {}
    for link in thread.links:
        words.setdefault(link.older_id if down else link.newer_id, _word(link))
    groups: dict[str, dict[str, object]] = {}
    for strand in thread.strands:
        if strand.depth == 0:
            continue
        kind = strand.item.kind
        group = groups.setdefault(kind, {"kind": SEVERAL[Kind(kind)], "slug": kind, "entries": []})
        group["entries"].append(  # type: ignore[attr-defined]
            {"item": strand.item, "how": words.get(strand.item.pk, ""),
             "text": veils.get(strand.item.pk) or strand.item.text}
        )
    return list(groups.values())


def _word(link: Link) -> str:
    return str(LinkKind(link.kind).label)
