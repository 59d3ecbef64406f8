"""Opinion groups: what the run that looks for them found, in words; only where they are real."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.faces.numbers import number
from weitblick.lab.actions import digest_of
from weitblick.lab.models import Run, RunState
from weitblick.lab.queries import latest, latest_done
from weitblick.method.validation import queries
from weitblick.method.validation.criteria import GROUPS
from weitblick.workshop.models import Process

REASONS = {
    "too_few_participants": gettext_lazy(
        "Zu wenige Personen haben dafür genug Aussagen beantwortet."
    ),
    "too_few_statements": gettext_lazy("Zu wenige Aussagen trennen die Meinungen."),
    "groups_too_small": gettext_lazy("Gefundene Gruppen wären zu klein."),
    "not_better_than_chance": gettext_lazy(
        "Was sich findet, ist nicht deutlicher als bei zufällig vertauschten Stimmen."
    ),
    "not_stable": gettext_lazy(
        "Was sich findet, ändert sich, sobald andere Personen in die Stichprobe kommen."
    ),
}


@dataclass(frozen=True)
class OpinionGroup:
    """A reliable opinion group: how many people, and the statements that stand for it."""

    n: int
    stands_for: tuple[str, ...]
    stands_against: tuple[str, ...]


@dataclass(frozen=True)
class Opinions:
    """What the newest finished run says about opinion groups; empty ``groups``: none reliable."""

    run: Run
    is_current: bool
    groups: tuple[OpinionGroup, ...]
    across: tuple[str, ...]
    words: str


def opinions(process: Process) -> Opinions | None:
    """What the newest finished run found; None if groups were never looked for."""
    run = latest_done(process, GROUPS)
    if run is None or run.result is None:
        return None
    texts = {
        one.item.public_id: one.item.text
        for one in queries.statements(process, moderated_out=True)
    }
    groups = tuple(_group(row, texts) for row in run.result["groups"])
    return Opinions(
        run, run.digest == digest_of(queries.vote_inputs(process)), groups,
        _across(run.result, texts) if groups else (), _words(run.result),
    )


def running(process: Process) -> Run | None:
    """The run that looks for groups just now, or that failed last."""
    run = latest(process, GROUPS)
    return run if run and run.state in (RunState.WAITING, RunState.RUNNING, RunState.FAILED) \
        else None


def _group(row: dict[str, Any], texts: dict[str, str]) -> OpinionGroup:
    sides: dict[str, list[str]] = defaultdict(list)
    for one in row["representative"]:
        if one["statement"] in texts:
            sides[one["side"]].append(texts[one["statement"]])
    return OpinionGroup(row["n"], tuple(sides["agree"]), tuple(sides["disagree"]))


def _across(result: dict[str, Any], texts: dict[str, str]) -> tuple[str, ...]:
    """What all groups agree with most clearly: the five greatest products of shares."""
    ranked = sorted(result["across"].items(), key=lambda row: -(row[1][0] or 0))
    return tuple(texts[pk] for pk, _across in ranked if pk in texts)[:5]


def _words(result: dict[str, Any]) -> str:
    evidence = result["evidence"]
    if reason := result["reason"]:
        return _("Es gibt keine verlässlichen Meinungsgruppen. %(why)s (n = %(n)s)") % {
            "why": REASONS[reason], "n": number(result["people"])
        }
    return _(
        "Es gibt %(k)s verlässliche Meinungsgruppen unter %(n)s Personen mit genug Stimmen: "
        "deutlicher als bei vertauschten Stimmen (p = %(p)s) und stabil (%(stability)s von 1)."
    ) % {
        "k": number(len(result["groups"])), "n": number(result["placed"]),
        "p": number(evidence["p_value"], 2), "stability": number(evidence["stability"], 2),
    }
