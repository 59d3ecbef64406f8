"""From observed tables and typed assumptions to the input of the forecast engine."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.engines import forecast
from weitblick.engines.forecast import Published
from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell
from weitblick.evidence.models import Area, Level
from weitblick.faces.numbers import number
from weitblick.monitoring import ages, schedules
from weitblick.monitoring.ages import Floats
from weitblick.monitoring.queries import forecasts as queries
from weitblick.workshop.models import Process

POPULATION = "bevoelkerung"
EARLIER = Path(__file__).parents[1] / "earlier.yaml"
WOMEN, MEN = "GESW", "GESM"
YEARS_OF_FLOWS = 5
PERSISTENCE = 0.9
Groups = dict[tuple[int, int | None], float]


@dataclass(frozen=True)
class Start:
    """The people (2, 96) of an area at the end of a year, with the lines of attribution."""

    key: str
    year: int
    people: Floats
    sources: tuple[str, ...]
    widths: bool
    """Whether age groups had to be spread over single years."""

    @property
    def total(self) -> float:
        """Everybody."""
        return float(self.people.sum())


@dataclass
class Flows:
    """Yearly means over the last years; None where no table says it. ``codes``: found in."""

    births: float | None = None
    deaths: float | None = None
    migration: float | None = None
    codes: list[str] = field(default_factory=list)


def _age_keys() -> dict[str, dict[str, dict[str, tuple[int, int | None]]]]:
    """By age variable and sex: breakdown key to age group."""
    found: dict[str, dict[str, dict[str, tuple[int, int | None]]]] = defaultdict(
        lambda: defaultdict(dict))
    for key, words in evidence.breakdowns(POPULATION).items():
        parts, told = key.split(";"), words.split(", ")
        sexes = [sex for sex in (WOMEN, MEN) if any(one.endswith(f"={sex}") for one in parts)]
        if len(parts) != 2 or len(told) != 2 or len(sexes) != 1:
            continue
        for part, word in zip(parts, told, strict=True):
            group = None if part.endswith(f"={sexes[0]}") else ages.interval(word)
            if group is not None:
                found[part.split("=")[0]][sexes[0]][key] = group
    return {variable: dict(by_sex) for variable, by_sex in found.items()}


def areas_with_ages() -> list[tuple[str, str]]:
    """Key and name of the areas of which people by age and sex are known, Kreise first."""
    found: list[str] = []
    samples = [min(by_sex[WOMEN]) for by_sex in _age_keys().values() if WOMEN in by_sex]
    levels = ((Level.KREIS, "16"), (Level.LAND, "DG"), (Level.PLANNING, "16"),
              (Level.GEMEINDE, "16"))
    for level, within in levels:
        keys: set[str] = set()
        for sample in samples:
            table = evidence.table(POPULATION, level=level, within=within, dimensions=sample)
            keys |= {cell.area for cell in table.cells if cell.has_number} if table else set()
        found += sorted(key for key in keys if level != Level.LAND or key == "16")
    names = evidence.names(found)
    return [(key, names[key]) for key in found]


def starts(areas: Sequence[str]) -> dict[str, Start]:
    """The newest complete table of each area."""
    keys = _age_keys()
    sheet = evidence.indicator(POPULATION)
    found = {}
    for area, by_day in _cells(areas).items():
        for day in sorted(by_day, reverse=True):
            start = _start(by_day[day], keys)
            if start is not None:
                used, people, has_widths = start
                found[area] = Start(area, day.year, people, evidence.attributions(sheet, used),
                                    has_widths)
                break
    return found


def _cells(areas: Sequence[str]) -> dict[str, dict[dt.date, dict[str, Cell]]]:
    """All breakdowns by area and day."""
    found: dict[str, dict[dt.date, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for cell in evidence.cells(POPULATION, areas, dimensions=None):
        found[cell.area][cell.end][cell.dimensions] = cell
    return found


def totals(areas: Sequence[str]) -> dict[str, dict[dt.date, float]]:
    """People by area and day: the published total, else the sum of a whole table by age."""
    keys, found = _age_keys(), {}
    for area, by_day in _cells(areas).items():
        found[area] = {day: value for day, cells in sorted(by_day.items())
                       if (value := _total(cells, keys)) is not None}
    return found


def _total(cells: Mapping[str, Cell], keys: Any) -> float | None:
    whole = cells.get("")
    if whole is not None and whole.has_number:
        return whole.value
    start = _start(cells, keys)
    return None if start is None else float(start[1].sum())


def _start(
    cells: Mapping[str, Cell],
    keys: Mapping[str, Mapping[str, Mapping[str, tuple[int, int | None]]]],
) -> tuple[list[Cell], Floats, bool] | None:
    """Cells, people and whether groups were wide; the finest complete age variable counts."""
    options = []
    for by_sex in keys.values():
        rows, used = [], []
        for at, sex in enumerate((WOMEN, MEN)):
            groups: Groups = {}
            for key, group in by_sex.get(sex, {}).items():
                cell = cells.get(key)
                if cell is not None and cell.has_number:
                    groups[group] = cell.value or 0.0
                    used.append(cell)
            if not ages.covers(groups):
                break
            rows.append(ages.single_years(groups, schedules.stationary(at)))
        if len(rows) == 2:
            options.append((used, np.array(rows), len(used) < 2 * 80))
    return max(options, key=lambda one: len(one[0]), default=None)


def flows(areas: Sequence[str], year: int) -> dict[str, Flows]:
    """Births, deaths and net migration a year, as far as tables were taken over."""
    found = {area: Flows() for area in areas}
    for sheet in evidence.indicators(with_values=True):
        part = _flow(sheet.code, sheet.name_de)
        if part is None:
            continue
        name, sign = part
        for area, cells in _by_area(evidence.cells(
                sheet.code, areas, years=(year - YEARS_OF_FLOWS + 1, year))).items():
            mean = sign * sum(cell.value or 0.0 for cell in cells) / len(cells)
            before = getattr(found[area], name)
            setattr(found[area], name, mean if before is None else before + mean)
            found[area].codes.append(sheet.code)
    for one in found.values():  # half of the moves says nothing about the balance
        if sum("12711" in code for code in one.codes) == 1 and not _has_balance(one.codes):
            one.migration = None
    return found


def _has_balance(codes: Sequence[str]) -> bool:
    return any("saldo" in code or "ueberschuss" in code for code in codes)


def _flow(code: str, name: str) -> tuple[str, int] | None:
    """Which flow an indicator counts, by its statistic and words, and its sign."""
    words = name.lower()
    if "12612" in code and ("lebendgeb" in words or "geburt" in words):
        return "births", 1
    if "12613" in code and ("gestorben" in words or "sterbef" in words):
        return "deaths", 1
    if "12711" in code and "saldo" in words:
        return "migration", 1
    if "12711" in code and ("zuz" in words or "zugezogen" in words):
        return "migration", 1
    if "12711" in code and ("fortz" in words or "fortgezogen" in words):
        return "migration", -1
    return None


def _by_area(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.has_number:
            found[cell.area].append(cell)
    return dict(found)


@dataclass(frozen=True)
class Prepared:
    """The engine's input, and on what it rests: ``what``, ``source``, ``is_assumed``."""

    inputs: dict[str, Any]
    grounds: list[dict[str, Any]]


