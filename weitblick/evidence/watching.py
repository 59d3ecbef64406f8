"""How far an import is, in words with rows: while a file is read, and while it is written."""

from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from weitblick.evidence import importers
from weitblick.evidence.importers import Reading

Report = Callable[[float, str], None]
READ, WRITTEN = 0.5, 0.9
MEGABYTE = 1_000_000


def quiet(share: float, words: str) -> None:
    """Nobody watches."""


class Watch:
    """Tells shares that only go up: reading is half of the work, writing most of the rest."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._share, self._rows, self._values = 0.0, 0, 0
        self._is_streamed = False

    def read(self, done: int, total: int) -> None:
        """Lines that were read; bytes of files that are read while they are written."""
        if self._is_streamed:
            share = WRITTEN * done / max(total, 1)
            self._tell(share, _("%(done)s von %(total)s MB gelesen, %(values)s Werte gespeichert")
                       % {"done": _number(done // MEGABYTE), "total": _number(total // MEGABYTE),
                          "values": _number(self._values)})
        else:
            self._tell(READ * done / max(total, 1), _("%(done)s von %(total)s Zeilen gelesen")
                       % {"done": _number(done), "total": _number(total)})

    def expect(self, reading: Reading) -> None:
        """The file is understood; its rows come now."""
        self._rows = reading.tally.rows
        self._is_streamed = reading.format in importers.STREAMED
        self._tell(0.0 if self._is_streamed else READ, _("Werte speichern"))

    def stored(self, values: int) -> None:
        """So many values are written."""
        self._values = values
        if not self._is_streamed:
            share = READ + (WRITTEN - READ) * min(1.0, values / max(self._rows, 1))
            self._tell(share, _("%(done)s von %(total)s Werten gespeichert")
                       % {"done": _number(values), "total": _number(self._rows)})

    def _tell(self, share: float, words: str) -> None:
        self._share = max(share, self._share)
        self._report(self._share, words)


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)
