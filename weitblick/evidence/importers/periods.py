"""Times as files write them, to a first and a last day."""

import calendar
import datetime as dt
import re

Period = tuple[dt.date, dt.date]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jan", "january"), ("februar", "feb", "february"),
            ("märz", "mär", "mrz", "march"), ("april", "apr"), ("mai", "may"),
            ("juni", "jun", "june"), ("juli", "jul", "july"), ("august", "aug"),
            ("september", "sep", "sept"), ("oktober", "okt", "october"),
            ("november", "nov"), ("dezember", "dez", "december"),
        ),
        start=1,
    )
    for name in names
}
FIRST_YEAR, LAST_YEAR = 1800, 2150
_EXCEL_START = dt.date(1899, 12, 30)
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?", re.ASCII)
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_SLASH_MONTH = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
_SPAN = re.compile(r"(\d{4})-(\d\d)(?:-01)?P(\d{1,2})([MY])", re.ASCII)
_QUARTER = re.compile(r"(?:([1-4])\. ?(?:Quartal|Vierteljahr|quarter) |Q([1-4])[ /])(\d{4})", re.I)
_QUARTER_LAST = re.compile(r"(\d{4})[ -]?Q([1-4])", re.I)
_MONTH = re.compile(r"([A-Za-zä]+)\.? (\d{4})")
_QUARTER_CODE = re.compile(r"QUART?G?0?([1-4])")
_MONTH_CODE = re.compile(r"MONAT(\d\d)")
_DATE_INSIDE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d")


def parse(text: str | dt.date | object) -> Period | None:
    """First and last day, or None: ``2024-12-31``, ``31.12.2022``, ``2023``, ``2023-10P6M``,
    ``2023-10``, ``10/2023``, ``Dezember 2023``, ``4. Quartal 2023``, ``2023Q4``, or a date."""
    if isinstance(text, dt.datetime):
        text = text.date()
    if isinstance(text, dt.date):
        return text, text
    text = str(text).strip()
    found = _day(text) or _year(text) or _span(text) or _part(text)
    return found if found and FIRST_YEAR <= found[0].year <= LAST_YEAR else None


def narrow(period: Period, variable: str, attribute: str) -> Period | None:
    """The quarter or month of a year named by an extra GENESIS variable (QUARTG, MONAT)."""
    quarter, month = _QUARTER_CODE.fullmatch(attribute), _MONTH_CODE.fullmatch(attribute)
    if variable.startswith("QUART") and quarter:
        return _months(period[0].year, 3 * int(quarter[1]) - 2, 3)
    if variable == "MONAT" and month:
        return _months(period[0].year, int(month[1]), 1)
    return period if not attribute else None


def is_time_variable(variable: str) -> bool:
    """Whether a GENESIS variable cuts the year into parts."""
    return variable == "MONAT" or variable.startswith("QUART")


def from_serial(text: str) -> Period | None:
    """The day behind a spreadsheet's number for a date (43830 is 31.12.2019), 1950 to 2100."""
    if not re.fullmatch(r"\d{5}", text.strip(), re.ASCII) or not 18264 <= int(text) <= 73415:
        return None
    day = _EXCEL_START + dt.timedelta(days=int(text))
    return day, day


def date_inside(text: str) -> dt.date | None:
    """The only date written inside a text; None if there is none or several differ."""
    days = {parse(one) for one in _DATE_INSIDE.findall(text)}
    found = next(iter(days)) if len(days) == 1 else None
    return found[0] if found else None


def _day(text: str) -> Period | None:
    iso, german = _ISO.fullmatch(text), _GERMAN.fullmatch(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if german:
        return _date(int(german[3]), int(german[2]), int(german[1]))
    return None


def _date(year: int, month: int, day: int) -> Period | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    found = dt.date(year, month, day)
    return found, found


def _year(text: str) -> Period | None:
    match = _YEAR.fullmatch(text)
    return _months(int(match[1]), 1, 12) if match else None


def _span(text: str) -> Period | None:
    span, month = _SPAN.fullmatch(text), _ISO_MONTH.fullmatch(text)
    if span:
        return _months(int(span[1]), int(span[2]), int(span[3]) * (12 if span[4] == "Y" else 1))
    if slash := _SLASH_MONTH.fullmatch(text):
        return _months(int(slash[2]), int(slash[1]), 1)
    return _months(int(month[1]), int(month[2]), 1) if month else None


def _part(text: str) -> Period | None:
    quarter, last, month = (
        _QUARTER.fullmatch(text), _QUARTER_LAST.fullmatch(text), _MONTH.fullmatch(text)
    )
    if quarter:
        return _months(int(quarter[3]), 3 * int(quarter[1] or quarter[2]) - 2, 3)
    if last:
        return _months(int(last[1]), 3 * int(last[2]) - 2, 3)
    if month and month[1].lower() in MONTHS:
        return _months(int(month[2]), MONTHS[month[1].lower()], 1)
    return None


def _months(year: int, month: int, count: int) -> Period | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= count <= 120):
        return None
    end = year * 12 + month - 1 + count
    last = dt.date(end // 12, end % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date(year, month, 1), last