def prepare(areas: Sequence[str], asked: Mapping[str, Any]) -> Prepared | None:
    """What the engine needs, from what is known and what was typed; None without people by age.

    ``asked``: ``variants`` (``name``, ``tfr``, ``women``, ``men``, ``migration`` per 1,000),
    ``steps``, ``reached``, ``paths``, ``strays`` (percent of TFR and mortality, per 1,000 of
    migration), ``official`` (an indicator's code, '' for none), ``places``.
    """
    known = starts(areas)
    if set(known) != set(areas) or len({one.year for one in known.values()}) != 1:
        return None
    year = next(iter(known.values())).year
    _refuse_small(list(known.values()))
    counted, names = flows(areas, year), evidence.names(areas)
    grounds = _grounds(list(known.values()), counted, asked)
    inputs: dict[str, Any] = {
        "year": year, "steps": asked["steps"], "paths": asked["paths"],
        "boundaries": [0, 20, 65, 80],
        "areas": [_area(known[key], names[key], counted[key], asked) for key in areas],
        "misses": misses(areas),
    }
    if official := _official(areas, year, asked, grounds):
        inputs["official"] = official
    if asked.get("places") and len(areas) == 1:
        inputs["places"] = _places(areas[0], grounds)
    return Prepared(inputs, grounds)


def _refuse_small(known: Sequence[Start]) -> None:
    """Below 2,000 people chance decides; such places are worked out by shares of their Kreis."""
    small = [one.key for one in known if one.total < forecast.places.MEDIUM]
    if small:
        raise ValidationError(_(
            "%s hat weniger als 2 000 Menschen: zu wenige für eine Rechnung nach Alter. Rechnen "
            "Sie den Kreis und setzen Sie „Gemeinden nach Anteilen mitrechnen“.") % small[0])


