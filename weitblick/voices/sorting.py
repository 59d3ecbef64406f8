"""Cards laid together at a desk by several people at once; nobody's hand is overwritten unseen.

A step has a table of groups (a child of ``CardGroup`` with ``process``) and one of where each card
lies (a child of ``Laid`` with ``item`` and ``group``). Each card carries a version that rises with
every move. Who moves a card says which version they saw; if somebody else was faster the card stays
where that person laid it, and it is said who and where.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from weitblick.trace.actions import Author
from weitblick.trace.models import Item
from weitblick.trace.queries import dimensions_of
from weitblick.workshop import clock

GROUPED, RENAMED, DISSOLVED = "grouped", "renamed", "dissolved"
"""The kinds of decision that every pinboard keeps."""


class Laid(models.Model):
    """Where a card lies, since when, by whose hand."""

    version = models.PositiveIntegerField(default=0)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class CardGroup(models.Model):
    """Cards that belong together, before something is made of them. A dissolved one can come back.
    """

    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    dissolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class Overtaken:
    """A card somebody else moved meanwhile: it stays where they laid it."""

    item: Item
    group: str
    by: str

    @property
    def words(self) -> str:
        """Who laid which card where."""
        said = {"card": self.item.text[:80], "who": self.by, "group": self.group}
        if not self.group:
            return _("„%(card)s“ hat inzwischen %(who)s herausgenommen. Die Karte bleibt frei.") \
                % said
        return _("„%(card)s“ hat inzwischen %(who)s in „%(group)s“ gelegt. Dort bleibt sie.") \
            % said


@dataclass
class Laying:
    """What came of moving cards: where those moved lay before (group pk), which were overtaken."""

    before: dict[int, int | None] = field(default_factory=dict)
    overtaken: list[Overtaken] = field(default_factory=list)


def lay(
    table: type[Any], items: Sequence[Item], group: Any, *, by: object = None,
    seen: Mapping[int, int] | None = None,
) -> Laying:
    """Lay cards into a group, or (None) among the loose ones; inside a transaction.

    ``table``: the step's child of ``Laid``; ``seen``: the version of each card (item pk) that the
    mover saw; a card without one is moved wherever it lies.
    """
    rows = table._default_manager
    rows.bulk_create([table(item=item) for item in items], ignore_conflicts=True)
    found, user = Laying(), Author.of(by).user
    for item in items:
        row = rows.get(item=item)
        expected = (seen or {}).get(item.pk, row.version)
        moved = rows.filter(pk=row.pk, version=expected).update(
            group=group, version=expected + 1, by_user=user, at=clock.now())
        if moved:
            found.before[item.pk] = row.group_id
        else:
            found.overtaken.append(_overtaken(rows.select_related("group", "by_user").get(
                pk=row.pk), item))
    return found


def proposed_dimensions(items: Sequence[Item], most: int = 2) -> list[str]:
    """Where most of these items are filed: a proposal, two dimensions (slugs) at most."""
    filed = Counter(slug for slugs in dimensions_of(items).values() for slug in slugs)
    return [slug for slug, _n in filed.most_common(most)]


def versions(table: type[Any], process: Any) -> dict[int, int]:
    """The version of each card that was ever moved, by item pk; the others have 0."""
    rows = table._default_manager.filter(item__process=process)
    return dict(rows.values_list("item_id", "version"))


def _overtaken(row: Any, item: Item) -> Overtaken:
    who = row.by_user.get_username() if row.by_user else _("jemand anderes")
    return Overtaken(item, row.group.title if row.group else "", who)
