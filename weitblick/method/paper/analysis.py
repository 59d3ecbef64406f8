"""The paper in its formats, and what the desk says about each recommendation."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from weitblick import __version__
from weitblick.exports import html
from weitblick.exports.document import Document, DocumentError, to_json
from weitblick.exports.render import RenderError, Writer, in_worker
from weitblick.faces.declaration import Text
from weitblick.faces.figures import shares
from weitblick.method.paper import queries, storage
from weitblick.method.paper.composing import Composition, compose
from weitblick.method.paper.composing.advice import basis
from weitblick.method.paper.house import template_of
from weitblick.method.paper.models import Paper, Recommendation
from weitblick.method.paper.queries import Support
from weitblick.method.paper.typesetting import Setting, wait_for
from weitblick.method.validation.queries import Tally
from weitblick.workshop.models import Activity, Process

SECONDS = 120
WORD_WRITER = Writer("weitblick.exports.docx", "write")
DRAWN = Writer("weitblick.exports.pdf", "prepare")
TYPESET = Writer("weitblick.exports.pdf", "typeset")


@dataclass(frozen=True)
class Format:
    """How the paper is written as a file; ``label`` is the word on its button."""

    name: str
    ending: str
    content_type: str
    label: Text


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    one.name: one for one in (
        Format("pdf", "pdf", "application/pdf", "PDF"),
        Format("docx", "docx", WORD, "Word"),
        Format("html", "html", "text/html; charset=utf-8", "HTML"),
        Format("pdf-daten", "pdf", "application/pdf", _lazy("PDF mit Daten (PDF/A-3)")),
    )
}
FRAGMENT = Format("fragment", "html", "text/html; charset=utf-8", "")


@dataclass(frozen=True)
class Answered:
    """How a recommendation was received, with the parts of its bar (600 units wide)."""

    tally: Tally

    @property
    def parts(self) -> list[dict[str, object]]:
        """Carried, unsure, not carried: key, bar with its count and words, share of all."""
        counts = (self.tally.agree, self.tally.passed, self.tally.disagree)
        words = (_("tragen sie mit"), _("sind unsicher"), _("tragen sie nicht mit"))
        return [
            {"key": key, "bar": bar, "share": bar.count / self.tally.n if self.tally.n else None}
            for key, bar in zip(
                ("agree", "pass", "disagree"), shares(counts, words, 600), strict=True
            )
        ]


@dataclass(frozen=True)
class Row:
    """A recommendation as the desk shows it: what carries it, in words, and what is missing."""

    recommendation: Recommendation
    numeral: str
    support: Support
    basis: str
    response: Answered | None
    warnings: tuple[str, ...]


def formats_of(paper: Paper) -> list[Format]:
    """The formats a paper is offered in, in the order of their buttons."""
    return list(FORMATS.values())


def render(
    process: Process, format: str, *, base_url: str = "", paper: Paper | None = None
) -> bytes:
    """A paper of a process as it stands now (default: the policy paper) in one of ``FORMATS``.

    ``base_url`` (https://host) begins the links into the thread, else the setting; without either
    PDF and Word name the sources by their short id only. Raises ValidationError when it cannot be
    written.
    """
    began = storage.now()
    return rendered(compose(process, paper), format, began=began, base_url=base_url)


def rendered(
    composition: Composition, format: str, *, began: int, base_url: str = "",
    seconds: float | None = None,
) -> bytes:
    """A composed paper in one of ``FORMATS``, or kept from an earlier time.

    ``began``: ``storage.now()`` of before it was composed. Words erased since then are in what is
    set here, and the file is not kept.
    With ``seconds`` it is set beside this thread; after so long ``typesetting.BeingSet`` is
    raised, and it goes on. Without, this thread waits.
    """
    known = FORMATS.get(format)
    if known is None:
        raise ValidationError(
            _("Dieses Format gibt es nicht: %(format)s. Möglich sind %(known)s.")
            % {"format": format, "known": ", ".join(FORMATS)}
        )
    document = composition.published(base_url or settings.ADDRESS)
    return _kept(composition.process, known, document, began, seconds)


def fragment(
    composition: Composition, *, began: int, seconds: float | None = None
) -> SafeString:
    """The paper as a piece of a page, with links on this site; ``began`` as in ``rendered``."""
    made = _kept(composition.process, FRAGMENT, composition.published(), began, seconds)
    return mark_safe(made.decode())


def rows(process: Process) -> list[Row]:
    """Every recommendation with what carries it."""
    found = queries.recommendations(process)
    supports = queries.supports(process, found)
    responses = queries.response_tallies(process)
    return [
        _row(one, supports[one.item_id], responses.get(one.item_id)) for one in found
    ]


def row(recommendation: Recommendation) -> Row:
    """One recommendation with what carries it."""
    responses = queries.response_tallies(recommendation.process)
    return _row(
        recommendation, queries.support(recommendation), responses.get(recommendation.item_id)
    )


def coverage(found: Sequence[Row], process: Process) -> list[dict[str, object]]:
    """The 6 x 5 map of these recommendations, for the component of the same name."""
    filed = [f.dimension for one in found for f in one.recommendation.item.filings.all()]
    return [
        {"numeral": field.numeral, "title": field.title, "dimensions": [
            {"title": one.title, "count": filed.count(one.slug)} for one in field.dimensions
        ]}
        for field in process.frame.fields
    ]


def numeral_of(process: Process, slug: str) -> str:
    """The Roman numeral of an action field."""
    return next((one.numeral for one in process.frame.fields if one.slug == slug), "")


def responded(activity: Activity) -> list[tuple[Recommendation, str, Answered]]:
    """The recommendations with their numeral and what was answered in one activity."""
    process = activity.meeting.process
    found = queries.response_tallies(process, activity=activity)
    return [
        (one, numeral_of(process, one.field), Answered(found.get(one.item_id, Tally())))
        for one in queries.recommendations(process)
    ]


def _row(one: Recommendation, support: Support, response: Tally | None) -> Row:
    return Row(
        one, numeral_of(one.process, one.field), support, basis(support),
        Answered(response) if response else None,
        tuple(_warnings(one, support)),
    )


def _warnings(one: Recommendation, support: Support) -> list[str]:
    found = []
    if not support.sources:
        found.append(_("Ohne Quelle: Sie ist mit keiner Aussage und keiner Option verbunden."))
    elif not support.is_traced:
        found.append(_("Ohne Karte: Ihr Faden reicht bis zu keinem Beitrag von Teilnehmenden."))
    if support.sources and not support.votes:
        found.append(_("Ungeprüft: Über keine Aussage darunter wurde abgestimmt."))
    if not one.first_step:
        found.append(_("Es fehlt ein erster Schritt."))
    return found


def _kept(
    process: Process, format: Format, document: Document, began: int, seconds: float | None
) -> bytes:
    template = template_of(process) if format.name == "docx" else None
    content = f"{__version__}\n{format.name}\n{to_json(document)}".encode() + (template or b"")
    name = f"{hashlib.sha256(content).hexdigest()}.{format.name}"
    if (known := storage.read(process, name)) is not None:
        return known
    folder, setting = storage.folder_of(process), Setting()

    def job() -> bytes:
        made = _written(format, document, template, setting)
        storage.keep(folder, name, made, began)
        return made

    try:
        return job() if seconds is None else wait_for(f"{folder}/{name}", job, seconds, setting)
    except DocumentError as problem:
        raise ValidationError(
            _("So lässt sich das Papier nicht drucken: %s") % problem
        ) from problem
    except RenderError as problem:
        raise ValidationError(_ended(problem)) from problem


def _written(
    format: Format, document: Document, template: bytes | None, setting: Setting
) -> bytes:
    """Set in a worker, which tells how far it is; raises DocumentError or RenderError."""
    match format.name:
        case "docx":
            return in_worker(WORD_WRITER, document, template=template, seconds=SECONDS,
                             watch=setting)
        case "pdf-daten":
            return _typeset(document, ("a-3a", "ua-1"), setting, to_json(document))
        case "pdf":
            return _typeset(document, ("a-2a", "ua-1"), setting)
        case "html":
            return in_worker(html.page, document, seconds=SECONDS, watch=setting).encode()
        case _:
            return in_worker(html.write, document, seconds=SECONDS, watch=setting).encode()


def _typeset(
    document: Document, standard: tuple[str, ...], setting: Setting, attachment: str = ""
) -> bytes:
    """Figures are drawn by one worker, pages set by another: neither needs the other's memory."""
    prepared = in_worker(DRAWN, document, attachment=attachment, seconds=SECONDS, watch=setting)
    setting.is_last = True
    return in_worker(TYPESET, prepared, standard=standard, seconds=SECONDS, lane="type",
                     watch=setting)


def _ended(problem: RenderError) -> str:
    """Why setting the paper was ended, and what helps."""
    match problem.code:
        case "time":
            return _("Das Setzen hat zu lange gedauert. Bitte versuchen Sie es noch einmal, wenn "
                     "der Rechner weniger zu tun hat.")
        case "memory":
            return _("Das Setzen brauchte mehr Speicher als vorgesehen. Blenden Sie Abbildungen "
                     "aus oder erlauben Sie mehr mit der Einstellung WEITBLICK_RENDER_MB.")
        case "stopped":
            return _("Das Setzen wurde angehalten.")
        case _:
            return _("Das Setzen ist abgebrochen. Bitte versuchen Sie es noch einmal.")
