"""``weitblick evidence forecast|access``: what the figures lead to, and what a change would do."""

from argparse import Namespace
from typing import Any

from django.utils.translation import gettext as _

from weitblick.cli.console import print_json, print_table, say
from weitblick.cli.processes import find
from weitblick.cli.refusal import Refused
from weitblick.lab.models import RunState
from weitblick.monitoring.actions import forecasts
from weitblick.monitoring.analysis import forecasts as forecast_analysis
from weitblick.monitoring.analysis import whatifs as analysis
from weitblick.monitoring.analysis.forecasts import Plan
from weitblick.monitoring.analysis.forecasts.methods import TITLES
from weitblick.monitoring.queries import forecasts as forecast_queries
from weitblick.monitoring.queries import whatifs
from weitblick.monitoring.queries.forecasts import Result

AUTO = "auto"


def forecast(arguments: Namespace) -> None:
    """Work a forecast out here and now; it stands at the desk of the process afterwards."""
    process, areas = find(arguments.process), list(arguments.area)
    plan = forecast_analysis.plan(areas[0]) if len(areas) == 1 else None
    made = forecasts.ask(process, areas, _asked(arguments, areas, plan), seed=arguments.seed,
                         wait=True)
    if made.run.state != RunState.DONE:
        raise Refused(made.run.message)
    results = forecast_queries.results(made)
    if arguments.json:
        print_json({
            "key": made.key, "digest": made.run.digest, "version": made.run.version,
            "seed": made.run.seed, "method": made.asked["method"],
            "variants": made.asked["variants"], "methods": _ways(plan),
            "grounds": made.grounds, "areas": [_plain(one) for one in results]})
        return
    for one in results:
        say(one.sentence)
        say(f"  {TITLES.get(one.model, '')}")
        names = [name for name, _totals in one.variants]
        print_table([_("Jahr"), *names, *([_("80 % der Fälle")] if one.has_band else [])],
                    one.rows, title=one.name)
    for row in made.grounds:
        say(f"  {row['what']}")


def _asked(arguments: Namespace, areas: list[str], plan: Plan | None) -> dict[str, Any]:
    """What is asked: the assumptions people begin with at the desk, and what was typed instead."""
    method = "" if arguments.method == AUTO else arguments.method
    model = method or (plan.advised if plan else None)
    begun = forecast_analysis.suggest(areas, plan, model, forecasts.DEFAULTS)
    typed = {"tfr": arguments.tfr, "migration": arguments.migration}
    if arguments.life_expectancy is not None:
        typed |= dict(zip(("women", "men"), arguments.life_expectancy, strict=True))
    middle = begun.variants[0]
    moved = {name: value - float(middle[name]) for name, value in typed.items()
             if value is not None}
    variants = [{**one, **{name: round(float(one[name]) + by, 4) for name, by in moved.items()}}
                for one in begun.variants]
    return {"steps": arguments.years, "paths": arguments.paths, "method": method,
            "official": arguments.official, "variants": variants}


def _ways(plan: Plan | None) -> list[dict[str, Any]]:
    """The methods for the area's size, and what each still needs."""
    if plan is None:
        return []
    return [{"method": one.model, "title": one.title, "is_advised": one.model == plan.advised,
             "missing": [{"what": each.what, "table": each.table} for each in one.missing]}
            for one in plan.ways]


def _plain(one: Result) -> dict[str, Any]:
    found: dict[str, Any] = {
        "area": one.forecast.areas[one.place], "name": one.name, "years": one.years,
        "method": one.model, "reason": one.area["method"]["reason"],
        "variants": dict(one.variants), "band": [list(ends) if ends else None for ends in one.band],
        "factor": one.factors, "without_official": one.without_control}
    if one.ages:
        found["ages"] = [{"age": words, "first": first, "last": last}
                         for words, first, last, _change in one.ages]
    return found


def access(arguments: Namespace) -> None:
    """What a what-if of a process says; without its key all of them."""
    process = find(arguments.process)
    rows = whatifs.whatifs(process)
    if arguments.key:
        rows = [one for one in rows if one.key == arguments.key]
        if not rows:
            raise Refused(_("Dieses Was-wäre-wenn gibt es nicht: %s") % arguments.key)
    tried = [whatifs.tried(one) for one in rows]
    if arguments.json:
        print_json([_told(one) for one in tried])
        return
    for one in tried:
        say(f"{one.whatif.title} ({one.whatif.key})")
        say(f"  {one.sentence}")
        for words in one.grounds:
            say(f"  {words}")


def _told(one: whatifs.Tried) -> dict[str, Any]:
    return {
        "key": one.whatif.key, "title": one.whatif.title, "people": one.people,
        "sentence": one.sentence, "changes": analysis.change_words(one), "within": one.shares,
        "is_estimate": one.is_estimate, "grounds": one.grounds, "sources": one.whatif.sources}
