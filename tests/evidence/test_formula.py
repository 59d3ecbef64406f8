"""Formulas compute exactly, execute nothing, and give a status where a number would mislead."""

import pytest

from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.formula import MISSING, Operand, Quantity, parse
from weitblick.evidence.models import Status


def number(value: float, *, count: bool = False, status: Status = Status.OK) -> Quantity:
    return Quantity(value, status, count)


def result(text: str, **known: Quantity) -> tuple[float | None, Status]:
    found = parse(text).value(lambda operand: known.get(operand.code, MISSING))
    return found.value, found.status


@pytest.mark.parametrize(("text", "value"), [
    ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("-a + 10", 4), ("a / b * per(1000)", 3000),
    ("a - b - 1", 3), ("a * 0.5", 3), ("per(100) * (a + b) / (a - b)", 200),
])
def test_numbers_are_computed_as_in_school(text, value):
    assert result(text, a=number(6), b=number(2)) == (value, Status.OK)


@pytest.mark.parametrize("text", [
    "__import__('os').system('id')", "a.b", "a()", "a(1)", "per()", "per(a)", "per(1, 2)",
    "per(x=1)", "lambda: 1", "a if b else c", "a ** 9999999", "a // b", "a % b", "a < b", "'x'",
    "True", "None", "[1]", "a[0]", "a[b]", "a['x':'y']", "(a + b)['x']", "a := 1", "f'{a}'", "",
    "a b", "a +", "9" * 2000, "(" * 900, "1j", "*a", "a, b", "print(a)", "a[per(1)]",
])
def test_nothing_else_is_read(text):
    with pytest.raises(EvidenceError):
        parse(text)


def test_the_error_names_the_place():
    with pytest.raises(EvidenceError) as raised:
        parse("a + b % c")
    assert "5" in " ".join(raised.value.messages)


def test_operands_are_named_once_with_their_breakdown():
    parsed = parse('a["GES=GESW"] / a * per(100) + b - b')
    assert parsed.operands == (Operand("a"), Operand("a", "GES=GESW"), Operand("b"))


def test_a_division_by_zero_is_no_number():
    assert result("a / b", a=number(1), b=number(0)) == (None, Status.NOT_APPLICABLE)


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.NOT_EXISTING, Status.DISCONTINUED,
                                    Status.UNRELIABLE, Status.PENDING, Status.NOT_APPLICABLE])
def test_an_operand_without_number_gives_its_reason(status):
    missing = Quantity(None, status)
    assert result("a / b", a=missing, b=number(1)) == (None, status)
    assert result("a / b", a=number(1), b=missing) == (None, status)


def test_what_is_secret_stays_so_whatever_else_is_missing():
    secret = Quantity(None, Status.SUPPRESSED)
    assert result("a + b / c", a=MISSING, b=secret, c=number(0)) == (None, Status.SUPPRESSED)
    assert result("a * 0", a=secret) == (None, Status.SUPPRESSED)


def test_uncertain_operands_make_uncertain_results_and_zero_is_a_number():
    assert result("a / b", a=number(1, status=Status.UNCERTAIN), b=number(4)) == (
        0.25, Status.UNCERTAIN)
    assert result("a / b", a=number(0, status=Status.ZERO), b=number(4)) == (0, Status.OK)


def test_no_share_of_fewer_than_fifty_people():
    few, enough = number(49, count=True), number(50, count=True)
    assert result("a / b * per(100)", a=number(7, count=True), b=few) == (None, Status.UNRELIABLE)
    assert result("a / b * per(100)", a=number(7, count=True), b=enough) == (14, Status.OK)
    assert result("a / (b - c)", a=number(1), b=enough, c=number(9, count=True)) == (
        None, Status.UNRELIABLE)
