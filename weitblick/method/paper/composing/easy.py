"""The paper in plain language: short sentences, one thought each, no foreign words.

Plain language (Einfache Sprache) is written by people; these sentences are a beginning that the
editors' help measures (engines/readability.py). A first step is taken over only where it is easy
to read itself; else the paper is named, until editors write it anew.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines.readability import assess
from weitblick.exports.document import (
    Block,
    Box,
    Bullets,
    Chapter,
    Heading,
    Paragraph,
    Trace,
    plain,
)
from weitblick.faces.numbers import number
from weitblick.faces.sources import ref, trace
from weitblick.method.factors import queries as factor_queries
from weitblick.method.paper import queries
from weitblick.method.paper.composing import opening
from weitblick.method.paper.composing.words import due_words
from weitblick.method.paper.models import Recommendation
from weitblick.method.paper.queries import Support
from weitblick.method.scenarios import queries as scenarios
from weitblick.workshop.models import Process
from weitblick.workshop.queries import sectors_present


def why(process: Process) -> Chapter:
    """The question."""
    text = _("Wir haben Menschen aus der Region gefragt. Sie haben an das Jahr %d gedacht.")
    return Chapter("easy-why", _("Worum geht es?"), (
        Paragraph(text % process.horizon, key="easy.why"),
        Box(_("Unsere Frage war"), (Paragraph(plain(process.question)),), kind="summary",
            key="easy.question"),
    ))


def who(process: Process) -> Chapter:
    """How many took part."""
    people = process.participants.filter(erased_at=None).count()
    counted = ngettext(
        "%(n)s Mensch hat mitgemacht.", "%(n)s Menschen haben mitgemacht.", people
    ) % {"n": number(people)}
    groups = [title for title, n in sectors_present(process).items() if n]
    blocks: list[Block] = [
        Paragraph(" ".join([counted, *_done(process)]), key="easy.who", trace=Trace(n=people))]
    if len(groups) > 1:
        blocks += [Paragraph(_("Sie kommen aus diesen Gruppen:"), key="easy.groups"),
                   Bullets(tuple(groups), key="easy.groups.list")]
    return Chapter("easy-who", _("Wer hat mitgemacht?"), tuple(blocks))


def _done(process: Process) -> list[str]:
    """What they did, as far as they did it."""
    said = opening.contributions(process).values()
    written, voted = any(row[0] for row in said), any(row[1] for row in said)
    return [text for is_so, text in (
        (written, _("Sie haben ihre Gedanken auf Karten geschrieben.")),
        (voted, _("Sie haben darüber gesprochen und abgestimmt.")),
    ) if is_so]


def factors(process: Process) -> Chapter | None:
    """What matters most."""
    keys = factor_queries.key_factors(process)
    if not keys:
        return None
    items = [one.item for one in keys]
    return Chapter("easy-factors", _("Was ist besonders wichtig?"), (
        Paragraph(_("Viele Dinge haben Einfluss auf das Leben hier. Diese sind besonders "
                    "wichtig:"), key="easy.factors"),
        Bullets(tuple(plain(item.text) or "…" for item in items), key="easy.factors.list",
                trace=trace(process, items)),
    ))


def futures(process: Process) -> Chapter | None:
    """The scenarios by name."""
    chosen = scenarios.scenarios(process)
    if not chosen:
        return None
    items = [one.item for one in chosen]
    return Chapter("easy-futures", _("Wie kann die Zukunft werden?"), (
        Paragraph(_("Niemand kennt die Zukunft. Wir haben uns darum mehrere Bilder gemacht. Ein "
                    "Bild zeigt, was alles zusammen passieren kann. Das sind die Bilder:"),
                  key="easy.futures"),
        Bullets(tuple(plain(item.text) or "…" for item in items), key="easy.futures.list",
                trace=trace(process, items)),
    ))


def advice(process: Process) -> Chapter | None:
    """Every recommendation with who agreed and what comes first."""
    rows = queries.recommendations(process)
    if not rows:
        return None
    supports = queries.supports(process, rows)
    blocks: list[Block] = [Paragraph(_advice_words(len(rows)), key="easy.advice")]
    for place, one in enumerate(rows, 1):
        blocks += _blocks(one, place, supports[one.item_id])
    return Chapter("easy-advice", _("Was schlagen wir vor?"), tuple(blocks))


def _advice_words(rows: int) -> str:
    return ngettext(
        "Wir schlagen %(n)s Sache vor. Die Politik kann sie umsetzen.",
        "Wir schlagen %(n)s Dinge vor. Die Politik kann sie umsetzen.", rows,
    ) % {"n": number(rows)}


def _blocks(one: Recommendation, place: int, support: Support) -> list[Block]:
    key = f"easy.advice.{one.item.public_id}"
    said = [_agreement(support)]
    if one.first_step:
        step = _sentence(plain(one.first_step))
        said.append(_("Der erste Schritt: %s") % step if _is_easy(step)
                    else _("Der erste Schritt steht im Papier."))
    if one.due:
        said.append(_("Das soll fertig sein bis: %s.") % due_words(plain(one.due)))
    text = " ".join(filter(None, said)) or _("Dazu wurde noch nicht abgestimmt.")
    return [
        Heading(2, _("Vorschlag %(n)d: %(title)s") % {"n": place, "title": plain(one.item.text)}),
        Paragraph(text, key=key, trace=Trace((ref(one.process, one.item),), support.people)),
    ]


def _agreement(support: Support) -> str:
    voted = [vote.tally for vote in support.votes if vote.tally.share is not None]
    if not voted:
        return ""
    most = max(voted, key=lambda tally: tally.n)
    counted = ngettext(
        "%(n)s Mensch hat abgestimmt.", "%(n)s Menschen haben abgestimmt.", most.n
    ) % {"n": number(most.n)}
    agreed = ngettext(
        "%(n)s Mensch ist dafür.", "%(n)s Menschen sind dafür.", most.agree
    ) % {"n": number(most.agree)}
    return f"{counted} {agreed}"


def _is_easy(text: str) -> bool:
    """Whether words that were not written for this paper may stand in it."""
    found = assess(text)
    return not (found.long_sentences or found.long_words or found.passives)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def after(process: Process) -> Chapter:
    """What happens next."""
    return Chapter("easy-after", _("Wie geht es weiter?"), (
        Paragraph(_("Die Vorschläge gehen an die Politik. Später prüfen wir, was daraus geworden "
                    "ist. Sie können im Internet nachlesen, woher jeder Vorschlag kommt."),
                  key="easy.after"),
    ))
