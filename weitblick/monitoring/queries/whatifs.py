"""What-ifs, read: before and after from what was frozen when they were laid out."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.engines import access
from weitblick.engines.access import plain
from weitblick.evidence.models import Place
from weitblick.faces.numbers import number, percent
from weitblick.monitoring.models import Proposal, WhatIf
from weitblick.trace.models import State
from weitblick.workshop.models import Activity, Process

KINDS = {
    "hausarzt": gettext_lazy("Arztpraxis"), "grundschule": gettext_lazy("Schule"),
    "laden": gettext_lazy("Laden"), "begegnungsort": gettext_lazy("Begegnungsort"),
    "haltestelle": gettext_lazy("Haltestelle"),
}
MODES = {
    "car": gettext_lazy("mit dem Auto"), "bike": gettext_lazy("mit dem Rad"),
    "foot": gettext_lazy("zu Fuß"), "transit": gettext_lazy("mit Bus und Bahn"),
}


def kind_words(kind: str) -> str:
    """A kind of place as people call it."""
    return str(KINDS.get(kind, kind))


def kinds_there() -> list[tuple[str, str]]:
    """The kinds of places that are there, in words with their number."""
    found = Place.objects.filter(is_planned=False).values_list("kind").annotate(n=Count("pk"))
    return [(kind, f"{kind_words(kind)} ({number(n)})") for kind, n in found.order_by("kind")]


def whatifs(process: Process) -> list[WhatIf]:
    """The what-ifs of a process, newest first."""
    return list(WhatIf.objects.filter(process=process))


def find_whatif(process: Process, key: str) -> WhatIf | None:
    """The what-if with this key."""
    return WhatIf.objects.filter(process=process, key=key).first()


def on_board(process: Process) -> WhatIf | None:
    """The one that was put on the board last, else the newest."""
    shown = WhatIf.objects.filter(process=process, shown_at__isnull=False)
    return shown.order_by("-shown_at").first() or WhatIf.objects.filter(process=process).first()


def proposals(whatif: WhatIf, activity: Activity | None = None) -> list[Proposal]:
    """What people propose for it, newest first; erased and taken back ones are left out."""
    rows = Proposal.objects.filter(whatif=whatif, item__state=State.LIVE)
    if activity is not None:
        rows = rows.filter(item__card__activity=activity)
    return list(rows.select_related("item").order_by("-item_id"))


@lru_cache(maxsize=16)
def _model(inputs: str) -> access.Model:
    return access.prepare(plain.state(json.loads(inputs)))


@dataclass(frozen=True)
class Tried:
    """Before and after of a what-if, with the words for it."""

    whatif: WhatIf
    found: access.Comparison

    @property
    def first(self) -> float:
        """The threshold that sentences speak of."""
        return self.found.before.question.thresholds[0]

    @cached_property
    def facts(self) -> dict[tuple[str, float | None], float]:
        """People concerned, by kind of change and threshold."""
        return {(one.code, one.threshold): one.people for one in self.found.facts()}

    @cached_property
    def sentence(self) -> str:
        """What the changes do, most important first."""
        if not self.whatif.changes:
            return self._now
        parts = [self._told(code, people) for code, people in (
            ("cut_off", self.facts.get(("cut_off", None), 0)),
            ("farther_than", self.facts.get(("farther_than", self.first), 0)),
            ("nearer_than", self.facts.get(("nearer_than", self.first), 0)),
        ) if people]
        return " ".join(parts) or self._otherwise

    @property
    def _now(self) -> str:
        share = self.found.before.share_within(self.first)
        return _("%(share)s von %(n)s Menschen erreichen %(kind)s in höchstens %(t)s Minuten "
                 "%(mode)s.") % {
            "share": percent(share, 0) or "–", "n": number(self.people, 0),
            "kind": self.kind, "t": number(self.first), "mode": self.mode}

    @property
    def _otherwise(self) -> str:
        longer = self.facts.get(("longer", None), 0)
        shorter = self.facts.get(("shorter", None), 0)
        if not longer and not shorter:
            return _("Für niemanden ändert sich der Weg zum nächsten Ort.")
        return _("Die Grenze von %(t)s Minuten überschreitet niemand neu; für %(longer)s Menschen "
                 "wird der Weg länger, für %(shorter)s kürzer.") % {
            "t": number(self.first), "longer": number(longer, 0), "shorter": number(shorter, 0)}

    def _told(self, code: str, people: float) -> str:
        words = {
            "cut_off": _("%(n)s Menschen haben keinen Weg mehr."),
            "farther_than": _("Für %(n)s Menschen wird der Weg länger als %(t)s Minuten."),
            "nearer_than": _("%(n)s Menschen kommen neu in höchstens %(t)s Minuten hin."),
        }
        return words[code] % {"n": number(people, 0), "t": number(self.first)}

    @property
    def people(self) -> float:
        """Everybody who is counted."""
        return self.found.before.demand.total

    @property
    def kind(self) -> str:
        """What people go to."""
        return kind_words(self.whatif.kind)

    @property
    def mode(self) -> str:
        """How they get there."""
        return str(MODES.get(self.found.before.mode, self.found.before.mode))

    @property
    def shares(self) -> list[dict[str, Any]]:
        """For each threshold: share and number of people within it, before and after."""
        before, after = self.found.before, self.found.after
        return [{"threshold": limit, "before": before.share_within(limit),
                 "after": after.share_within(limit), "people_before": before.people_within(limit),
                 "people_after": after.people_within(limit)}
                for limit in before.question.thresholds]

    @property
    def is_estimate(self) -> bool:
        """Whether minutes are estimated, all of them or those of new spots."""
        return self.found.is_estimate or bool(self.whatif.names.get("estimated"))

    @property
    def grounds(self) -> list[str]:
        """On what the minutes rest, in words."""
        return ways_in_words(self.found.before, bool(self.whatif.names.get("estimated")))


def tried(whatif: WhatIf) -> Tried:
    """Before and after; the work that does not depend on the changes is kept."""
    model = _model(json.dumps(whatif.inputs, sort_keys=True))
    return Tried(whatif, access.compare(model, [plain.change(one) for one in whatif.changes]))


def ways_in_words(found: access.Outcome, estimates_new: bool) -> list[str]:
    """The assumptions of the engine, translated."""
    words = []
    for one in found.assumptions:
        given = {name: number(value) if isinstance(value, int | float) else value
                 for name, value in one.params.items()}
        match one.code:
            case "straight_line":
                words.append(_("Schätzung: Luftlinie × %(detour)s, ohne Straßennetz.") % given)
            case "speed":
                words.append(_("%(speed)s km/h %(way)s, überall gleich.") % {
                    **given, "way": MODES.get(str(one.params["mode"]), one.params["mode"])})
            case "imported":
                words.append(_("Minuten aus einer eingelesenen Tabelle."))
            case "pairs":
                words.append(_("%(pairs)s von %(of)s Wegen stehen in der Tabelle; die übrigen "
                               "gelten als kein Weg.") % given)
            case "roads":
                words.append(_("Kürzeste Zeiten auf Straßen (%(attribution)s).") % given)
            case "road_speeds":
                words.append(_("Tempo nach Art der Straße %(way)s, ohne Staus und Ampeln.") % {
                    "way": MODES.get(str(one.params["mode"]), one.params["mode"])})
            case "snapping":
                words.append(_("Bis zur nächsten Straße Luftlinie mit %(speed)s km/h, höchstens "
                               "%(metres)s m.") % given)
            case "limit":
                words.append(_("Wege über %(minutes)s Minuten gelten als kein Weg.") % given)
            case _:
                words.append(one.text)
    if estimates_new:
        words.append(_("Neue und verlegte Orte: Schätzung mit Luftlinie × 1,3."))
    return words


def snapshot_of(process: Process, reference: dict[str, Any]) -> dict[str, Any] | None:
    """What a note pins of a what-if: shares before and after, and the sentence's facts."""
    whatif = find_whatif(process, str(reference.get("key", "")))
    if whatif is None:
        return None
    one = tried(whatif)
    lines = [
        {"name": _("%(kind)s in höchstens %(t)s Minuten erreichbar") % {
            "kind": one.kind, "t": number(row["threshold"])},
         "before": percent(row["before"], 0) or "–", "after": percent(row["after"], 0) or "–"}
        for row in one.shares
    ]
    return {
        "title": whatif.title, "unit": "", "area": "", "places": 0, "points": [], "breaks": [],
        "lines": lines, "attributions": list(whatif.sources),
        "remarks": [*one.grounds, _("n = %s Menschen") % number(one.people, 0)],
    }
