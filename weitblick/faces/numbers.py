"""Numbers as people read them: German and English, narrow no-break spaces, a real minus."""

from django.utils.translation import get_language

NARROW = "\u202f"
MINUS = "\u2212"
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def number(value: object, places: int | None = None) -> str:
    """1234.5 -> "1 234,5" (de) or "1,234.5" (en); without places as many as needed, at most 2.

    Empty for None and for "", so that a missing value never looks like a zero.
    """
    if value is None or value == "":
        return ""
    figure = float(str(value))
    text = f"{abs(figure):,.{2 if places is None else places}f}"
    if places is None:
        text = text.rstrip("0").rstrip(".")
    if not get_language() or str(get_language()).startswith("de"):
        text = text.translate(str.maketrans(",.", NARROW + ","))
    sign = MINUS if figure < 0 and text.strip("0.,") else ""
    return sign + text


def percent(share: object, places: int | None = None) -> str:
    """A share (0.375) as a percentage, at most one place: "37,5 %" (de), "37.5%" (en)."""
    if share is None or share == "":
        return ""
    space = "" if str(get_language()).startswith("en") else NARROW
    default = 1 if places is None else places
    text = number(round(float(str(share)) * 100, default), places)
    return f"{text}{space}%"


def signed(value: object, places: int | None = None) -> str:
    """A number with its sign: +2, −3, 0 (judgements of promoting and hindering)."""
    text = number(value, places)
    return f"+{text}" if text and float(str(value)) > 0 else text


def roman(value: object) -> str:
    """1 -> "I" … 10 -> "X"; a Roman numeral stays as it is; nothing for anything else."""
    text = str(value or "").strip()
    if text in ROMAN:
        return text
    return ROMAN[int(text)] if text.isdecimal() and int(text) < len(ROMAN) else ""


def field_class(value: object) -> str:
    """The CSS class of an action field (1–6, I–VI or an object with a numeral): "field-3"."""
    numeral = roman(getattr(value, "numeral", value))
    position = ROMAN.index(numeral) if numeral else 0
    return f"field-{position}" if 1 <= position <= 6 else "field-none"


def tone_class(share: object) -> str:
    """A position between dusk (0) and dawn (1) as one of seven CSS classes: "tone-1" … "tone-7"."""
    if share is None or share == "":
        return "tone-none"
    return f"tone-{1 + min(6, max(0, int(float(str(share)) * 7)))}"
