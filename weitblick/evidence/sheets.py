"""Master sheets of indicators as YAML, checked on load: what is wrong is named with its line."""

import datetime as dt
import re
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from weitblick.evidence import formula
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Direction

FILE = Path(__file__).parent / "indicators.yaml"
CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
LSZ_FIELDS = {"2.1", "2.2", "2.3", "2.4", "2.5", "2.6"}
TEXTS = {"code", "name_de", "name_en", "short", "dimension", "lsz", "numerator", "denominator",
         "unit", "direction", "source", "table", "rights", "frequency", "next_update",
         "responsible", "interpretation", "limits", "formula", "breaks"}
NEEDED = {"code", "name_de", "name_en", "short", "dimension", "lsz", "numerator", "unit",
          "direction", "source", "rights", "frequency", "next_update", "responsible",
          "interpretation", "limits"}
SWITCHES = {"official": True, "count": False, "additive": None}
NUMBERS = {"per": 1, "min_n": 3}
VARIABLE_KEYS = {"statistic", "variable", "label", "format"}


@dataclass(frozen=True)
class Sheet:
    """A master sheet as it is written; the fields are those of the table Indicator."""

    code: str
    name_de: str
    name_en: str
    short: str
    numerator: str
    unit: str
    direction: str
    source: str
    frequency: str
    next_update: str
    dimension: str
    lsz_field: str
    responsible: str
    interpretation: str
    limits: str
    licence: str
    attribution: str
    denominator: str = ""
    per: int = 1
    source_table: str = ""
    is_official: bool = True
    breaks: list[dict[str, str]] = field(default_factory=list)
    min_n: int = 3
    is_count: bool = False
    is_additive: bool = False
    formula: str = ""
    variables: list[dict[str, str]] = field(default_factory=list)
    is_builtin: bool = True

    def as_row(self) -> dict[str, Any]:
        """The values of the columns, without the code."""
        row = asdict(self)
        del row["code"]
        return row


