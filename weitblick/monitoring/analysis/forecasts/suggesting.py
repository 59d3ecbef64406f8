"""With which assumptions a planner begins: what is counted, else a model; each with its origin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.monitoring.analysis.forecasts import events, methods
from weitblick.monitoring.analysis.forecasts.grounds import LEVEL_OF, PLACES, level_rows
from weitblick.monitoring.analysis.forecasts.methods import Missing, Plan
from weitblick.monitoring.analysis.forecasts.preparing import Basis, basis, typed_of

Variant = dict[str, Any]


@dataclass(frozen=True)
class Suggested:
    """Three variants, the origin of the first one's levels, and for which area they hold ('': no
    assumptions are needed). ``missing``: tables that would make more of it counted."""

    variants: list[Variant]
    origins: dict[str, str]
    about: str
    missing: tuple[Missing, ...]
    has_levels: bool = True


def suggest(
    areas: Sequence[str], plan: Plan | None, model: str | None, start: Mapping[str, Any], *,
    typed: bool = False,
) -> Suggested:
    """What to begin with. ``start``: as ``actions.forecasts.DEFAULTS``; ``typed``: its variants
    were typed for these areas before and stay."""
    is_small = model in (methods.GROWN, methods.SHARED)
    keys = ([plan.carrier] if plan and plan.carrier and plan.among and plan.carrier_tables else []
            ) if is_small else list(areas)
    if not keys:
        return Suggested(list(start["variants"]), {}, "", (), has_levels=False)
    found = basis(keys, typed_of(start), borrows=model == methods.BORROWED)
    if found is None:
        return Suggested(list(start["variants"]), {}, "", _missing(None))
    variants = list(start["variants"]) if typed else _around(found, start["variants"])
    names = evidence.names(keys)
    about = names[keys[0]] if len(keys) == 1 else _("alle Gebiete im Mittel")
    first = next(iter(found.rates.values()))
    return Suggested(variants, level_rows(first, typed_of({"variants": variants})), about,
                     _missing(found))


def _around(found: Basis, models: Sequence[Variant]) -> list[Variant]:
    """The first variant as counted, the others as far from it as those of the model are."""
    first, levels = next(iter(found.rates.values())), found.typed
    middle = models[0]
    variants = [dict(one) for one in models]
    for name, flow in LEVEL_OF.items():
        if first.levels[flow].is_assumed:
            continue
        own = round(getattr(levels, name), PLACES[name])
        for one, model in zip(variants, models, strict=True):
            one[name] = round(own + float(model[name]) - float(middle[name]), PLACES[name])
    return variants


def _missing(found: Basis | None) -> tuple[Missing, ...]:
    """Tables by age that would take the place of assumptions and models."""
    words = {"births": _("Geburten nach Alter der Mütter"),
             "deaths": _("Sterbefälle nach Alter und Geschlecht"),
             "migration": _("Zu- und Fortzüge nach Alter und Geschlecht")}
    return tuple(
        Missing(words[name], table) for name, table in events.TABLES.items()
        if found is None or any(one.levels[name].is_assumed or one.shapes[name].is_assumed
                                for one in found.rates.values()))
