"""Writing recommendations: new, reworded, merged, ordered, put aside. Nothing is deleted."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.paper import queries
from weitblick.method.paper.models import Recommendation
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind, State
from weitblick.trace.queries import dimensions_of
from weitblick.workshop import channels
from weitblick.workshop.models import Process
from weitblick.workshop.ordering import moved


@transaction.atomic
def create_recommendation(
    process: Process, title: str, text: str, field: str, derived_from: Iterable[Item] = (), *,
    by: object = None, addressee: str = "", who: str = "", first_step: str = "", due: str = "",
    dimensions: Iterable[str] = (), public_id: str | None = None,
) -> Recommendation:
    """A new recommendation for an action field (slug of the frame), linked to what carries it.

    ``addressee``: the level it speaks to (Land, Landkreis, Gemeinde, Träger); ``who`` takes the
    first step; ``due``: until when, in words or as an ISO date. Without dimensions of its own it
    is filed under those of its sources that belong to the field.
    """
    sources = list(derived_from)
    _must_be_field(process, field)
    item = trace.create(
        process, Kind.RECOMMENDATION, title, detail=text, by=by, derived_from=sources,
        dimensions=list(dimensions) or _inherited(process, field, sources), public_id=public_id,
    )
    return _add(
        item, field, addressee=addressee.strip(), who=who.strip(), first_step=first_step.strip(),
        due=due.strip(),
    )


@transaction.atomic
def reword_recommendation(
    recommendation: Recommendation, title: str, text: str, *, by: object = None, reason: str = ""
) -> Recommendation:
    """A new wording; earlier ones stay readable in the thread."""
    trace.reword(recommendation.item, title, detail=text, by=by, reason=reason)
    channels.announce_desk(recommendation.process)
    return recommendation


@transaction.atomic
def describe_recommendation(
    recommendation: Recommendation, *, field: str, addressee: str = "", who: str = "",
    first_step: str = "", due: str = "",
) -> Recommendation:
    """Say for which field and to whom it speaks, and with what, by whom and when it begins."""
    _must_be_field(recommendation.process, field)
    recommendation.field = field
    recommendation.addressee, recommendation.who = addressee.strip(), who.strip()
    recommendation.first_step, recommendation.due = first_step.strip(), due.strip()
    recommendation.save()
    channels.announce_desk(recommendation.process)
    return recommendation


@transaction.atomic
def link_sources(recommendation: Recommendation, sources: Iterable[Item]) -> Recommendation:
    """Add what carries it; links are only ever added, twice is once."""
    for item in sources:
        trace.connect(recommendation.item, item)
    channels.announce_desk(recommendation.process)
    return recommendation


@transaction.atomic
def merge_recommendations(
    rows: Sequence[Recommendation], title: str, text: str, *, by: object = None
) -> Recommendation:
    """One recommendation out of several; the older ones stay readable and linked.

    Field, addressee and first step are those of the first.
    """
    if len(rows) < 2:
        raise ValidationError(_("Zum Zusammenführen wählen Sie mindestens zwei Empfehlungen."))
    item = trace.merge([one.item for one in rows], title, detail=text, by=by)
    first = rows[0]
    merged = _add(
        item, first.field, addressee=first.addressee, who=first.who,
        first_step=first.first_step, due=first.due,
    )
    merged.position = first.position
    merged.save(update_fields=["position"])
    return merged


@transaction.atomic
def undo_merge(recommendation: Recommendation) -> list[Recommendation]:
    """Take a merge back: the older ones count again, the merged one no longer does."""
    older = trace.unmerge(recommendation.item)
    if not older:
        raise ValidationError(_("Diese Empfehlung ist nicht aus anderen zusammengeführt."))
    channels.announce_desk(recommendation.process)
    return list(Recommendation.objects.filter(item__in=older))


def retire_recommendation(recommendation: Recommendation) -> None:
    """Put a recommendation aside; it stays readable and can be brought back."""
    trace.supersede([recommendation.item])
    channels.announce_desk(recommendation.process)


def restore_recommendation(recommendation: Recommendation) -> None:
    """Bring a recommendation back that was put aside."""
    if recommendation.item.up_links.filter(
        kind=LinkKind.MERGED_FROM, newer__state=State.LIVE
    ).exists():
        raise ValidationError(_("Sie steckt in einer zusammengeführten Empfehlung. Nehmen Sie "
                                "zuerst das Zusammenführen zurück."))
    trace.restore(recommendation.item)
    channels.announce_desk(recommendation.process)


@transaction.atomic
def move_recommendation(recommendation: Recommendation, offset: int) -> None:
    """Move a recommendation up (-1) or down (1) within its field; at the end nothing happens."""
    rows = [
        one for one in queries.recommendations(recommendation.process)
        if one.field == recommendation.field
    ]
    for position, one in enumerate(moved(rows, recommendation, offset)):
        Recommendation.objects.filter(pk=one.pk).update(position=position)
    channels.announce_desk(recommendation.process)


def _add(item: Item, field: str, **described: str) -> Recommendation:
    made = Recommendation.objects.create(
        process=item.process, item=item, field=field,
        position=item.process.recommendations.count(), **described,
    )
    channels.announce_desk(made.process)
    return made


def _inherited(process: Process, field: str, sources: Sequence[Item]) -> list[str]:
    own = {
        dimension.slug for one in process.frame.fields if one.slug == field
        for dimension in one.dimensions
    }
    filed = [slug for slugs in dimensions_of(sources).values() for slug in slugs]
    return [slug for slug in dict.fromkeys(filed) if slug in own]


def _must_be_field(process: Process, field: str) -> None:
    if field not in {one.slug for one in process.frame.fields}:
        raise ValidationError(_("„%s“ ist kein Handlungsfeld dieses Prozesses.") % field)
