"""Which indicator a variable of a file is: by declaration, else a raw indicator made for it.

Nothing is lost: a variable that no master sheet declares becomes an indicator of its own, named
after the file's words and marked as raw, to be given a proper sheet later.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from weitblick.evidence.importers.reading import Dimension, Format, Reading, Row, Variable
from weitblick.evidence.models import Category, ImportRun, Indicator

PLAIN = {Format.PLAIN_CSV, Format.PLAIN_WORKBOOK}
OFFICES = {Format.FLAT_5, Format.FLAT_4, Format.CROSSTAB}
# Counts of people or cases, which have to be protected; other units are no disclosure.
COUNTED = {"", "anzahl", "personen", "fälle", "number"}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# Tables that are fetched by hand name these without codes; here they get those of the offices.
CODED = {
    "männlich": ("GES", "GESM"), "weiblich": ("GES", "GESW"),
    "male": ("GES", "GESM"), "female": ("GES", "GESW"),
}
LONGEST = 100
Declared = Mapping[tuple[str, str], Indicator]


@dataclass
class Catalogue:
    """Indicators for the variables of one reading, found or made as rows come."""

    format: str
    statistic: str
    title: str
    source: str
    attribution: str
    table: str
    declared: Declared
    by_code: dict[str, Indicator]
    made: list[Indicator] = field(default_factory=list)
    run: ImportRun | None = None
    _known: dict[tuple[Variable, str], Indicator] = field(default_factory=dict)
    _categories: dict[tuple[str, str], Category] = field(default_factory=dict)
    _texts: dict[tuple[Dimension, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, run: ImportRun | None = None) -> "Catalogue":
        """The catalogue for a file, before its first row; ``run`` remembers what is made for it."""
        words = reading.metadata.get("", {})
        table = words.get("table", "")
        statistic = words.get("statistics_code", "") or _statistic(table)
        indicators = list(Indicator.objects.all())
        return cls(
            format=str(reading.format), statistic=statistic, title=reading.title,
            source=reading.source, attribution=reading.attribution, table=table,
            declared=dict(_declarations(indicators, str(reading.format), statistic)),
            by_code={one.code: one for one in indicators}, run=run,
        )

    def indicator(self, row: Row) -> Indicator:
        """The indicator of a row."""
        known = self._known.get((row.variable, row.unit))
        if known is None:
            known = self._find(row.variable) or self._raw(row)
            self._known[row.variable, row.unit] = known
        return known

    @property
    def indicators(self) -> list[Indicator]:
        """All indicators that came up."""
        return sorted(set(self._known.values()), key=lambda one: one.code)

    def _find(self, variable: Variable) -> Indicator | None:
        if self.format in PLAIN and variable.code in self.by_code:
            return self.by_code[variable.code]
        ways = [("variable", variable.code), ("label", variable.label.lower())]
        found = (self.declared.get(way) for way in ways if way[1])
        return next((one for one in found if one), None)

    def _raw(self, row: Row) -> Indicator:
        """A raw indicator; one for each unit, should a variable come in several."""
        code = raw_code(self.statistic or self.format, row.variable)
        there = self.by_code.get(code)
        if there is not None and _unit(there.unit) != _unit(row.unit):
            code = f"{code}_{word(row.unit) or 'anzahl'}"
            there = self.by_code.get(code)
        if there is None:
            there = self.by_code[code] = self._make(code, row)
        return there

    def _make(self, code: str, row: Row) -> Indicator:
        counts = _unit(row.unit) in COUNTED and self.format in {*OFFICES, *PLAIN, Format.VG250}
        label = row.variable.label or row.variable.code
        made = Indicator(
            code=code, name_de=label[:300], name_en=label[:300], short=label[:80],
            numerator=label[:300], unit=row.unit or "Anzahl", source=(self.source or self.title),
            source_table=self.table[:60], is_official=self.format in OFFICES,
            attribution=self.attribution, licence=_licence(self.attribution), is_raw=True,
            is_count=counts, variables=[self._declaration(row.variable)],
        )
        self.made.append(made)
        self._keep(made)
        return made

    def _keep(self, made: Indicator) -> None:
        """An indicator and its run's knowledge of it, in one write: if the import breaks off, what
        it made is known and goes again."""
        with transaction.atomic():
            made.save()
            if self.run is not None:
                self.run.report = {"new_indicators": [one.code for one in self.made]}
                self.run.save(update_fields=["report"])

    def _declaration(self, variable: Variable) -> dict[str, str]:
        where = {"statistic": self.statistic} if self.statistic else {"format": self.format}
        what = {"variable": variable.code} if variable.code else {"label": variable.label}
        return {**where, **what}

    def dimensions(self, parts: tuple[Dimension, ...]) -> str:
        """Sorted key text of a breakdown; totals are left out, so the empty text is the total."""
        known = self._texts.get(parts)
        if known is None:
            pairs = [self._category(one, place) for place, one in enumerate(parts, start=1)
                     if not one.total]
            known = self._texts[parts] = ";".join(sorted(f"{name}={code}" for name, code in pairs))
        return known

    def _category(self, one: Dimension, place: int) -> tuple[str, str]:
        name, code = one.variable, one.attribute
        if not code and one.label.lower() in CODED:
            name, code = CODED[one.label.lower()]
        name = name or word(one.variable_label) or f"m{place}"
        code = code or word(one.label)
        if (name, code) not in self._categories:
            self._categories[name, code] = Category(
                variable=name[:60], variable_label=one.variable_label[:300], code=code[:120],
                label=one.label[:300],
            )
        return name, code

    def save_categories(self) -> None:
        """Keep the words of the categories that came up; words that are there stay."""
        Category.objects.bulk_create(
            self._categories.values(), ignore_conflicts=True, batch_size=200
        )


def raw_code(origin: str, variable: Variable) -> str:
    """The code of a raw indicator: ``r_12411_bevstd``."""
    return f"r_{word(origin)}_{word(variable.code or variable.label)}"[:LONGEST]


def word(text: str) -> str:
    """A plain word of any text: a-z, 0-9 and _."""
    return slugify(text.lower().translate(UMLAUTS)).replace("-", "_")


def _statistic(table: str) -> str:
    found = re.match(r"\d{5}(?=-)|[A-Z]+-[A-Z]-\d+|\d{4}[A-Z]", table)
    return found[0] if found else ""


def _declarations(
    indicators: list[Indicator], file_format: str, statistic: str
) -> Iterator[tuple[tuple[str, str], Indicator]]:
    for indicator in sorted(indicators, key=lambda one: not one.is_raw):
        for one in indicator.variables:
            if one.get("format") == file_format or (
                statistic and one.get("statistic") == statistic
            ):
                way = "variable" if "variable" in one else "label"
                yield (way, one[way] if way == "variable" else one[way].lower()), indicator


def _unit(text: str) -> str:
    text = text.lower()
    return "anzahl" if text in COUNTED else text


def _licence(attribution: str) -> str:
    if "dl-de/by-2-0" in attribution or "Namensnennung" in attribution:
        return "dl-de/by-2-0"
    return "CC BY 4.0" if "CC BY 4.0" in attribution else ""