@cache
def starters() -> tuple[Sheet, ...]:
    """The sheets that come along."""
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def read(text: str, file: str) -> tuple[Sheet, ...]:
    """Sheets from YAML text; ``file`` is named in errors."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 0
        raise _error(file, line, _("Kein gültiges YAML: %s") % problem.problem) from None
    return _Reader(file).sheets(node)


def _error(file: str, line: int, reason: str) -> EvidenceError:
    return EvidenceError("sheet", _("%(file)s, Zeile %(line)d: %(reason)s")
                         % {"file": file, "line": line, "reason": reason})


class _Reader:
    """Reads YAML nodes, which know their lines, into sheets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rights: dict[str, dict[str, str]] = {}
        self.breaks: dict[str, list[dict[str, str]]] = {}

    def sheets(self, node: yaml.Node | None) -> tuple[Sheet, ...]:
        top = self.mapping(node, {"rights", "breaks", "indicators"}, {"rights", "indicators"})
        for name, one in self.mapping(top["rights"]).items():
            keys = {"licence", "attribution"}
            self.rights[name] = {key: self.text(value)
                                 for key, value in self.mapping(one, keys, keys).items()}
        if "breaks" in top:
            for name, listed in self.mapping(top["breaks"]).items():
                self.breaks[name] = [self.one_break(one) for one in self.sequence(listed)]
        nodes = self.sequence(top["indicators"])
        found = [self.sheet(one) for one in nodes]
        self.check_codes(found, nodes)
        return tuple(found)

    def sheet(self, node: yaml.Node) -> Sheet:
        known = TEXTS | set(SWITCHES) | set(NUMBERS) | {"variables"}
        keys = self.mapping(node, known, NEEDED)
        texts = {name: self.text(keys[name]) for name in TEXTS & set(keys)}
        for name, check in (("code", self.code), ("direction", self.direction),
                            ("lsz", self.lsz), ("formula", self.formula)):
            if name in keys:
                check(texts[name], keys[name])
        rights = self.named(self.rights, keys["rights"])
        table = texts.get("table", "")
        switches = {name: self.switch(keys.get(name), usual) for name, usual in SWITCHES.items()}
        numbers = {name: self.number(keys.get(name), usual) for name, usual in NUMBERS.items()}
        plain: dict[str, Any] = {name: texts[name] for name in NEEDED - {"lsz", "rights"}}
        return Sheet(
            **plain,
            lsz_field=texts["lsz"], denominator=texts.get("denominator", ""), source_table=table,
            licence=rights["licence"], attribution=rights["attribution"].format(table=table),
            breaks=self.named(self.breaks, keys["breaks"]) if "breaks" in keys else [],
            formula=texts.get("formula", ""), is_official=bool(switches["official"]),
            is_count=bool(switches["count"]), per=numbers["per"], min_n=numbers["min_n"],
            is_additive=bool(switches["count"] if switches["additive"] is None
                             else switches["additive"]),
            variables=[self.variable(one) for one in self.sequence(keys["variables"])]
            if "variables" in keys else [],
        )

    def check_codes(self, sheets: list[Sheet], nodes: list[yaml.Node]) -> None:
        codes: set[str] = set()
        for sheet, node in zip(sheets, nodes, strict=True):
            if sheet.code in codes:
                raise self.error(node, _("Der Code „%s“ steht zweimal da.") % sheet.code)
            codes.add(sheet.code)
        for sheet, node in zip(sheets, nodes, strict=True):
            operands = formula.parse(sheet.formula).operands if sheet.formula else ()
            if unknown := sorted({one.code for one in operands} - codes):
                raise self.error(
                    node, _("Die Formel nennt den unbekannten Indikator „%s“.") % unknown[0]
                )

    def code(self, text: str, node: yaml.Node) -> None:
        if not CODE.match(text):
            raise self.error(node, _("Ein Code besteht aus a–z, 0–9 und _: „%s“.") % text)

    def direction(self, text: str, node: yaml.Node) -> None:
        if text not in Direction.values:
            raise self.error(node, _("Die Richtung ist good, bad oder neutral, nicht „%s“.") % text)

    def lsz(self, text: str, node: yaml.Node) -> None:
        if text not in LSZ_FIELDS:
            raise self.error(node, _("Das LSZ-Handlungsfeld ist 2.1 bis 2.6, nicht „%s“.") % text)

    def formula(self, text: str, node: yaml.Node) -> None:
        try:
            formula.parse(text)
        except EvidenceError as problem:
            raise self.error(node, " ".join(problem.messages)) from None

    def variable(self, node: yaml.Node) -> dict[str, str]:
        keys = self.mapping(node, VARIABLE_KEYS)
        return {name: self.text(value) for name, value in keys.items()}

    def one_break(self, node: yaml.Node) -> dict[str, str]:
        keys = self.mapping(node, {"at", "reason"}, {"at", "reason"})
        at = self.text(keys["at"])
        try:
            dt.date.fromisoformat(at)
        except ValueError:
            raise self.error(keys["at"], _("„%s“ ist kein Datum (JJJJ-MM-TT).") % at) from None
        return {"at": at, "reason": self.text(keys["reason"])}

    def named(self, among: dict[str, Any], node: yaml.Node) -> Any:
        name = self.text(node)
        if name not in among:
            raise self.error(node, _("„%(name)s“ gibt es nicht; bekannt: %(known)s")
                             % {"name": name, "known": ", ".join(sorted(among))})
        return among[name]

    def switch(self, node: yaml.Node | None, usual: bool | None) -> bool | None:
        if node is None:
            return usual
        text = self.text(node)
        if text not in {"true", "false"}:
            raise self.error(node, _("Hier wird true oder false erwartet, nicht „%s“.") % text)
        return text == "true"

    def number(self, node: yaml.Node | None, usual: int) -> int:
        if node is None:
            return usual
        text = self.text(node)
        if not text.isdecimal():
            raise self.error(node, _("Hier wird eine ganze Zahl erwartet, nicht „%s“.") % text)
        return int(text)

    def mapping(
        self, node: yaml.Node | None, known: set[str] | None = None,
        needed: set[str] | None = None,
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, _("Hier werden Einträge der Form „Schlüssel: Wert“ erwartet."))
        found = {key.value: value for key, value in node.value}
        if known is not None and (unknown := sorted(set(found) - known)):
            raise self.error(found[unknown[0]], _("Unbekannter Schlüssel „%s“.") % unknown[0])
        if missing := sorted((needed or set()) - set(found)):
            raise self.error(node, _("Der Schlüssel „%s“ fehlt.") % missing[0])
        return found

    def sequence(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, _("Hier wird eine Liste erwartet."))
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self.error(node, _("Hier wird ein Text erwartet."))
        return str(node.value).strip()

    def error(self, node: yaml.Node | None, reason: str) -> EvidenceError:
        return _error(self.file, node.start_mark.line + 1 if node else 1, reason)
