"""Places, numbers, anchors and sources that all writers share."""

from weitblick.exports.document import (
    Box,
    Chapter,
    Document,
    Heading,
    Paragraph,
    Recommendation,
    Story,
    Table,
    Trace,
    TraceRef,
)
from weitblick.exports.outline import outline
from weitblick.exports.words import long_date, number, people, percent, unbroken


def refs(count: int) -> tuple[TraceRef, ...]:
    return tuple(TraceRef(f"c{i}", "card", f"K-{i}", f"/k/{i}") for i in range(count))


def paper(*blocks, **fields) -> Document:
    return Document("T", "de", "2026-11-22", chapters=(Chapter("a", "A", blocks),), **fields)


def test_stories_and_recommendations_are_headings_below_their_section():
    plan = outline(
        paper(
            Story("Brief", "Brief", ("x",)),
            Heading(2, "Zwei"),
            Heading(3, "Drei"),
            Recommendation(1, "Tun", "x", Trace(), 3),
            Recommendation(2, "Lassen", "x", Trace(), 3),
            Heading(4, "Vier"),
            Story("Tief", "Szene", ("x",)),
        )
    )
    assert plan.headings() == [
        (1, "A"), (2, "Brief"), (2, "Zwei"), (3, "Drei"), (4, "Tun"), (4, "Lassen"), (4, "Vier"),
        (4, "Tief"),
    ]  # fmt: skip


def test_tables_are_counted_through_boxes():
    table = Table("T", ("a",), (("1",),))
    plan = outline(paper(table, Box("B", (table, Paragraph("x"))), table))
    numbers = [p.number for p in plan.everywhere() if isinstance(p.block, Table)]
    assert numbers == [1, 2, 3]


def test_keys_are_anchors_and_the_rest_is_counted():
    plan = outline(paper(Paragraph("x"), Paragraph("y", "mein"), Paragraph("z")))
    assert [p.anchor for p in plan.parts[0].blocks] == ["w-1", "mein", "w-3"]


def test_more_than_three_sources_go_to_the_annex():
    few, many = Trace(refs(3), 9), Trace(refs(5), 9)
    plan = outline(paper(Paragraph("x", trace=few), Paragraph("y", trace=many)))
    first, second = (p.mark for p in plan.parts[0].blocks)
    assert (len(first.shown), first.more, first.list_number) == (3, 0, 0)
    assert (len(second.shown), second.more, second.list_number) == (3, 2, 1)
    assert plan.lists == (second,)


def test_sources_are_listed_once_by_kind_in_order_of_mention():
    factor = TraceRef("f", "factor", "F-1")
    named = TraceRef("c0", "card", "K-0", text="Der Bus")
    first = Paragraph("x", trace=Trace((factor, *refs(2))))
    blocks = (first, Paragraph("y", trace=Trace((named,))))
    plan = outline(paper(*blocks, sources=(TraceRef("l", "literature", "L-1"),)))
    assert [(g.title, [s.ref.label for s in g.sources]) for g in plan.groups] == [
        ("Literatur", ["L-1"]), ("Einflussfaktoren", ["F-1"]), ("Karten", ["K-0", "K-1"]),
    ]  # fmt: skip
    assert plan.groups[2].sources[0].ref.text == "Der Bus"
    assert plan.source_anchor("c1") == "w-q4"


def test_paths_become_addresses_only_where_there_is_a_base():
    ref = refs(1)[0]
    assert outline(paper()).address(ref) == ""
    based = outline(paper(base_url="https://w.example.org/"))
    assert based.address(ref) == "https://w.example.org/k/0"
    assert based.address(TraceRef("x", "card", "X", "https://a.example")) == "https://a.example"


def test_numbers_stay_with_their_signs():
    assert unbroken("37,5 % (n = 70)") == "37,5\u202f% (n\u202f=\u202f70)"
    assert unbroken("ohne Zahl %") == "ohne Zahl %"
    plan = outline(paper(Paragraph("37 %")))
    assert plan.parts[0].blocks[0].block.text == "37\u202f%"


def test_numbers_and_dates_in_both_languages():
    assert [number(1234.5, "de", 1), number(-0.04, "de", 1), number(-3, "en")] == [
        "1\u202f234,5", "0,0", "−3",
    ]  # fmt: skip
    assert [percent(0.375, "de", 1), percent(0.375, "en", 1)] == ["37,5\u202f%", "37.5%"]
    assert people(48, "de") == "n\u202f=\u202f48"
    assert long_date("2026-03-05", "de-DE") == "5. März 2026"
    assert long_date("2026-03-05", "en") == "5 March 2026"
