"""Acts four to seven: scenarios, options, validation and the paper."""

from weitblick.example.content import LETTERS, group_matrix, reasons
from weitblick.example.stage import Stage, by_share, slugs
from weitblick.method.options import actions as options
from weitblick.method.options.actions import Effect, OptionRating, PartnerEntry
from weitblick.method.options.criteria import EFFORT, IMPACT, SUPPORT
from weitblick.method.options.models import Part
from weitblick.method.scenarios import actions as scenarios
from weitblick.method.scenarios.actions import Cell, ScenarioRating
from weitblick.method.scenarios.criteria import DESIRABILITY, PLAUSIBILITY
from weitblick.method.validation import actions as validation
from weitblick.method.validation.actions import Vote
from weitblick.trace.models import Item
from weitblick.workshop.actions import close_activity
from weitblick.workshop.frame import slug_of
from weitblick.workshop.models import Activity

VALUES = {"agree": 1, "disagree": -1, "pass": 0}
STORY_TITLE = "Eine Zukunft erzählen"


def judge_crossimpacts(stage: Stage) -> None:
    """Five groups judge how assumptions act on each other."""
    activity = stage.opened("online-runde", "scenarios", "crossimpact", "Was passt zusammen?")
    why = reasons(stage.content)
    for group in stage.content.crossimpacts["groups"]:
        cells = [
            Cell(stage.lettered[source, a], stage.lettered[target, b], value,
                 reason=why.get((source, target), "") if (a, b) == ("a", "a") else "")
            for (source, a, target, b), value in group_matrix(stage.content, group["slug"]).items()
        ]
        scenarios.judge_crossimpacts(activity, stage.at_table(group["tables"][0]), cells)
    close_activity(activity)


def find_scenarios(stage: Stage) -> None:
    """All consistent scenarios are computed; four of them are chosen, named and told."""
    found = scenarios.compute(stage.process, wait=True)
    order = _order(stage, found.layout)
    activity = stage.opened("online-runde", "scenarios", "story", STORY_TITLE)
    for one in sorted(stage.content.scenarios, key=lambda scenario: scenario["position"]):
        states = [LETTERS.index(one["states"][factor]) + 1 for factor in order]
        made = scenarios.choose_scenario(
            found, states, one["name"], one["summary"], position=one["position"]
        )
        stage.scenarios[one["slug"]] = made
        story = one["story"]
        scenarios.tell_story(
            made, story["form"], story["title"], story["body"], activity=activity,
            speaker=stage.at_table(story["table"]),
        )
    close_activity(activity)


def rate_scenarios(stage: Stage) -> None:
    """Everybody rates how desirable and how plausible each future is."""
    activity = stage.opened("online-runde", "scenarios", "rate", "Vier Zukünfte einschätzen")
    for person in stage.people.values():
        ratings = [
            ScenarioRating(
                stage.scenarios[one["slug"]],
                stage.answer(one["rating"]["desirability"], DESIRABILITY),
                stage.answer(one["rating"]["plausibility"], PLAUSIBILITY),
            )
            for one in stage.content.scenarios
        ]
        scenarios.rate_scenarios(activity, ratings, stage.speaker(person))
    close_activity(activity)


def make_options(stage: Stage) -> None:
    """Tables hand in ideas for action; each becomes an option with partners."""
    activity = stage.opened("online-runde", "options", "collect", "Was können wir tun?")
    for number, one in enumerate(stage.content.options):
        sources = _factors_of(stage, one["dimensions"])
        card = options.hand_in_option(
            activity, one["title"], one["text"],
            stage.at_table(number % len(stage.tables) + 1), answers=sources[0] if sources else None,
        )
        fostered = [stage.assumptions[slug].item for slug, v in one["effects"].items() if v > 0]
        made = options.create_option(
            stage.process, one["title"], one["text"],
            derived_from=[card.item, *sources, *fostered], dimensions=slugs(one["dimensions"]),
        )
        lead = PartnerEntry(slug_of(one["lead"]), part=Part.LEAD)
        others = [PartnerEntry(slug) for slug in slugs(one["partners"])]
        options.set_partners(made, [lead, *others])
        stage.options[one["slug"]] = made
    close_activity(activity)


def rate_options(stage: Stage) -> None:
    """Everybody rates the options; five groups judge what they do to the assumptions."""
    activity = stage.opened("online-runde", "options", "rate", "Was hilft am meisten?")
    for person in stage.people.values():
        ratings = [
            OptionRating(
                stage.options[one["slug"]],
                stage.answer(one["ratings"]["impact"], IMPACT),
                stage.answer(one["ratings"]["effort"], EFFORT),
                stage.answer(one["ratings"]["support"], SUPPORT),
            )
            for one in stage.content.options
        ]
        options.rate_options(activity, stage.speaker(person), ratings)
    close_activity(activity)
    activity = stage.opened("online-runde", "options", "effects", "Wem hilft das?")
    for group in stage.content.crossimpacts["groups"]:
        effects = [
            Effect(stage.options[one["slug"]], stage.assumptions[slug], value)
            for one in stage.content.options for slug, value in one["effects"].items()
        ]
        options.judge_effects(activity, stage.at_table(group["tables"][0]), effects)
    close_activity(activity)


def vote(stage: Stage) -> None:
    """The forum votes on statements, gives reasons and proposes better wordings."""
    activity = stage.opened("forum", "validation", "vote", "Stimmt das?")
    amending = stage.opened("forum", "validation", "amend", "Besser sagen")
    for one in stage.content.validation:
        sources = [stage.options[slug].item for slug in one["options"]]
        made = validation.create_statement(stage.process, one["text"], derived_from=sources)
        stage.statements[one["slug"]] = made
        _cast(stage, activity, one)
        for reason in one["reasons"]:
            person = stage.chance.choice(stage.of_sector(reason["sector"]))
            validation.give_reason(
                activity, stage.speaker(person), made, reason["text"], side=reason["side"]
            )
        for proposed in one.get("amendments", []):
            person = stage.chance.choice(stage.of_sector(proposed["sector"]))
            amendment = validation.propose_amendment(
                amending, stage.speaker(person), made, proposed["text"]
            )
            if proposed["adopted"]:
                validation.adopt_amendment(amendment)
            else:
                validation.decline_amendment(amendment)
        verdict = one["verdict"]
        validation.give_verdict(made, verdict["result"], reason=verdict["reason"])
    close_activity(activity)
    close_activity(amending)


def _cast(stage: Stage, activity: Activity, one: dict) -> None:
    statement = stage.statements[one["slug"]]
    for sector, shares in one["votes"].items():
        people = stage.of_sector(sector)
        for person, side in zip(people, by_share(shares, len(people)), strict=True):
            validation.vote(activity, stage.speaker(person), [Vote(statement, VALUES[side])])


def _order(stage: Stage, layout: list[dict]) -> list[str]:
    """The authored slugs of the factors in the order of the matrix."""
    names = {made.item.public_id: slug for slug, made in stage.factors.items()}
    return [names[one["factor"]] for one in layout]


def _factors_of(stage: Stage, dimensions: list[str]) -> list[Item]:
    """The factors filed under these dimensions: what the idea answers."""
    return [
        stage.factors[one["slug"]].item
        for title in dimensions for one in stage.content.factors if title in one["dimensions"]
    ]
