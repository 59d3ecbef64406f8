"""Every write to options for action, as a plain verb."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.method.options.criteria import EFFECT, EFFORT, IMPACT, SUPPORT
from weitblick.method.options.models import Option, Part, Partner
from weitblick.method.trends.models import Assumption
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind
from weitblick.trace.queries import dimensions_of
from weitblick.voices import actions as voices
from weitblick.voices.actions import Judged, Speaker, answers
from weitblick.voices.models import Card
from weitblick.workshop import channels
from weitblick.workshop.models import Activity, Participant, Process


@dataclass(frozen=True)
class PartnerEntry:
    """Who takes part in an option: a sector (slug) and, if known, an organisation's name."""

    sector: str
    name: str = ""
    part: str = Part.PARTNER


@dataclass(frozen=True)
class OptionRating:
    """What somebody gives an option, 1–5 each; None leaves a criterion unanswered.

    ``key`` makes a repeated delivery count once; it is combined with the criterion.
    """

    option: Option
    impact: int | None = None
    effort: int | None = None
    support: int | None = None
    key: str | None = None


@dataclass(frozen=True)
class Effect:
    """How an option acts on an assumption, −3…+3; None means "don't know"."""

    option: Option
    assumption: Assumption
    value: int | None
    reason: str = ""
    key: str | None = None


def hand_in_option(
    activity: Activity, title: str, who_does_what: str, speaker: Speaker, *,
    answers: Item | None = None, dimensions: Iterable[str] = (), key: str | None = None,
    public_id: str | None = None,
) -> Card:
    """Hand in a card with an idea; ``answers`` is the factor or scenario it answers.

    Without dimensions of its own the card is filed where what it answers is filed.
    """
    filed = list(dimensions) or (dimensions_of([answers])[answers.pk] if answers else [])
    return voices.hand_in(
        activity, title, speaker, detail=who_does_what, about=answers, dimensions=filed,
        key=key, public_id=public_id,
    )


@transaction.atomic
def create_option(
    process: Process, title: str, text: str = "", *, by: object = None,
    derived_from: Iterable[Item] = (), dimensions: Iterable[str] = (),
    public_id: str | None = None,
) -> Option:
    """A new option; ``text`` says who does what. Links lead to what it came from.

    Several cards are linked as merged, anything else as derived. Without dimensions of its own
    it is filed where its sources are filed.
    """
    sources = list(derived_from)
    filed = list(dimensions) or [d for slugs in dimensions_of(sources).values() for d in slugs]
    item = trace.create(
        process, Kind.OPTION, title, detail=text, by=by, dimensions=filed, public_id=public_id
    )
    cards = [one for one in sources if one.kind == Kind.CARD]
    for one in sources:
        merged = one.kind == Kind.CARD and len(cards) > 1
        trace.connect(item, one, LinkKind.MERGED_FROM if merged else LinkKind.DERIVED_FROM)
    return _add(process, item)


@transaction.atomic
def reword_option(
    option: Option, title: str, text: str, *, by: object = None, reason: str = ""
) -> Option:
    """A new wording; earlier ones stay readable in the thread."""
    trace.reword(option.item, title, detail=text, by=by, reason=reason)
    channels.announce_desk(option.process)
    return option


@transaction.atomic
def merge_options(
    options: Sequence[Option], title: str, text: str = "", *, by: object = None
) -> Option:
    """One option out of several; the older ones stay readable, their partners come along."""
    if len(options) < 2:
        raise ValidationError(_("Zum Zusammenführen wählen Sie mindestens zwei Optionen."))
    item = trace.merge([option.item for option in options], title, detail=text, by=by)
    merged = _add(options[0].process, item)
    found = {
        (partner.sector, partner.name, partner.participant_id): partner
        for option in options for partner in sorted(option.partners.all(), key=_lead_last)
    }
    Partner.objects.bulk_create(
        Partner(option=merged, sector=p.sector, name=p.name, part=p.part,
                participant_id=p.participant_id)
        for p in found.values()
    )
    return merged


