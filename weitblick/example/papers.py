"""Last act: twelve recommendations, and the paper with its editorial texts."""

from weitblick.example.stage import Stage
from weitblick.method.paper import actions as paper
from weitblick.workshop.frame import NUMERALS

AUTHORS = "Redaktion des Beispiels"
CHAPTERS = {"occasion": "occasion", "method": "methods", "outlook": "monitoring"}


def write_paper(stage: Stage) -> None:
    """Recommendations rest on statements and options; the paper is composed around them."""
    fields = stage.process.frame.fields
    for one in stage.content.recommendations:
        sources = [stage.statements[slug].item for slug in one["statements"]]
        sources += [stage.options[slug].item for slug in one["options"]]
        paper.create_recommendation(
            stage.process, one["title"], one["text"], fields[NUMERALS.index(one["field"])].slug,
            sources, addressee=one["level"], who=one["who"], first_step=one["first_step"],
            due=_day(one["by"]),
        )
    told = stage.content.process["paper"]
    made = paper.start_paper(
        stage.process, told["title"], told["subtitle"], AUTHORS,
        stage.content.process["notice"],
    )
    for key, chapter in CHAPTERS.items():
        for text in told[key]:
            paper.add_passage(made, chapter, text)


def _day(value: object) -> str:
    year, month, day = str(value).split("-")
    return f"{int(day)}.{int(month)}.{year}"
