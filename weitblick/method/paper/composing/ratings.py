"""What was rated in one activity, as a table: medians on scales, counts of votes, judgements."""

from collections.abc import Sequence
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.exports.document import Block, Heading, Paragraph, Table, plain
from weitblick.faces.declaration import Step
from weitblick.faces.numbers import number
from weitblick.faces.sources import trace
from weitblick.method.factors.step import STEP as FACTORS
from weitblick.method.options.step import STEP as OPTIONS
from weitblick.method.paper.criteria import RESPONSE
from weitblick.method.scenarios.step import STEP as SCENARIOS
from weitblick.method.trends.step import STEP as TRENDS
from weitblick.method.validation.step import STEP as VALIDATION
from weitblick.trace.models import Item, State
from weitblick.voices.models import Judgement, Rating
from weitblick.voices.queries import Value, contributors, values
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Activity, Process

EARLIER: tuple[Step, ...] = (FACTORS, TRENDS, SCENARIOS, OPTIONS, VALIDATION)
MOST = 60
"""Rows of one table; the rest is counted below it."""


def blocks(process: Process, activity: Activity) -> list[Block]:
    """Heading and table of one activity; none where nothing was rated."""
    given = Rating.objects.filter(activity=activity).values_list("criterion", flat=True)
    slugs = list(dict.fromkeys(given.order_by("pk")))
    judged = Judgement.objects.filter(activity=activity).count()
    if not slugs and not judged:
        return []
    found: list[Block] = [Heading(2, plain(activity.title))]
    for slug in slugs:
        by_item = values(process, slug, activity=activity)
        found += _table(process, activity, slug, by_item)
    if judged:
        found.append(_judgements(activity, judged))
    return found


def _table(
    process: Process, activity: Activity, slug: str, by_item: dict[int, list[Value]]
) -> list[Block]:
    items = Item.objects.exclude(state=State.BLANKED).in_bulk(list(by_item))
    if not items:
        return []
    criterion = _criterion(slug)
    title = str(criterion.title) if criterion else slug
    is_vote = criterion is not None and criterion.scale.values == (-1, 0, 1)
    head, cells = (_vote_head(), _vote_cells) if is_vote else (_scale_head(), _scale_cells)
    rows = sorted(
        ((item, cells(by_item[pk])) for pk, item in items.items()), key=lambda row: -row[1][0]
    )
    shown = tuple((plain(item.text), *map(number, found)) for item, found in rows[:MOST])
    left = len(rows) - len(shown)
    return [Table(
        title, (_("Eintrag"), *head), shown, numeric=tuple(range(1, len(head) + 1)),
        note=_("%d weitere Einträge stehen im Prozess.") % left if left else "",
        key=f"protocol.ratings.{activity.pk}.{slug}",
        trace=trace(process, [item for item, _found in rows[:MOST]], contributors(activity)),
    )]


def _scale_head() -> tuple[str, ...]:
    return _("Median"), _("n")


def _scale_cells(given: Sequence[Value]) -> tuple[float, ...]:
    numbers = [one.value for one in given for _hand in range(one.count)]
    return float(median(numbers)) if numbers else 0.0, len(numbers)


def _vote_head() -> tuple[str, ...]:
    return _("dafür"), _("unsicher"), _("dagegen"), _("n")


def _vote_cells(given: Sequence[Value]) -> tuple[float, ...]:
    counted = {side: sum(one.count for one in given if one.value == side) for side in (1, 0, -1)}
    return counted[1], counted[0], counted[-1], sum(counted.values())


def _judgements(activity: Activity, judged: int) -> Paragraph:
    text = ngettext(
        "%(n)s Urteil über Zusammenhänge (n = %(people)s Personen oder Tische).",
        "%(n)s Urteile über Zusammenhänge (n = %(people)s Personen oder Tische).", judged,
    ) % {"n": number(judged), "people": number(contributors(activity))}
    return Paragraph(text, key=f"protocol.judgements.{activity.pk}")


def _criterion(slug: str) -> Criterion | None:
    known = [one for step in EARLIER for kind in step.activities for one in kind.criteria]
    return next((one for one in (*known, RESPONSE) if one.slug == slug), None)
