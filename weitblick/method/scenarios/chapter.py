"""The chapter on scenarios: how they were found, what they hold, how they are told and rated."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines.agreement import summarise
from weitblick.exports import document as doc
from weitblick.exports.specs import Profile, ProfileLine
from weitblick.faces.numbers import number
from weitblick.faces.sources import ref
from weitblick.method.scenarios import queries
from weitblick.method.scenarios.criteria import RATINGS
from weitblick.method.scenarios.models import Scenario, Story
from weitblick.method.trends.models import Assumption
from weitblick.method.trends.queries import desirabilities
from weitblick.voices.queries import numbers
from weitblick.workshop.models import Process

Columns = list[dict[int, Assumption]]


def chapter(process: Process) -> doc.Chapter | None:
    """The chapter, or None while no scenario is chosen."""
    chosen = queries.scenarios(process)
    if not chosen:
        return None
    columns = [{a.factor_id: a for a in queries.chosen_assumptions(one)} for one in chosen]
    blocks: list[doc.Block] = [
        _introduction(process, chosen), _method(process, chosen), _table(process, chosen, columns)
    ]
    if figure := _profile(process, chosen, columns):
        blocks.append(figure)
    told = queries.stories(process)
    for one in chosen:
        blocks += _section(process, one, [s for s in told if s.scenario_id == one.pk])
    if ratings := _ratings(process, chosen):
        blocks += [doc.Heading(2, _("Wie die Zukünfte bewertet wurden"), key="scenarios.rated"),
                   *ratings]
    return doc.Chapter("scenarios", _("Szenarien"), tuple(blocks))


def method_sentence(scenario: Scenario) -> str:
    """How the set a scenario was chosen from was found: number, completeness, digest, version."""
    result: dict[str, Any] = scenario.found_in.run.result or {}
    words = {
        "count": number(result["count"]), "space": number(result["space"]),
        "factors": number(len(scenario.found_in.layout)), "digest": result["digest"][:12],
        "version": result["engine_version"],
    }
    if not result["complete"]:
        return _(
            "Die Suche nach stimmigen Kombinationen der %(factors)s Faktoren wurde angehalten: "
            "Unter %(space)s möglichen sind bisher %(count)s gefunden, die Menge ist "
            "unvollständig (Matrix %(digest)s, Verfahren Version %(version)s)."
        ) % words
    return ngettext(
        "Von %(space)s möglichen Kombinationen der %(factors)s Faktoren ist genau %(count)s in "
        "sich stimmig. Die Menge ist vollständig: Alle Kombinationen sind geprüft oder bewiesen "
        "ausgeschlossen (Matrix %(digest)s, Verfahren Version %(version)s).",
        "Von %(space)s möglichen Kombinationen der %(factors)s Faktoren sind genau %(count)s in "
        "sich stimmig. Die Menge ist vollständig: Alle Kombinationen sind geprüft oder bewiesen "
        "ausgeschlossen (Matrix %(digest)s, Verfahren Version %(version)s).",
        result["count"],
    ) % words


def _introduction(process: Process, chosen: list[Scenario]) -> doc.Paragraph:
    names = ", ".join(_("„%s“") % _line(one.item.text) for one in chosen)
    text = ngettext(
        "Aus den stimmigen Szenarien wurde %(n)s ausgewählt: %(names)s.",
        "Aus den stimmigen Szenarien wurden %(n)s ausgewählt, von der Abenddämmerung bis zum "
        "Morgen: %(names)s.", len(chosen),
    ) % {"n": number(len(chosen)), "names": names}
    refs = tuple(ref(process, one.item) for one in chosen)
    return doc.Paragraph(text, key="scenarios.intro", trace=doc.Trace(refs))


def _method(process: Process, chosen: list[Scenario]) -> doc.Box:
    """One sentence a set; usually all chosen scenarios come from one."""
    sets = {one.found_in_id: one for one in chosen}
    sentences = [method_sentence(one) for one in sets.values()]
    explained = _(
        "Ein Szenario ist stimmig, wenn jede seiner Annahmen von den anderen mindestens so stark "
        "gefördert wird wie jede andere Annahme desselben Faktors (Wechselwirkungsbilanz nach "
        "Weimer-Jehle 2006)."
    )
    return doc.Box(
        _("Wie die Szenarien gefunden wurden"),
        (doc.Paragraph(" ".join([*sentences, explained]), key="scenarios.found"),),
        kind="method", key="scenarios.method",
    )


def _table(process: Process, chosen: list[Scenario], columns: Columns) -> doc.Table:
    factors = _factors(columns)
    rows = tuple(
        (_line(name), *(_line(column[pk].item.text) if pk in column else "–"
                        for column in columns))
        for pk, name in factors
    )
    values = (_("Stimmigkeit"), *(number(one.consistency) for one in chosen))
    header = (_("Faktor"), *(_line(one.item.text) for one in chosen))
    return doc.Table(
        _("Die ausgewählten Szenarien im Vergleich"), header, (*rows, values),
        note=_("Stimmigkeit: Vorsprung, den jede Annahme des Szenarios mindestens vor den anderen "
               "Annahmen ihres Faktors hat; ab 0 ist ein Szenario stimmig."),
        key="scenarios.table",
        trace=doc.Trace(tuple(ref(process, one.item) for one in chosen)),
    )


def _profile(process: Process, chosen: list[Scenario], columns: Columns) -> doc.Figure | None:
    """Profiles by the desirability of the assumptions; None unless all of them were rated."""
    liked, factors = desirabilities(process), _factors(columns)
    complete = all(pk in column and column[pk].item_id in liked
                   for column in columns for pk, _name in factors)
    if not complete:
        return None
    lines = tuple(
        ProfileLine(_line(one.item.text), place / (len(chosen) - 1) if len(chosen) > 1 else 0.5,
                    tuple((liked[column[pk].item_id] - 1) / 4 for pk, _name in factors))
        for place, (one, column) in enumerate(zip(chosen, columns, strict=True))
    )
    states = tuple(tuple(_line(column[pk].item.text) for pk, _name in factors)
                   for column in columns)
    spec = Profile(tuple(_line(name) for _pk, name in factors), lines,
                   _("nicht wünschenswert"), _("sehr wünschenswert"), states)
    return doc.Figure(
        _("Profile der Szenarien"), _profile_words(lines), spec, key="scenarios.profile",
        trace=doc.Trace(tuple(ref(process, one.item) for one in chosen)),
    )


def _profile_words(lines: tuple[ProfileLine, ...]) -> str:
    ends = [line.name for line in (lines[0], lines[-1])]
    if len(lines) == 1:
        return _("Für jeden Faktor, wie wünschenswert die Annahme in „%s“ ist.") % ends[0]
    return _(
        "Für jeden Faktor, wie wünschenswert die Annahme des Szenarios ist, von „%(first)s“ bis "
        "„%(last)s“."
    ) % {"first": ends[0], "last": ends[1]}


def _section(process: Process, one: Scenario, told: list[Story]) -> list[doc.Block]:
    item, pid = one.item, one.item.public_id
    blocks: list[doc.Block] = [doc.Heading(2, _line(item.text), key=f"scenarios.name.{pid}")]
    if item.detail:
        blocks.append(doc.Paragraph(
            doc.plain(item.detail), key=f"scenarios.summary.{pid}",
            trace=doc.Trace((ref(process, item),)),
        ))
    return blocks + [_story(process, story) for story in told]


def _story(process: Process, story: Story) -> doc.Story:
    item = story.item
    paragraphs = [_line(paragraph) for paragraph in story.paragraphs]
    return doc.Story(
        _line(item.text), str(story.get_form_display()), tuple(paragraphs),
        key=f"scenarios.story.{item.public_id}", trace=doc.Trace((ref(process, item),)),
    )


def _ratings(process: Process, chosen: list[Scenario]) -> list[doc.Block]:
    given = {c.slug: queries.ratings(process, c.slug) for c in RATINGS}
    found = [
        [summarise([int(v) for v in numbers(given[c.slug].get(one.item_id, ()))], 1, 5)
         for c in RATINGS]
        for one in chosen
    ]
    most = max(answers.n for row in found for answers in row)
    if not most:
        return []
    rows = tuple(
        (_line(one.item.text), *(text for a in row for text in (
            number(a.median) or "–", _middle(a.q1, a.q3), number(a.n))))
        for one, row in zip(chosen, found, strict=True)
    )
    header = (_("Szenario"), *(text for c in RATINGS for text in (
        str(c.title), _("mittlere Hälfte"), "n")))
    best, row = max(zip(chosen, found, strict=True), key=lambda pair: (
        pair[1][0].median or 0, pair[0].position))
    sentence = _(
        "Am wünschenswertesten erscheint „%(name)s“ mit einem Median von %(median)s auf der Skala "
        "von 1 bis 5 (n = %(n)s)."
    ) % {"name": _line(best.item.text), "median": number(row[0].median), "n": number(row[0].n)}
    trace = doc.Trace(tuple(ref(process, one.item) for one in chosen), n=most)
    return [
        doc.Paragraph(sentence, key="scenarios.ratings", trace=trace),
        doc.Table(_("Bewertung der Szenarien (Median, Skala 1 bis 5)"), header, rows,
                  numeric=tuple(range(1, len(header))), key="scenarios.ratings.table",
                  trace=trace),
    ]


def _middle(q1: float | None, q3: float | None) -> str:
    if q1 is None:
        return "–"
    return str(number(q1)) if q1 == q3 else f"{number(q1)} – {number(q3)}"


def _factors(columns: Columns) -> list[tuple[int, str]]:
    """Factors (pk, name) of all columns, in their order."""
    found = {a.factor_id: a.factor for column in columns for a in column.values()}
    order = sorted(found.values(), key=lambda factor: (factor.position, factor.pk))
    return [(factor.pk, factor.item.text) for factor in order]


def _line(text: str) -> str:
    return " ".join(doc.plain(text).split())
