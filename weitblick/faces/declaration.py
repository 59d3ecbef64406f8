"""How a step declares itself: its activities, pages and chapter. Steps are listed in the chain."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weitblick.exports.document import Chapter
from weitblick.faces.phone import Seat
from weitblick.trace.models import Item
from weitblick.voices.actions import Speaker
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Activity, Process

Text = str | Promise


@dataclass(frozen=True)
class Fragment:
    """A template and what it shows: a piece of a board or a reader page."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ActivityOption:
    """One thing that may be set for an activity; it is kept in ``activity.options[slug]``.

    With ``choices`` (value, words) one of them; with a yes or no as ``initial`` a tick; else a
    whole number from ``low`` to ``high``.
    """

    slug: str
    title: Text
    initial: int | str | bool
    low: int = 0
    high: int = 1000
    help: Text = ""
    choices: Sequence[tuple[str, Text]] = ()


DOTS_OPTIONS = (
    ActivityOption("dots", _("Punkte je Person"), 5, 1, 30),
    ActivityOption("most", _("Höchstens so viele auf eines"), 2, 1, 30),
)


CARD = _("Karte")


@dataclass(frozen=True)
class PaperCard:
    """What a scribe typed from one card; ``about``: a public id, ``choice``: one of the choices."""

    text: str
    detail: str = ""
    topic: str = ""
    about: str = ""
    choice: str = ""
    key: str | None = None


@dataclass(frozen=True)
class Typing:
    """How paper cards of a kind are typed in.

    ``keep`` keeps one card. ``detail`` labels a second, longer text; ``about`` gives what a card
    speaks of (public id, words); ``choices`` (value, words) is what is ticked on it.
    """

    keep: Callable[[Activity, Speaker, PaperCard], object]
    label: Text = CARD
    detail: Text = ""
    about: Callable[[Activity], Sequence[tuple[str, str]]] | None = None
    about_label: Text = ""
    choices: Sequence[tuple[str, Text]] = ()
    choices_label: Text = ""


@dataclass(frozen=True)
class ActivityKind:
    """One kind of activity: what the phone shows and takes, what the board shows.

    ``options``: what may be set for an activity of this kind. ``rehearse``: one plausible
    contribution of a simulated participant, through the step's own actions. ``typing``: how its
    paper cards are typed in. ``counted``: the items for which raised hands or dots are counted.
    """

    slug: str
    title: Text
    prompt: Text
    minutes: int
    phone: Callable[[HttpRequest, Seat], HttpResponse]
    board: Callable[[Activity], Fragment]
    criteria: Sequence[Criterion] = ()
    options: Sequence[ActivityOption] = ()
    rehearse: Callable[[Seat, random.Random], None] | None = None
    typing: Typing | None = None
    counted: Callable[[Activity], Sequence[Item]] | None = None


@dataclass(frozen=True)
class Step:
    """One step of the chain, or (without a number) what stands beside it.

    ``lead``: one sentence, what happens here. ``urls``: desk pages at /desk/<slug>/<step>/, one
    of them named "desk". ``public_urls``: reader pages and files at /p/<slug>/<step>/. ``figures``:
    the numbers that ``weitblick process show`` prints.
    """

    number: int | None
    slug: str
    title: Text
    lead: Text
    activities: Sequence[ActivityKind]
    urls: Sequence[URLPattern]
    reader: Callable[[Process], Fragment]
    chapter: Callable[[Process], Chapter | None]
    figures: Callable[[Process], dict[str, Any]]
    public_urls: Sequence[URLPattern] = ()

    def kind(self, slug: str) -> ActivityKind | None:
        """The activity kind with this slug."""
        return next((kind for kind in self.activities if kind.slug == slug), None)
