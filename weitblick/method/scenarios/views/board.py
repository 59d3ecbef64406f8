"""Scenarios on the board."""

from weitblick.faces.declaration import Fragment
from weitblick.method.scenarios import analysis, matrix, queries
from weitblick.voices.queries import contributors
from weitblick.workshop.models import Activity

STYLES = ("scenarios/scenarios.css",)
STRONGEST = 3


def judge(activity: Activity) -> Fragment:
    """How much of the matrix is judged; once results are shown, who acts on whom how strongly."""
    process = activity.meeting.process
    shown = activity.shows_results or not activity.is_open
    found = matrix.build(process) if shown else matrix.counted(process)
    if found is None:
        return Fragment("scenarios/board_crossimpact.html", {"found": None, "styles": STYLES})
    done, total = analysis.covered(found)
    shape = analysis.strength_map(found) if shown else analysis.coverage_map(found)
    return Fragment("scenarios/board_crossimpact.html", {
        "found": found, "shown": shown, "done": done, "total": total, "map": shape,
        "low": -3 if shown else -100, "high": 3 if shown else 100, "n": contributors(activity),
        "strongest": analysis.strongest(shape)[:STRONGEST] if shown else [], "styles": STYLES,
    })


def tell(activity: Activity) -> Fragment:
    """Titles and first lines of the stories, by scenario."""
    process = activity.meeting.process
    told = queries.stories(process)
    chosen = queries.scenarios(process)
    rows = [
        {"scenario": one, "tone": analysis.tone(place, len(chosen)),
         "stories": [story for story in told if story.scenario_id == one.pk][::-1]}
        for place, one in enumerate(chosen)
    ]
    return Fragment("scenarios/board_story.html", {
        "rows": rows, "total": len(told), "styles": STYLES,
    })


def rate(activity: Activity) -> Fragment:
    """Participation while people rate; the ratings once they are shown or it is closed."""
    return Fragment("scenarios/board_rate.html", {
        "rows": analysis.rated(activity.meeting.process), "n": contributors(activity),
        "present": activity.meeting.attendances.count(),
        "shown": activity.shows_results or not activity.is_open, "styles": STYLES,
    })
