"""Readings in words: one sentence a picture, and the names of roles."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.engines.structure import Structure
from weitblick.faces.numbers import number
from weitblick.method.factors.analysis.influence import Influence
from weitblick.method.factors.analysis.keys import ranks
from weitblick.method.factors.analysis.ratings import Rated, by_score

ROLES = {
    "active": gettext_lazy("aktiv: treibt an"),
    "critical": gettext_lazy("kritisch: treibt an und wird getrieben"),
    "passive": gettext_lazy("passiv: wird getrieben"),
    "buffering": gettext_lazy("puffernd: hält still"),
}
# Upper left, upper right, lower left, lower right: active sum upwards, passive sum to the right.
QUADRANTS = (
    gettext_lazy("aktiv"), gettext_lazy("kritisch"),
    gettext_lazy("puffernd"), gettext_lazy("passiv"),
)


def listed(names: Sequence[str]) -> str:
    """„A“, „B“ und „C“."""
    return _joined([_("„%s“") % name for name in names])


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s und %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def reading_of_ratings(rows: Sequence[Rated]) -> str:
    """What the ratings say, in a sentence."""
    best = [row for row in by_score(rows) if row.score is not None][:3]
    if not best:
        return ""
    return _("Als wirkungsvoll und zugleich ungewiss gelten vor allem %s.") % listed(
        [row.factor.item.text for row in best]
    )


def reading_of_structure(influence: Influence) -> list[str]:
    """What the system grid says, in sentences."""
    structure = influence.structure
    if structure is None or not any(structure.active):
        return []
    drivers = _top(structure.names, structure.active)
    driven = _top(structure.names, structure.passive)
    critical = [n for n, role in zip(structure.names, structure.role, strict=True)
                if role == "critical"]
    sentences = [
        _("Am stärksten treiben an: %s.") % drivers,
        _("Am stärksten getrieben werden: %s.") % driven,
    ]
    if critical:
        sentences.append(
            _("Kritisch, weil sie antreiben und getrieben werden: %s.") % listed(critical)
        )
    return [*sentences, *_indirect(structure)]


def _indirect(structure: Structure) -> list[str]:
    direct, indirect = ranks(structure.active), ranks(structure.indirect_active)
    gain, at = max((direct[at] - indirect[at], at) for at in range(len(direct)))
    if gain < 2:
        return []
    return [
        _("Über Umwege gewinnt „%(name)s“ am meisten: unmittelbar Rang %(direct)d, mittelbar "
          "Rang %(indirect)d.")
        % {"name": structure.names[at], "direct": direct[at], "indirect": indirect[at]}
    ]


def reading_of_coverage(influence: Influence) -> str:
    """How far the matrix is, in a sentence."""
    words = {"covered": number(influence.covered), "pairs": number(influence.pairs)}
    if influence.is_complete:
        return _("Alle %(pairs)s Paare sind beurteilt.") % words
    return _(
        "%(covered)s von %(pairs)s Paaren sind beurteilt; offene zählen bis dahin als „gar nicht“."
    ) % words


def dissents(influence: Influence, count: int = 5) -> list[tuple[str, str, float, float, int]]:
    """Pairs judged most differently: source, target, median, dissent 0-1, voices (3 or more)."""
    names = [factor.item.text for factor in influence.factors]
    found = [
        (names[row], names[column], influence.values[row][column] or 0.0, dissent, n)
        for row, cells in enumerate(influence.dissent)
        for column, dissent in enumerate(cells)
        if dissent is not None and (n := influence.counts[row][column]) >= 3 and dissent > 0
    ]
    return sorted(found, key=lambda one: -one[3])[:count]


def _top(names: Sequence[str], sums: Sequence[float], count: int = 3) -> str:
    order = sorted(range(len(names)), key=lambda at: -sums[at])[:count]
    return _joined([
        _("„%(name)s“ (%(sum)s)") % {"name": names[at], "sum": number(sums[at])} for at in order
    ])
