"""Formulas of derived indicators: ``gestorbene / bevoelkerung * per(1000)``. Safe by a whitelist.

Allowed: ``+ - * /``, parentheses, numbers, codes of indicators, ``code["GES=GESW"]`` for one
breakdown, and ``per(1000)``, which is the number and says what it is for. Nothing else is read, and
nothing is ever executed. A result is a number only if every operand is one: a division by zero or a
suppressed operand gives a status, never a number.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from django.utils.translation import gettext as _

from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Status

LONGEST = 1000
# Percentages and rates of fewer cases say more about single people than about an area.
FEWEST = 50
OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
# The worst reason wins: what is secret stays secret whatever else is missing.
WORST = [
    Status.SUPPRESSED, Status.NOT_EXISTING, Status.DISCONTINUED, Status.UNRELIABLE, Status.PENDING,
    Status.NOT_APPLICABLE, Status.UNCERTAIN, Status.OK, Status.ZERO,
]
NUMBERS = {Status.OK, Status.ZERO, Status.UNCERTAIN}


@dataclass(frozen=True, order=True)
class Operand:
    """An indicator in one breakdown (``dimensions`` as in Observation; empty: the total)."""

    code: str
    dimensions: str = ""


@dataclass(frozen=True)
class Quantity:
    """A value in the base unit and how it stands; ``is_count``: a number of people or cases."""

    value: float | Fraction | None
    status: Status
    is_count: bool = False


MISSING = Quantity(None, Status.PENDING)
Values = Callable[[Operand], Quantity]


@dataclass(frozen=True)
class Formula:
    """A formula that has been checked."""

    text: str
    tree: ast.expr
    operands: tuple[Operand, ...]

    def value(self, values: Values) -> Quantity:
        """The result for what ``values`` knows of the operands; exact until it is rounded once."""
        found = _value(self.tree, values)
        return replace(found, value=None if found.value is None else float(found.value))


@lru_cache(maxsize=512)
def parse(text: str) -> Formula:
    """Check a formula. Raises EvidenceError with the column of what is not allowed."""
    if len(text) > LONGEST:
        raise _error(1, _("Die Formel ist länger als %d Zeichen.") % LONGEST)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        column = getattr(problem, "offset", None) or 1
        raise _error(column, _("Das ist keine Rechnung aus + - * / und Klammern.")) from None
    _check(tree)
    operands = {_operand(node) for node in ast.walk(tree) if _is_operand(node)}
    names = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    names |= {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    plain = {Operand(node.id) for node in ast.walk(tree)
             if isinstance(node, ast.Name) and id(node) not in names}
    return Formula(text, tree, tuple(sorted(operands | plain)))


def _is_operand(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript)


def _operand(node: ast.AST) -> Operand:
    if isinstance(node, ast.Subscript):
        return Operand(node.value.id, str(node.slice.value))  # type: ignore[attr-defined]
    assert isinstance(node, ast.Name)
    return Operand(node.id)


def _check(node: ast.expr) -> None:
    """Every node is of an allowed kind, or the error says where it stands."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        _check(node.left)
        _check(node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        _check(node.operand)
    elif isinstance(node, ast.Subscript):
        _check_breakdown(node)
    elif isinstance(node, ast.Call):
        _check_per(node)
    elif not (isinstance(node, ast.Name) or _is_number(node)):
        raise _error(node.col_offset + 1, _("Hier steht etwas, das in Formeln nicht erlaubt ist."))


def _check_breakdown(node: ast.Subscript) -> None:
    inside = node.slice
    text = inside.value if isinstance(inside, ast.Constant) else None
    if not (isinstance(node.value, ast.Name) and isinstance(text, str)):
        raise _error(node.col_offset + 1,
                     _("Eine Gliederung wird so geschrieben: code[\"GES=GESW\"]."))


def _check_per(node: ast.Call) -> None:
    is_per = isinstance(node.func, ast.Name) and node.func.id == "per"
    if not (is_per and len(node.args) == 1 and not node.keywords and _is_number(node.args[0])):
        raise _error(node.col_offset + 1,
                     _("Die einzige Funktion ist per, mit einer Zahl: per(1000)."))


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in {int, float}


def _error(column: int, reason: str) -> EvidenceError:
    return EvidenceError("formula", _("Formel, Zeichen %(column)d: %(reason)s")
                         % {"column": column, "reason": reason})


def _value(node: ast.expr, values: Values) -> Quantity:
    if isinstance(node, ast.Constant):
        return Quantity(_exact(node.value), Status.OK)  # type: ignore[arg-type]
    if isinstance(node, ast.Call):
        return _value(node.args[0], values)
    if isinstance(node, ast.UnaryOp):
        inside = _value(node.operand, values)
        negative = isinstance(node.op, ast.USub) and inside.value is not None
        return Quantity(-inside.value, inside.status) if negative else inside  # type: ignore[operator]
    if isinstance(node, ast.BinOp):
        return _combined(node.op, _value(node.left, values), _value(node.right, values))
    known = values(_operand(node))
    return known if known.value is None else replace(known, value=_exact(known.value))


def _exact(value: float | Fraction) -> Fraction:
    """The number as it is written: 0.1 is a tenth."""
    return value if isinstance(value, Fraction) else Fraction(repr(value))


def _combined(operator: ast.operator, left: Quantity, right: Quantity) -> Quantity:
    status = min(left.status, right.status, key=WORST.index)
    if left.value is None or right.value is None:
        return Quantity(None, status)
    if isinstance(operator, ast.Div):
        return _divided(left.value, right, status)
    is_count = left.is_count and right.is_count and isinstance(operator, ast.Add | ast.Sub)
    if isinstance(operator, ast.Add):
        result = left.value + right.value
    elif isinstance(operator, ast.Sub):
        result = left.value - right.value
    else:
        result = left.value * right.value
    return Quantity(result, _of_number(status), is_count)


def _divided(left: float | Fraction, right: Quantity, status: Status) -> Quantity:
    if not right.value:
        return Quantity(None, Status.NOT_APPLICABLE)
    if right.is_count and right.value < FEWEST:
        return Quantity(None, Status.UNRELIABLE)
    return Quantity(left / right.value, _of_number(status))


def _of_number(status: Status) -> Status:
    """A computed number is uncertain if an operand is; "exactly zero" belongs to sources only."""
    return Status.UNCERTAIN if status == Status.UNCERTAIN else Status.OK