def _area(start: Start, name: str, counted: Flows, asked: Mapping[str, Any]) -> dict[str, Any]:
    middle = asked["variants"][0]
    typed = (float(middle["women"]), float(middle["men"]))
    tfr, expectancy = float(middle["tfr"]), typed
    if counted.births is not None:
        own = schedules.tfr_from(counted.births, start.people[0])
        expected = counted.births * tfr / own if own else counted.births
        tfr *= forecast.shrunk_ratio(counted.births * YEARS_OF_FLOWS, expected * YEARS_OF_FLOWS)
    if counted.deaths is not None:
        expectancy = schedules.life_expectancy_from(counted.deaths, start.people, typed)
    rates = schedules.base(tfr, expectancy)
    level = counted.migration
    if level is None:
        level = float(middle["migration"]) * start.total / 1000
    spread = forecast.rogers_castro(ages.GROUPS) * level / 2
    stray = [float(one) / scale for one, scale in zip(asked["strays"], (100, 100, 1000),
                                                      strict=True)]
    return {
        "name": name, "female": start.people[0].tolist(), "male": start.people[1].tolist(),
        "rates": {
            "survival": _by_sex(rates.survival), "newborn_survival": list(rates.newborn_survival),
            "fertility": rates.fertility.tolist(),
            "migration": {"female": spread.tolist(), "male": spread.tolist()}},
        "fluctuations": {kind: [PERSISTENCE, sigma] for kind, sigma in zip(
            ("tfr", "mortality", "migration"), stray, strict=True)},
        "variants": [
            {"name": one["name"], "tfr": float(one["tfr"]), "reached": int(asked["reached"]),
             "life_expectancy": [float(one["women"]), float(one["men"])],
             "migration": float(one["migration"]) * start.total / 1000}
            for one in asked["variants"]],
    }


def _by_sex(values: Floats) -> dict[str, list[float]]:
    return {"female": values[0].tolist(), "male": values[1].tolist()}


def _grounds(
    known: Sequence[Start], counted: Mapping[str, Flows], asked: Mapping[str, Any]
) -> list[dict[str, Any]]:
    rows = [{"what": _("Menschen nach Alter und Geschlecht, Ende %d") % known[0].year,
             "source": "; ".join(sorted({line for one in known for line in one.sources})),
             "is_assumed": False}]
    if any(one.widths for one in known):
        rows.append({"what": _("Innerhalb einer Altersgruppe sind alle Jahre als gleich stark "
                               "angenommen, die offene Gruppe nach der Modellsterbetafel "
                               "verteilt."),
                     "source": "", "is_assumed": True})
    for name, words, table in FLOW_WORDS:
        there = [one for one in counted.values() if getattr(one, name) is not None]
        whole = len(there) == len(counted)
        rows.append({
            "what": (_("%s: gezählt") if whole else _("%s: angenommen, die Tabelle fehlt")) % words
            if whole or not there else
            _("%(words)s: für %(n)s von %(of)s Gebieten gezählt, sonst angenommen") % {
                "words": words, "n": number(len(there)), "of": number(len(counted))},
            "source": table if whole else "", "is_assumed": not whole})
    rows.append({"what": _("Altersverläufe von Geburten, Sterblichkeit und Wanderung sind "
                           "Modellkurven, nur ihre Höhe ist gezählt oder angenommen."),
                 "source": "", "is_assumed": True})
    if asked["paths"]:
        rows.append({"what": _("Schwankungen der Annahmen sind angenommen: Geburten %(tfr)s %%, "
                               "Sterblichkeit %(death)s %%, Wanderung %(moves)s je 1 000 im Jahr.")
                     % dict(zip(("tfr", "death", "moves"), map(number, asked["strays"]),
                                strict=True)), "source": "", "is_assumed": True})
    return rows


FLOW_WORDS = (
    ("births", gettext_lazy("Geburten"), "Tabelle 12612"),
    ("deaths", gettext_lazy("Sterbefälle"), "Tabelle 12613"),
    ("migration", gettext_lazy("Wanderungen"), "Tabelle 12711"),
)


def misses(areas: Sequence[str]) -> list[dict[str, Any]]:
    """How wrong simple continuation was in the past, in all areas of this level.

    Stretches between breaks are looked at one by one; nothing is carried over a break.
    """
    by_area = totals(_alike(areas))
    breaks = [dt.date.fromisoformat(one["at"]) for one in evidence.indicator(POPULATION).breaks]
    found: list[dict[str, Any]] = []
    for first, last in pairwise([dt.date.min, *sorted(breaks), dt.date.max]):
        found += _missed([{day.year: value for day, value in rows.items() if first <= day < last}
                          for _area, rows in sorted(by_area.items())])
    return found


def _alike(areas: Sequence[str]) -> list[str]:
    area = Area.objects.filter(key=areas[0]).first()
    if area is None or area.level != Level.KREIS:
        return list(areas)
    return list(Area.objects.filter(level=Level.KREIS, key__startswith=areas[0][:2],
                                    valid_to__isnull=True).values_list("key", flat=True))


