"""The chain of the method, in order, and what stands beside it. A new step is one line here."""

from weitblick.faces.declaration import ActivityKind, Step
from weitblick.method.factors.step import STEP as FACTORS
from weitblick.method.options.step import STEP as OPTIONS
from weitblick.method.paper.step import STEP as PAPER
from weitblick.method.scenarios.step import STEP as SCENARIOS
from weitblick.method.trends.step import STEP as TRENDS
from weitblick.method.validation.step import STEP as VALIDATION
from weitblick.monitoring.step import STEP as MONITORING

CHAIN: tuple[Step, ...] = (FACTORS, TRENDS, SCENARIOS, OPTIONS, VALIDATION, PAPER)
BESIDE: tuple[Step, ...] = (MONITORING,)
EVERYWHERE: tuple[Step, ...] = (*CHAIN, *BESIDE)


def step(slug: str) -> Step | None:
    """The step, or what stands beside the chain, with this slug."""
    return next((one for one in EVERYWHERE if one.slug == slug), None)


def activity_kind(step_slug: str, kind_slug: str) -> ActivityKind | None:
    """The activity kind a stored activity names."""
    found = step(step_slug)
    return found.kind(kind_slug) if found else None
