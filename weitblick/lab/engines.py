"""The engines that runs know by name: plain data in, plain data out."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from weitblick.engines import access, crossimpact, forecast, opinions, series

Progress = Callable[[float, int], None]
Stop = Callable[[], bool]
Carrier = Callable[[dict[str, Any], int, Progress, Stop], dict[str, Any]]


@dataclass(frozen=True)
class Engine:
    """One engine: its version, and how to run it on plain data."""

    version: str
    run: Carrier


def crossimpact_solve(
    inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> dict[str, Any]:
    """Every consistent scenario. Input: title, descriptors [{name, states}], values, tolerance."""
    matrix = crossimpact.CrossImpactMatrix.from_array(
        [crossimpact.Descriptor(d["name"], tuple(d["states"])) for d in inputs["descriptors"]],
        inputs["values"], title=inputs.get("title", ""),
    )
    found = crossimpact.solve(
        matrix, tolerance=inputs.get("tolerance", 0), limit=inputs.get("limit"),
        progress=lambda done: progress(done.explored, done.found), stop=stop, seed=seed,
    )
    return {
        "complete": found.complete, "count": found.count,
        "scenarios": [list(scenario) for scenario in found.scenarios],
        "consistency": list(found.consistency), "total_impact": list(found.total_impact),
        "digest": found.digest, "seconds": found.seconds, "nodes": found.nodes,
        "space": matrix.space, "engine_version": found.engine_version,
    }


def opinions_analyse(
    inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> dict[str, Any]:
    """Opinion groups, if there are reliable ones. Input: votes [person, statement, vote]."""
    found = opinions.analyse(
        [(person, statement, vote) for person, statement, vote in inputs["votes"]],
        moderated_out=inputs["moderated_out"], seed=seed,
    )
    return {
        "people": found.n_participants, "placed": found.n_placed, "votes": found.n_votes,
        "reason": found.reason, "evidence": asdict(found.evidence),
        "agreed": [one.statement for one in found.agreed],
        "rejected": [one.statement for one in found.rejected],
        "across": {str(one.statement): [one.group_aware_agree, one.group_aware_disagree]
                   for one in found.consensus},
        "groups": [
            {"n": group.n, "representative": [asdict(one) for one in group.representative]}
            for group in found.groups or ()
        ],
    }


def access_catchment(
    inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> dict[str, Any]:
    """Nearest ways, supply and open hours. Input: see ``access.plain.state``."""
    return access.plain.outcome(access.outcome(access.plain.state(inputs)))


def access_whatif(
    inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> dict[str, Any]:
    """Before and after. Input: as for the catchment, and changes (``access.plain.change``)."""
    model = access.prepare(access.plain.state(inputs))
    changes = [access.plain.change(one) for one in inputs["changes"]]
    return access.plain.comparison(access.compare(model, changes))


def forecast_population(
    inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> dict[str, Any]:
    """Population of areas and places with bands. Input: see ``forecast.plain.forecast``."""
    return forecast.plain.forecast(inputs, seed, lambda share: progress(share, 0), stop)


def series_trend(
    inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> dict[str, Any]:
    """Trends and outlooks. Input: see ``series.plain.trends``."""
    return series.plain.trends(inputs)


ENGINES: dict[str, Engine] = {
    "access.catchment": Engine(access.ENGINE_VERSION, access_catchment),
    "access.whatif": Engine(access.ENGINE_VERSION, access_whatif),
    "crossimpact.solve": Engine(crossimpact.ENGINE_VERSION, crossimpact_solve),
    "forecast.population": Engine(forecast.ENGINE_VERSION, forecast_population),
    "opinions.analyse": Engine("1", opinions_analyse),
    "series.trend": Engine(series.ENGINE_VERSION, series_trend),
}
