"""Votes in numbers and words: shares with n, sectors, consensus, dispute.

A statement is agreed on if at least three quarters of all who voted (passes included) agree, or
reject it together if three quarters disagree: the usual threshold (Diamond et al. 2014, J. of
Clinical Epidemiology 67, 401-409). It is disputed if a third or more agree and a third or more
disagree. Below the smallest shown group neither is said; up to twenty votes it is said with how
few they are.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines.agreement import Hidden, by_group
from weitblick.exports.specs import Votes
from weitblick.faces.numbers import number, percent
from weitblick.method.validation import queries
from weitblick.method.validation.criteria import AGREE, DISAGREE
from weitblick.method.validation.models import Statement, Verdict
from weitblick.method.validation.queries import Tally
from weitblick.voices.kept import kept
from weitblick.voices.queries import Value
from weitblick.workshop.models import Activity, Process

CONSENSUS, DISPUTE = 3 / 4, 1 / 3
FEW = 20


@dataclass(frozen=True)
class SectorVotes:
    """The votes of one sector; None where the sector is too small to be shown."""

    title: str
    tally: Tally | None


@dataclass(frozen=True)
class StatementResult:
    """One statement with its votes; ``before``: votes given for an earlier wording."""

    statement: Statement
    tally: Tally
    sectors: tuple[SectorVotes, ...]
    verdict: Verdict | None
    reasons: int
    amendments: int
    before: int
    least: int

    @property
    def _is_enough(self) -> bool:
        return self.tally.n >= self.least

    @property
    def is_agreed(self) -> bool:
        """Whether at least three quarters agree."""
        return self._is_enough and (self.tally.share or 0) >= CONSENSUS

    @property
    def is_rejected(self) -> bool:
        """Whether at least three quarters disagree."""
        return self._is_enough and (self.tally.against or 0) >= CONSENSUS

    @property
    def is_disputed(self) -> bool:
        """Whether a third or more stand on each side."""
        return self._is_enough and self.dispute >= DISPUTE

    @property
    def is_few(self) -> bool:
        """Whether so few voted that it has to be said beside what is claimed."""
        return 0 < self.tally.n < FEW

    @property
    def claim(self) -> str:
        """Broad agreement, broad rejection or dispute, with n where few voted; "" for neither."""
        words = (_("breite Zustimmung") if self.is_agreed else _("breite Ablehnung")
                 if self.is_rejected else _("umstritten") if self.is_disputed else "")
        if not words or not self.is_few:
            return words
        return _("%(claim)s, aber nur %(n)s Stimmen") % {
            "claim": words, "n": number(self.tally.n)
        }

    @property
    def before_words(self) -> str:
        """How many of the votes were given for an earlier wording; "" for none."""
        if not self.before:
            return ""
        return ngettext(
            "davon %(n)s Stimme zu einer früheren Fassung",
            "davon %(n)s Stimmen zu einer früheren Fassung", self.before,
        ) % {"n": number(self.before)}

    @property
    def dispute(self) -> float:
        """The share of the smaller side, 0 to 1/2."""
        return min(self.tally.share or 0, self.tally.against or 0)

    @property
    def shown_sectors(self) -> list[SectorVotes]:
        """The sectors that are large enough to be shown."""
        return [one for one in self.sectors if one.tally]

    @property
    def agreeing_sectors(self) -> int:
        """In how many shown sectors more than half of all who voted agree."""
        return sum((one.tally.share or 0) > 1 / 2 for one in self.sectors if one.tally)

    @property
    def crosses_sectors(self) -> bool:
        """Whether a majority of every shown sector agrees, at least two being shown."""
        shown = len(self.shown_sectors)
        return shown > 1 and self.agreeing_sectors == shown

    @property
    def words(self) -> str:
        """What the votes say, in one line."""
        if not self.tally.n:
            return _("Noch keine Stimmen.")
        parts = [_("%(share)s stimmen zu (n = %(n)s)") % {
            "share": percent(self.tally.share, 0), "n": number(self.tally.n)
        }]
        parts += [words for words in (self.before_words, self.claim) if words]
        if shown := len(self.shown_sectors):
            parts.append(_("Mehrheit in %(part)s von %(all)s gezeigten Akteursgruppen") % {
                "part": number(self.agreeing_sectors), "all": number(shown)
            })
        return " · ".join(parts)


def statement_results(
    process: Process, *, activity: Activity | None = None
) -> list[StatementResult]:
    """Every live statement with its votes, in order; of one activity or of the whole process."""
    given = queries.votes(process, activity=activity)
    verdicts = queries.verdicts(process)
    reasons = Counter(card.about_id for card in queries.reasons(process))
    amendments = Counter(one.statement_id for one in queries.amendments(process))
    before = queries.votes_before_rewording(process)
    return [
        StatementResult(
            one, queries.tally(given.get(one.item_id, [])),
            _by_sector(process, given.get(one.item_id, [])), verdicts.get(one.pk),
            reasons[one.item_id], amendments[one.pk], before.get(one.item_id, 0),
            process.min_cell,
        )
        for one in queries.statements(process)
    ]


def round_results(activity: Activity) -> list[StatementResult]:
    """The results of one round, most agreed first; those of a closed one are computed once."""
    process = activity.meeting.process
    counted = Statement.objects.filter(process=process, moderated_out=True).aggregate(
        n=Count("pk"), which=Sum("pk"))
    verdict = Verdict.objects.filter(statement__process=process).aggregate(Max("pk"))
    return kept(
        activity, "votes", lambda: by_share(statement_results(process, activity=activity)),
        *counted.values(), *verdict.values(),
    )


def rule(process: Process) -> str:
    """When broad agreement and dispute are claimed, in words."""
    return _(
        "Breite Zustimmung heißt: mindestens drei Viertel aller Stimmen, Enthaltungen mitgezählt; "
        "umstritten: je ein Drittel dafür und dagegen. Unter %(least)s Stimmen steht keines von "
        "beiden, unter %(few)s steht die Zahl dabei."
    ) % {"least": number(process.min_cell), "few": number(FEW)}


def by_share(rows: Iterable[StatementResult]) -> list[StatementResult]:
    """The most agreed first; statements without votes last, in their order."""
    return sorted(rows, key=lambda row: (row.tally.share is None, -(row.tally.share or 0),
                                         row.tally.against or 0))


def vote_rows(rows: Iterable[StatementResult]) -> list[tuple[object, ...]]:
    """The table beside the picture of votes."""
    return [
        (row.statement.item.text, number(row.tally.agree), number(row.tally.disagree),
         number(row.tally.passed), number(row.tally.n), percent(row.tally.share, 0) or "–")
        for row in rows
    ]


def vote_headers() -> tuple[str, ...]:
    """The head of ``vote_rows``."""
    return (_("Aussage"), _("Zustimmung"), _("Ablehnung"), _("Enthaltung"), "n",
            _("Anteil Zustimmung"))


def diverging(rows: Iterable[StatementResult]) -> tuple[Votes, ...]:
    """The rows of the diverging figure."""
    return tuple(
        Votes(row.statement.item.text, row.tally.agree, row.tally.passed, row.tally.disagree)
        for row in rows if row.tally.n
    )


def _by_sector(process: Process, given: list[Value]) -> tuple[SectorVotes, ...]:
    if not any(one.sector for one in given):
        return ()
    cells = [(int(one.value), one.sector) for one in given for _one in range(one.count)]
    found = by_group(
        [value for value, _sector in cells], [sector for _value, sector in cells],
        DISAGREE, AGREE, process.min_cell,
    )
    return tuple(
        SectorVotes(sector.title, _tally(found[sector.slug]))
        for sector in process.frame.sectors if sector.slug in found
    )


def _tally(found: object) -> Tally | None:
    if isinstance(found, Hidden):
        return None
    disagree, passed, agree = found.counts  # type: ignore[attr-defined]
    return Tally(agree, disagree, passed)
