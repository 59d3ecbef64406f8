"""From tables and typed assumptions to the input of the forecast engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from weitblick.engines import forecast
from weitblick.evidence import queries as evidence
from weitblick.faces.numbers import percent
from weitblick.monitoring import ages
from weitblick.monitoring.ages import Floats
from weitblick.monitoring.analysis.forecasts import events, levels, methods, official, people
from weitblick.monitoring.analysis.forecasts.events import Counted
from weitblick.monitoring.analysis.forecasts.grounds import tell
from weitblick.monitoring.analysis.forecasts.levels import PEOPLE, Ground, Typed
from weitblick.monitoring.analysis.forecasts.methods import Plan
from weitblick.monitoring.analysis.forecasts.past import misses
from weitblick.monitoring.analysis.forecasts.people import POPULATION, Start
from weitblick.monitoring.analysis.forecasts.siblings import municipalities

PERSISTENCE = 0.9
EDGES = [0, 20, 65, 80]
SMALL_EDGES = [0, 20, 65, 75]


@dataclass(frozen=True)
class Prepared:
    """The engine's input, on what it rests (``what``, ``source``, ``is_assumed``), and by which
    method: '' for several areas, each of its own."""

    inputs: dict[str, Any]
    grounds: list[dict[str, Any]]
    method: str = ""


@dataclass(frozen=True)
class Basis:
    """Areas that are worked out by age: their people, what is counted, and their rates."""

    starts: Mapping[str, Start]
    counted: Mapping[str, Counted]
    rates: Mapping[str, Ground]

    @property
    def year(self) -> int:
        """The year of all starts."""
        return next(iter(self.starts.values())).year

    @property
    def typed(self) -> Typed:
        """The levels of all areas together: means by people."""
        weights = {key: self.starts[key].total for key in self.starts}
        whole = sum(weights.values())
        own = {key: one.typed for key, one in self.rates.items()}
        return Typed(*(sum(getattr(own[key], name) * weights[key] for key in own) / whole
                       for name in ("tfr", "women", "men", "migration")))


def basis(areas: Sequence[str], typed: Typed, *, borrows: bool = False) -> Basis | None:
    """Where the areas stand; None without people by age of all of them at the same day."""
    known = people.starts(areas)
    if set(known) != set(areas) or len({one.year for one in known.values()}) != 1:
        return None
    year = next(iter(known.values())).year
    counted = events.count(areas, year)
    lenders = {} if not borrows and all(map(_is_whole, counted.values())) else \
        levels.lenders_for(areas[0] if len(areas) == 1 else "", year)
    rates = {key: levels.ground(known[key], counted[key], lenders, typed, borrows=borrows)
             for key in areas}
    return Basis(known, counted, rates)


def _is_whole(one: Counted) -> bool:
    """Whether births, deaths and moves are all counted by age."""
    return bool(one.moves and events.DEATHS in one.kinds and events.BIRTHS in one.kinds
                and one.kinds[events.DEATHS].of_sexes() and one.kinds[events.BIRTHS].by_age(None))


def typed_of(asked: Mapping[str, Any]) -> Typed:
    """The levels of the first variant."""
    middle = asked["variants"][0]
    return Typed(*(float(middle[name]) for name in ("tfr", "women", "men", "migration")))


def prepare(areas: Sequence[str], asked: Mapping[str, Any]) -> Prepared | None:
    """What the engine needs, from what is known and what was typed; None without people by age.

    ``asked``: ``variants`` (``name``, ``tfr``, ``women``, ``men``, ``migration`` per 1,000),
    ``steps``, ``reached``, ``paths``, ``strays`` (percent of TFR and mortality, per 1,000 of
    migration), ``official`` (an indicator's code, '' for none), ``places``, ``method`` ('': the
    one advised; for a single area).
    """
    plan = methods.plan(areas[0]) if len(areas) == 1 else None
    model = _chosen(plan, str(asked.get("method") or "")) if plan else None
    if plan is not None and model in (methods.GROWN, methods.SHARED):
        return _small(plan, model, asked)
    found = basis(areas, typed_of(asked), borrows=model == methods.BORROWED)
    if found is None:
        return None
    _refuse_small(list(found.starts.values()))
    grounds = tell(found.starts, found.counted, found.rates, asked)
    inputs = _inputs(found, areas, asked)
    official.bring(inputs, areas, found.year, str(asked.get("official") or ""), grounds)
    if asked.get("places") and len(areas) == 1:
        inputs["places"] = _places(areas[0], found.starts[areas[0]], grounds)
    return Prepared(inputs, grounds, model or "")


def _chosen(plan: Plan, wish: str) -> str | None:
    """The method; a wish the data do not allow is refused with what is missing."""
    refused = next((one for one in plan.missing if one.model == wish), None)
    if wish and wish not in {one.model for one in plan.possible}:
        needed = ", ".join(f"{one.what} ({one.table})" for one in refused.missing) \
            if refused else ""
        raise ValidationError(
            _("%(area)s: Für „%(way)s“ fehlt: %(needed)s.") % {
                "area": plan.name, "way": methods.TITLES[wish], "needed": needed}
            if refused else
            _("„%(way)s“ passt nicht zur Größe von %(area)s.") % {
                "way": methods.TITLES.get(wish, wish), "area": plan.name})
    if plan.advised is None and plan.carrier is not None:
        needed = "; ".join(f"{each.what} ({each.table})"
                           for one in plan.missing for each in one.missing)
        raise ValidationError(_("%(area)s: Es fehlt: %(needed)s.") % {
            "area": plan.name, "needed": needed})
    return plan.chosen(wish)


def _inputs(found: Basis, areas: Sequence[str], asked: Mapping[str, Any]) -> dict[str, Any]:
    names, common = evidence.names(areas), found.typed
    return {
        "year": found.year, "steps": asked["steps"], "paths": asked["paths"], "boundaries": EDGES,
        "areas": [_area(found, key, names[key], common, asked) for key in areas],
        "misses": misses(areas),
    }


def _refuse_small(known: Sequence[Start]) -> None:
    """Below 2,000 people chance decides; such places are worked out by shares of their Kreis."""
    small = [one.key for one in known if one.total < forecast.places.MEDIUM]
    if small:
        raise ValidationError(_(
            "%s hat weniger als 2 000 Menschen: zu wenige für eine Rechnung nach Alter. Rechnen "
            "Sie den Kreis und setzen Sie „Gemeinden nach Anteilen mitrechnen“.") % small[0])


def _area(
    found: Basis, key: str, name: str, common: Typed, asked: Mapping[str, Any]
) -> dict[str, Any]:
    start, rates = found.starts[key], found.rates[key].rates
    stray = [float(one) / scale for one, scale in zip(asked["strays"], (100, 100, PEOPLE),
                                                      strict=True)]
    own = found.rates[key].typed
    # Of several areas each keeps its distance to the mean that the assumptions are typed for.
    away = Typed(own.tfr - common.tfr, own.women - common.women, own.men - common.men,
                 own.migration - common.migration)
    return {
        "name": name, "female": start.people[0].tolist(), "male": start.people[1].tolist(),
        "rates": {
            "survival": _by_sex(rates.survival), "newborn_survival": list(rates.newborn_survival),
            "fertility": rates.fertility.tolist(), "migration": _by_sex(rates.migration)},
        "fluctuations": {kind: [PERSISTENCE, sigma] for kind, sigma in zip(
            ("tfr", "mortality", "migration"), stray, strict=True)},
        "variants": [
            {"name": one["name"], "tfr": max(0.0, float(one["tfr"]) + away.tfr),
             "reached": int(asked["reached"]),
             "life_expectancy": [float(one["women"]) + away.women, float(one["men"]) + away.men],
             "migration": (float(one["migration"]) + away.migration) * start.total / PEOPLE}
            for one in asked["variants"]],
    }


def _by_sex(values: Floats) -> dict[str, list[float]]:
    return {"female": values[0].tolist(), "male": values[1].tolist()}


def _small(plan: Plan, model: str, asked: Mapping[str, Any]) -> Prepared:
    """A small place: its Kreis is worked out by age, the place follows it."""
    inputs: dict[str, Any] = {
        "year": plan.tables[0].year if plan.tables else 0, "steps": asked["steps"], "paths": 0,
        "boundaries": EDGES, "areas": [], "misses": []}
    grounds: list[dict[str, Any]] = []
    carrier = basis([plan.carrier], typed_of(asked)) if plan.carrier and plan.among else None
    if carrier is not None and plan.carrier:
        grounds = tell(carrier.starts, carrier.counted, carrier.rates, asked)
        inputs = _inputs(carrier, [plan.carrier], asked)
        official.bring(inputs, [plan.carrier], carrier.year, str(asked.get("official") or ""),
                       grounds)
    inputs["misses"] = misses([plan.key])
    choice = forecast.choose_model(plan.people or 0.0, plan.earlier is not None)
    small: dict[str, Any] = {
        "name": plan.name, "method": model, "reason": choice.reason,
        "shows_ages": model == methods.GROWN}
    if carrier is not None and plan.among is not None:
        among = plan.among
        small |= {"area": 0, "year": among.year, "siblings": {
            "at": among.at, "now": among.now, "earlier": among.earlier}}
        grounds += _of_siblings(plan, carrier.year)
    if model == methods.GROWN and plan.earlier is not None:
        small |= _cohorts(plan.tables[0], plan.earlier, int(asked["steps"]))
        grounds += _of_cohorts(plan)
    inputs["small"] = [small]
    return Prepared(inputs, grounds, model)


def _cohorts(now: Start, earlier: Start, steps: int) -> dict[str, Any]:
    last = min(now.last, earlier.last)  # above it one table has ages from a model
    last -= last % methods.STEP
    female, male = ages.in_fives(now.people, last).tolist()
    before_female, before_male = ages.in_fives(earlier.people, last).tolist()
    return {
        "female": female, "male": male, "before": {"female": before_female, "male": before_male},
        "base": now.year, "steps": steps, "boundaries": [edge for edge in SMALL_EDGES
                                                         if edge <= last]}


def _of_siblings(plan: Plan, start: int) -> list[dict[str, Any]]:
    among = plan.among
    if among is None:
        return []
    rows = [_row(_("Anteil am Kreis: %(n)d Gemeinden, Einwohnerzahlen %(years)s") % {
        "n": len(among.now), "years": _years(among.earlier_year, among.year)}
        if not among.rest else _("Anteil am Kreis: dieser Ort und alle übrigen zusammen, %s") %
        _years(among.earlier_year, among.year),
        assumed=False, sources=evidence.series(POPULATION, plan.key).attributions)]
    if among.earlier is None:
        rows.append(_row(_("Nur ein vergleichbarer Zeitpunkt ist da: Der Anteil bleibt, wie er "
                           "ist.")))
    if among.year < start:
        rows.append(_of_another_year(start, among.year))
    return [*rows, _row(_("Das Band ist das des Kreises. Für einen kleineren Ort ist die "
                          "Unsicherheit größer."))]


def _of_cohorts(plan: Plan) -> list[dict[str, Any]]:
    if plan.earlier is None:
        return []
    now, jump = plan.tables[0], methods.jump(plan)
    doubt = [_row(_("Von %(before)d auf %(after)d springt die Zahl der Menschen um %(share)s. "
                    "Prüfen Sie, ob sich das Gebiet geändert hat: Dann taugt dieses Verfahren "
                    "nicht.") % {"before": jump[0], "after": jump[1],
                                 "share": percent(jump[2], 1)})] if jump else []
    return [
        *doubt,
        _row(_("Jahrgänge: Menschen nach Alter und Geschlecht %(first)d und %(last)d") % {
            "first": plan.earlier.year, "last": now.year}, assumed=False, sources=now.sources),
        _row(_("Was von %(first)d bis %(last)d mit jedem Jahrgang geschah, geschieht in jedem "
               "Jahrfünft wieder; Ausreißer sind begrenzt.") % {
            "first": plan.earlier.year, "last": now.year})]


def _row(what: str, *, assumed: bool = True, sources: Sequence[str] = ()) -> dict[str, Any]:
    return {"what": what, "source": "; ".join(sources), "is_assumed": assumed}


def _years(first: int | None, last: int) -> str:
    return str(last) if first is None else _("%(first)d und %(last)d") % {
        "first": first, "last": last}


def _places(area: str, start: Start, grounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Municipalities with people at two days common to all, for the share methods.

    Counted in another year than the Kreis, they begin with their shares of its people.
    """
    keys, among = municipalities(area)
    if among is None or among.earlier is None:
        grounds.append(_row(_("Ohne Gemeinden: Für sie fehlen Einwohnerzahlen zu zwei "
                              "vergleichbaren Zeitpunkten.")))
        return []
    carried = 1.0
    if among.year != start.year:
        carried = start.total / sum(among.now)
        grounds.append(_of_another_year(start.year, among.year))
    names = evidence.names(keys)
    return [{"name": names[key], "area": 0, "earlier": then * carried, "now": now * carried}
            for key, then, now in zip(keys, among.earlier, among.now, strict=True)]


def _of_another_year(start: int, year: int) -> dict[str, Any]:
    return _row(_("Für %(start)d ist der Anteil am Kreis angenommen, der %(year)d gezählt "
                  "war.") % {"start": start, "year": year})
