"""Numbers are written as German and English readers expect, and a missing one stays missing."""

import pytest
from django.utils.translation import override

from weitblick.faces.numbers import field_class, number, percent, roman, signed, tone_class

N = "\u202f"


@pytest.mark.parametrize(
    ("value", "places", "german", "english"),
    [
        (1234, None, f"1{N}234", "1,234"),
        (1234567.5, None, f"1{N}234{N}567,5", "1,234,567.5"),
        (37.456, None, "37,46", "37.46"),
        (37.5, 2, "37,50", "37.50"),
        (-3, None, "−3", "−3"),
        (-0.001, None, "0", "0"),
        (100, None, "100", "100"),
        ("12", None, "12", "12"),
        (None, None, "", ""),
        ("", None, "", ""),
        (0, None, "0", "0"),
    ],
)
def test_number(value: object, places: int | None, german: str, english: str) -> None:
    with override("de"):
        assert number(value, places) == german
    with override("en"):
        assert number(value, places) == english


@pytest.mark.parametrize(
    ("share", "places", "german", "english"),
    [
        (0.375, None, f"37,5{N}%", "37.5%"),
        (1, None, f"100{N}%", "100%"),
        (0.6667, 0, f"67{N}%", "67%"),
        (None, None, "", ""),
    ],
)
def test_percent(share: object, places: int | None, german: str, english: str) -> None:
    with override("de"):
        assert percent(share, places) == german
    with override("en"):
        assert percent(share, places) == english


def test_signed_judgements() -> None:
    assert [signed(v) for v in (-3, 0, 2, None)] == ["−3", "0", "+2", ""]


def test_roman_numerals_of_the_action_fields() -> None:
    assert [roman(v) for v in (1, 4, "6", "VI", 0, None, "x", 11)] == [
        "I", "IV", "VI", "VI", "", "", "", "",
    ]


def test_the_colour_of_a_field_from_number_numeral_or_object() -> None:
    class Field:
        numeral = "V"

    assert [field_class(v) for v in (2, "III", Field(), None, "VII")] == [
        "field-2", "field-3", "field-5", "field-none", "field-none",
    ]


def test_tones_run_from_dusk_to_dawn() -> None:
    assert [tone_class(v) for v in (0, 0.5, 1, -2, 9, None)] == [
        "tone-1", "tone-4", "tone-7", "tone-1", "tone-7", "tone-none",
    ]