def _missed(histories: Sequence[Mapping[int, float]]) -> list[dict[str, Any]]:
    years = sorted({year for one in histories for year in one})
    if len(years) < 4 or years != list(range(years[0], years[-1] + 1)):
        return []
    past = np.array([[one.get(year, np.nan) for year in years] for one in histories])
    found = forecast.backtest(past, _continued, horizon=10, least=3)
    return [{"area": one.area, "origin": one.origin, "horizon": one.horizon, "size": one.size,
             "forecast": one.forecast, "observed": one.observed} for one in found]


def _continued(known: Floats, steps: int) -> Floats:
    """The mean change of the last five years goes on."""
    last = known[:, -6:]
    change = (last[:, -1] - last[:, 0]) / max(last.shape[1] - 1, 1)
    return np.asarray(last[:, -1:] + change[:, None] * np.arange(1, steps + 1))


def official_codes(areas: Sequence[str], year: int) -> list[tuple[str, str]]:
    """Indicators with values of coming years: official forecasts that were taken over."""
    rows = [one for one in evidence.indicators(with_values=True)
            if "1242" in one.code or "voraus" in one.name_de.lower()]
    return [(one.code, one.name_de) for one in rows
            if any(cell.year > year for cell in evidence.cells(one.code, areas))]


def _official(
    areas: Sequence[str], year: int, asked: Mapping[str, Any], grounds: list[dict[str, Any]]
) -> list[float] | None:
    code = asked.get("official")
    if not code:
        return None
    last = year + int(asked["steps"])
    cells = _by_area(evidence.cells(code, areas, years=(year + 1, last)))
    totals = [[cell.value for rows in cells.values() for cell in rows if cell.year == at]
              for at in range(year + 1, last + 1)]
    if any(len(values) != len(areas) for values in totals):
        grounds.append({"what": _("Nicht an amtliche Summen angepasst: „%s“ hat nicht für jedes "
                                  "Jahr und Gebiet einen Wert.") % code,
                        "source": "", "is_assumed": True})
        return None
    grounds.append({"what": _("An die amtlichen Summen von „%s“ angepasst.") % code,
                    "source": "; ".join(evidence.attributions(
                        evidence.indicator(code), [c for rows in cells.values() for c in rows])),
                    "is_assumed": False})
    return [sum(value or 0.0 for value in values) for values in totals]


def _places(area: str, grounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Municipalities with people at two times since the last break, for the share methods."""
    keys = list(Area.objects.filter(level=Level.GEMEINDE, key__startswith=area,
                                    valid_to__isnull=True).values_list("key", flat=True))
    names = evidence.names(keys)
    found = []
    for key in keys:
        rows = evidence.series(POPULATION, key).since_last_break()
        if len(rows) > 1:
            found.append({"name": names[key], "area": 0, "earlier": rows[0].value,
                          "now": rows[-1].value})
    if len(found) != len(keys) or not found:
        grounds.append({"what": _("Ohne Gemeinden: Für sie fehlen Einwohnerzahlen zu zwei "
                                  "vergleichbaren Zeitpunkten."), "source": "", "is_assumed": True})
        return []
    return found


@cache
def _published() -> list[dict[str, Any]]:
    return list(yaml.safe_load(EARLIER.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Compared:
    """A published forecast against what came in a year, in words for a table."""

    name: str
    source: str
    year: int
    forecast: str
    observed: str
    error: str
    note: str


def how_wrong(process: Process, area: str) -> list[Compared]:
    """Earlier forecasts of an area against the newest year that is known."""
    given = {one["name"]: (one["source"], one["points"]) for one in _published()
             if one["area"] == area}
    given |= {one.name: (one.source, one.points) for one in queries.earlier(process, area)}
    observed = _observed(area)
    if not observed:
        return []
    newest = max(observed)
    published = [Published(name, {int(year): (float(low), float(high))
                                  for year, low, high in points})
                 for name, (_source, points) in given.items()]
    return [
        Compared(one.name, given[one.name][0], one.year, _span(*one.forecast),
                 number(one.observed), " / ".join(f"{number(e, 1)} %" for e in one.error),
                 _("zwischen den Jahren geradlinig") if one.between_years else "")
        for one in forecast.how_wrong(published, {newest: observed[newest]})
    ]


def _observed(area: str) -> dict[int, float]:
    found = {day.year: value for day, value in totals([area]).get(area, {}).items()}
    row = Area.objects.filter(key=area, population__isnull=False).first()
    if row is not None and row.population_on is not None:
        found.setdefault(row.population_on.year, float(row.population or 0))
    return found


def _span(low: float, high: float) -> str:
    if round(low) == round(high):
        return number(low, 0)
    return f"{number(low, 0)} – {number(high, 0)}"