@transaction.atomic
def undo_merge(option: Option) -> list[Option]:
    """Take a merge back: the older options count again, the merged one no longer does."""
    older = trace.unmerge(option.item)
    if not older:
        raise ValidationError(_("Diese Option ist nicht aus anderen zusammengeführt."))
    channels.announce_desk(option.process)
    return list(Option.objects.filter(item__in=older))


def retire_option(option: Option) -> None:
    """Put an option aside; it stays readable and can be brought back."""
    trace.supersede([option.item])
    channels.announce_desk(option.process)


def restore_option(option: Option) -> None:
    """Bring an option back that was put aside."""
    trace.restore(option.item)
    channels.announce_desk(option.process)


def file_option(option: Option, dimensions: Iterable[str]) -> None:
    """File an option under exactly these dimensions (slugs)."""
    trace.refile(option.item, dimensions)
    channels.announce_desk(option.process)


@transaction.atomic
def set_partners(option: Option, partners: Iterable[PartnerEntry]) -> None:
    """Name lead and partners; what participants committed themselves to stays as it is."""
    entries = list(dict.fromkeys(partners))
    for entry in entries:
        _known_sector(option.process, entry.sector)
    option.partners.filter(participant=None).delete()
    Partner.objects.bulk_create(
        Partner(option=option, sector=e.sector, name=e.name.strip(), part=e.part) for e in entries
    )
    channels.announce_desk(option.process)


@transaction.atomic
def add_partner(option: Option, entry: PartnerEntry) -> None:
    """One more who takes part; others stay as they are, also those added at the same time."""
    _known_sector(option.process, entry.sector)
    Partner.objects.get_or_create(
        option=option, participant=None, sector=entry.sector, name=entry.name.strip(),
        part=entry.part,
    )
    channels.announce_desk(option.process)


def remove_partner(partner: Partner) -> None:
    """Take one out of those the desk has named."""
    process = partner.option.process
    partner.delete()
    channels.announce_desk(process)


@transaction.atomic
def commit(option: Option, participant: Participant, *, name: str = "") -> Partner:
    """A participant says "we take part"; again changes the name. The name is shown publicly."""
    _known_sector(option.process, participant.sector)
    partner = Partner.objects.update_or_create(
        option=option, participant=participant,
        defaults={"sector": participant.sector, "name": name.strip()[:200]},
    )[0]
    channels.announce_desk(option.process)
    return partner


def withdraw_commitment(option: Option, participant: Participant) -> None:
    """A participant no longer takes part."""
    option.partners.filter(participant=participant).delete()
    channels.announce_desk(option.process)


def rate_options(activity: Activity, speaker: Speaker, ratings: Iterable[OptionRating]) -> int:
    """Rate options by impact, effort and support; a later value replaces the earlier one.

    Gives how many values were taken.
    """
    given = [each for one in ratings for each in answers(
        one.option.item,
        ((IMPACT, one.impact), (EFFORT, one.effort), (SUPPORT, one.support)), key=one.key,
    )]
    return voices.rate(activity, given, speaker)


def judge_effects(activity: Activity, speaker: Speaker, effects: Iterable[Effect]) -> int:
    """Judge what options do to assumptions; a later judgement replaces the earlier one."""
    judged = [
        Judged(one.option.item, one.assumption.item, one.value, one.reason, one.key)
        for one in effects
    ]
    return voices.judge(activity, EFFECT, judged, speaker)


def _add(process: Process, item: Item) -> Option:
    option = Option.objects.create(
        process=process, item=item, position=process.action_options.count()
    )
    channels.announce_desk(process)
    return option


def _lead_last(partner: Partner) -> bool:
    return partner.part == Part.LEAD


def _known_sector(process: Process, sector: str) -> None:
    if sector not in {one.slug for one in process.frame.sectors}:
        raise ValidationError(_("„%s“ ist keine Akteursgruppe dieses Prozesses.") % sector)
