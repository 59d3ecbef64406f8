"""Keys of German areas: always text, checked, and mended only where a person agrees.

Widths: 2 Land, 3 Regierungsbezirk, 5 Kreis, 8 Gemeinde (AGS) or city district, 9 Gemeindeverband,
12 regional key (ARS). No key has 1, 4, 7 or 11 digits: such a key lost its leading zero.
51 may be Regierungsbezirk 051 without its zero or the short key of Erfurt: the offices' own files
have the former (``OFFICIAL``), tables made in Thüringen the latter (``LOCAL``).
"""

import re
from dataclasses import dataclass

GERMANY = "DG"
OFFICIAL = frozenset({2, 3, 5, 8, 9, 12})
LOCAL = OFFICIAL - {3}
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.I | re.ASCII)
_DECIMAL = re.compile(r"(\d+)[.,]0+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_FORMULA = re.compile(r'="(\w+)"')
_DIGITS = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True)
class Key:
    """A key as it should be; ``damage``: the code of what had to be mended, '' if nothing;
    ``fatal``: it cannot be mended."""

    text: str
    damage: str = ""
    fatal: bool = False


def check(raw: str, widths: frozenset[int] = OFFICIAL) -> Key:
    """What a cell says about an area."""
    text = raw.strip().removeprefix("'")
    formula = _FORMULA.fullmatch(text)
    text = formula[1] if formula else text
    if text == GERMANY:
        return Key(GERMANY)
    if not text:
        return Key("", "no_area_key", fatal=True)
    if _DIGITS.fullmatch(text):
        return _digits(text, widths)
    return _damaged(text, widths)


def _digits(text: str, widths: frozenset[int]) -> Key:
    if len(text) in widths and "01" <= text[:2] <= "16":
        return Key(text)
    if len(text) + 1 in widths and text[0] != "0":
        return Key("0" + text, "lost_leading_zeros")
    if _tls(text):
        return Key("160" + text, "short_thueringen_keys")
    return Key(text, "bad_area_key", fatal=True)


def _tls(text: str) -> bool:
    """The Land's own office writes 61 for 16061 and 61045 for 16061045."""
    return len(text) in (2, 5) and "51" <= text[:2] <= "77"


def _damaged(text: str, widths: frozenset[int]) -> Key:
    scientific, decimal = _SCIENTIFIC.fullmatch(text), _DECIMAL.fullmatch(text)
    if scientific:
        return _expanded(scientific, widths)
    if decimal:
        inner = _digits(decimal[1], widths)
        return inner if inner.fatal else Key(inner.text, "key_as_number")
    if _GROUPED.fullmatch(text):
        inner = _digits(text.replace(".", ""), widths)
        return inner if inner.fatal else Key(inner.text, "key_as_number")
    return Key(text, "bad_area_key", fatal=True)


def _expanded(match: re.Match[str], widths: frozenset[int]) -> Key:
    mantissa, exponent = match[1] + (match[2] or ""), int(match[3])
    if len(mantissa) > exponent + 1 or exponent > 11:
        return Key(match[0], "bad_area_key", fatal=True)
    inner = _digits(mantissa.ljust(exponent + 1, "0"), widths)
    return inner if inner.fatal else Key(inner.text, "key_scientific")
