"""``weitblick evidence forecast|access``: what the figures lead to, and what a change would do."""

from argparse import Namespace
from typing import Any

from django.utils.translation import gettext as _

from weitblick.cli.console import print_json, print_table, say
from weitblick.cli.processes import find
from weitblick.cli.refusal import Refused
from weitblick.lab.models import RunState
from weitblick.monitoring.actions import forecasts
from weitblick.monitoring.analysis import whatifs as analysis
from weitblick.monitoring.queries import forecasts as forecast_queries
from weitblick.monitoring.queries import whatifs
from weitblick.monitoring.queries.forecasts import Result


def forecast(arguments: Namespace) -> None:
    """Work a forecast out here and now; it stands at the desk of the process afterwards."""
    process = find(arguments.process)
    made = forecasts.ask(process, arguments.area, {
        "steps": arguments.years, "paths": arguments.paths}, seed=arguments.seed, wait=True)
    if made.run.state != RunState.DONE:
        raise Refused(made.run.message)
    results = forecast_queries.results(made)
    if arguments.json:
        print_json({
            "key": made.key, "digest": made.run.digest, "version": made.run.version,
            "seed": made.run.seed, "grounds": made.grounds,
            "areas": [_plain(one) for one in results]})
        return
    for one in results:
        say(one.sentence)
        names = [name for name, _totals in one.variants]
        print_table([_("Jahr"), *names, *([_("80 % der Fälle")] if one.has_band else [])],
                    one.rows, title=one.name)
    for row in made.grounds:
        say(f"  {row['what']}")


def _plain(one: Result) -> dict[str, Any]:
    return {
        "area": one.forecast.areas[one.place], "name": one.name, "years": one.years,
        "variants": dict(one.variants), "band": [list(ends) if ends else None for ends in one.band],
        "factor": one.factors}


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
