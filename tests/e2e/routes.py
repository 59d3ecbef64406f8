"""Every route of the product: a page that is examined, a file, or an act that only takes posts."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

# Route -> its arguments, each by its name among the facts of the stage.
PROCESS = {"slug": "example"}
PAPER = {**PROCESS, "which": "which"}
MEETING = {"code": "visited_code"}

OUTSIDE: dict[str, dict[str, str]] = {
    "entrance:start": {},
    "entrance:sign-in": {},
    "entrance:living": {},
    "entrance:invitation": {"token": "invitation"},
    "entrance:join": MEETING,
    "entrance:take-over": MEETING,
}

SEATED: dict[str, dict[str, str]] = {
    "entrance:phone": MEETING,
    "entrance:mine": MEETING,
    "entrance:phone-activity": {**MEETING, "pk": "visited_activity"},
    "entrance:board": {**MEETING, "key": "visited_key"},
}

DESK: dict[str, dict[str, str]] = {
    "entrance:desk": {},
    "entrance:new-process": {},
    "entrance:process": PROCESS,
    "entrance:new-meeting": PROCESS,
    "entrance:meeting": {**PROCESS, "pk": "visited_meeting"},
    "entrance:seating": {**PROCESS, "pk": "visited_meeting"},
    "entrance:printing": {**PROCESS, "pk": "visited_meeting"},
    "entrance:typing": {**PROCESS, "pk": "visited_meeting"},
    "entrance:typing-cards": {**PROCESS, "pk": "visited_meeting", "activity": "visited_activity"},
    "entrance:typing-hands": {**PROCESS, "pk": "visited_meeting", "activity": "visited_counted"},
    "entrance:describe-meeting": {**PROCESS, "pk": "visited_meeting"},
    "entrance:agenda": {**PROCESS, "pk": "visited_meeting"},
    "entrance:rehearsal": {**PROCESS, "pk": "visited_meeting"},
    "entrance:wifi": {**PROCESS, "pk": "visited_meeting"},
    "entrance:activity": {**PROCESS, "pk": "visited_meeting", "activity": "visited_activity"},
    "factors:desk": PROCESS,
    "factors:cards": PROCESS,
    "factors:paper": PROCESS,
    "factors:group": {**PROCESS, "pk": "group"},
    "factors:factors": PROCESS,
    "factors:new-factor": PROCESS,
    "factors:merge": PROCESS,
    "factors:factor": {**PROCESS, "public_id": "factor"},
    "factors:rate": PROCESS,
    "factors:hands": PROCESS,
    "factors:influence": PROCESS,
    "factors:entry": PROCESS,
    "factors:key": PROCESS,
    "trends:desk": PROCESS,
    "trends:results": PROCESS,
    "trends:factor": {**PROCESS, "public_id": "key"},
    "trends:assumption": {**PROCESS, "public_id": "assumption"},
    "scenarios:desk": PROCESS,
    "scenarios:matrix": PROCESS,
    "scenarios:section": {**PROCESS, "source": "key", "target": "other"},
    "scenarios:found": PROCESS,
    "scenarios:why": {**PROCESS, "place": "place"},
    "scenarios:scenario": {**PROCESS, "public_id": "scenario"},
    "options:desk": PROCESS,
    "options:cards": PROCESS,
    "options:option": {**PROCESS, "public_id": "option"},
    "options:effects": {**PROCESS, "public_id": "option"},
    "validation:desk": PROCESS,
    "validation:new": PROCESS,
    "validation:statement": {**PROCESS, "public_id": "statement"},
    "monitoring:desk": PROCESS,
    "monitoring:imports": PROCESS,
    "monitoring:question": {**PROCESS, "row": "upload"},
    "monitoring:import": {**PROCESS, "row": "run"},
    "monitoring:indicators": PROCESS,
    "monitoring:indicator": {**PROCESS, "code": "indicator"},
    "monitoring:sheet": {**PROCESS, "code": "indicator"},
    "monitoring:areas": PROCESS,
    "monitoring:compare": PROCESS,
    "monitoring:area": {**PROCESS, "key": "area"},
    "monitoring:planning": PROCESS,
    "monitoring:new-planning": PROCESS,
    "monitoring:planning-version": {**PROCESS, "key": "planning_area"},
    "monitoring:measures": PROCESS,
    "monitoring:new-goal": PROCESS,
    "monitoring:goal": {**PROCESS, "row": "goal"},
    "monitoring:new-measure": {**PROCESS, "row": "goal"},
    "monitoring:measure": {**PROCESS, "row": "measure"},
    "monitoring:measure-edit": {**PROCESS, "row": "measure"},
    "monitoring:notes": PROCESS,
    "monitoring:pin": PROCESS,
    "monitoring:whatifs": PROCESS,
    "monitoring:whatif": {**PROCESS, "key": "whatif"},
    "monitoring:places": PROCESS,
    "monitoring:stops": PROCESS,
    "monitoring:signposts": PROCESS,
    "monitoring:forecasts": PROCESS,
    "monitoring:forecast": {**PROCESS, "key": "forecast"},
    "monitoring:note": {**PROCESS, "public_id": "evidence"},
    "paper:desk": PROCESS,
    "paper:new": PROCESS,
    "paper:recommendation": {**PROCESS, "public_id": "recommendation"},
    "paper:papers": PROCESS,
    "paper:house": PROCESS,
    "paper:paper": PAPER,
    "paper:versions": PAPER,
    "paper:chapter": {**PAPER, "chapter": "chapter"},
    "paper:passage": {**PAPER, "chapter": "chapter", "key": "passage"},
    "paper:preview": PAPER,
}

READER: dict[str, dict[str, str]] = {
    "entrance:reader": PROCESS,
    "entrance:reader-step": {**PROCESS, "step": "step"},
    "entrance:trace": {**PROCESS, "public_id": "recommendation"},
    "public-monitoring:indicator": {**PROCESS, "code": "indicator"},
    "public-monitoring:areas": PROCESS,
    "public-monitoring:area": {**PROCESS, "key": "area"},
    "public-monitoring:measures": PROCESS,
}

FILES = {
    "entrance:place-list", "entrance:table-signs", "entrance:attachment", "entrance:sheet",
    "entrance:notice", "entrance:join-sheet", "entrance:data", "factors:export",
    "trends:export", "scenarios:export",
    "scenarios:export-matrix", "options:export", "validation:export", "validation:export-reasons",
    "paper:export", "paper:download", "public-paper:pdf", "public-paper:docx",
    "public-paper:html", "public-paper:file", "public-paper:state", "public-paper:stylesheet",
    "monitoring:whatif-export",
    "monitoring:forecast-export", "monitoring:rejected", "monitoring:differences",
    "monitoring:values", "monitoring:area-values", "monitoring:measures-export",
    "monitoring:pick-map", "monitoring:stops-export",
    "public-monitoring:values", "public-monitoring:area-values",
}

ACTS = {
    "entrance:wishes", "entrance:typing-similar", "entrance:typing-undo", "entrance:typing-sheets",
    "entrance:seating-act", "entrance:table-code", "entrance:attachment-act",
    "set_language", "entrance:erase", "entrance:publish", "entrance:invite",
    "entrance:meeting-act", "entrance:meeting-undo", "entrance:agenda-hours",
    "entrance:agenda-take", "entrance:rehearsal-start", "entrance:rehearsal-pace",
    "entrance:rehearsal-end", "entrance:sign-out",
    "factors:undo", "factors:lay", "factors:shortlist", "trends:act",
    "scenarios:import", "scenarios:compute", "scenarios:stop", "scenarios:act", "scenarios:tell",
    "options:lay", "options:undo", "options:create", "options:merge", "options:reword",
    "options:unmerge", "options:retire",
    "options:restore", "options:add-partner", "options:remove-partner", "options:type-effects",
    "validation:create", "validation:create-lines", "validation:upload", "validation:check",
    "validation:decide", "validation:reword", "validation:switch", "validation:verdict",
    "validation:hands", "paper:merge", "paper:act", "paper:hands", "paper:sign",
    "paper:withdraw", "paper:stop", "paper:settle", "paper:add", "paper:passage-act", "paper:order",
    "paper:remark", "paper:take-back", "paper:recheck", "paper:house-act", "paper:protocol",
    "monitoring:upload", "monitoring:drop", "monitoring:import-undo", "monitoring:measure-act",
    "monitoring:note-act", "monitoring:whatif-act", "monitoring:signpost-retire",
    "monitoring:forecast-act", "monitoring:earlier", "monitoring:place-remove",
    "monitoring:compare-agree",
}


def address(route: str, arguments: dict[str, str], facts: dict[str, Any]) -> str:
    """The path of a route, its arguments taken from the facts."""
    return reverse(route, kwargs={name: facts[fact] for name, fact in arguments.items()})


def without_items(pages: dict[str, dict[str, str]]) -> list[str]:
    """The routes that need nothing but a process: the pages of one that is still empty."""
    needs_scenarios = {"scenarios:found"}
    return [route for route, arguments in pages.items()
            if arguments == PROCESS and route not in needs_scenarios]


def all_routes() -> set[str]:
    """The names of all routes of the product."""
    return set(_names(get_resolver().url_patterns, ""))


def _names(patterns: list[Any], inside: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, f"{one.namespace}:" if one.namespace else inside)
        else:
            yield f"{inside}{one.name}"
