"""The document model: exact JSON round trip, and errors that name what, where and how to mend."""

import dataclasses
import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.document_samples import RICH
from weitblick.exports.document import (
    Box,
    Bullets,
    Chapter,
    Document,
    DocumentError,
    Figure,
    Heading,
    Paragraph,
    Recommendation,
    Run,
    Table,
    Trace,
    TraceRef,
    from_json,
    plain,
    to_json,
    validate,
)
from weitblick.exports.figures import Bar, Bars, Heatmap


def paper(*blocks, **fields) -> Document:
    chapters = (Chapter("eins", "Eins", blocks),)
    return Document(**{"title": "T", "language": "de", "date": "2026-11-22",
                       "chapters": chapters, **fields})  # fmt: skip


def error_of(document: Document) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        validate(document)
    return caught.value


def test_a_rich_document_survives_its_json():
    assert from_json(to_json(RICH)) == RICH
    assert to_json(from_json(to_json(RICH))) == to_json(RICH)


def test_small_documents_have_a_small_and_stable_json():
    ref = TraceRef("c1", "card", "K-1")
    document = paper(Paragraph((Run("Wort", "strong"),), "p1", Trace((ref,), 5)))
    assert json.loads(to_json(document)) == {
        "format": "weitblick-document",
        "version": 2,
        "title": "T",
        "language": "de",
        "date": "2026-11-22",
        "chapters": [
            {
                "slug": "eins",
                "title": "Eins",
                "blocks": [
                    {
                        "type": "paragraph",
                        "text": [{"text": "Wort", "kind": "strong"}],
                        "key": "p1",
                        "trace": {
                            "refs": [{"public_id": "c1", "kind": "card", "label": "K-1"}],
                            "n": 5,
                        },
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"format": "x"}, "not-a-document", "document"),
        ({"version": 3}, "version", "document"),
        ({"colour": "red"}, "unknown-field", "document"),
        ({"title": 5}, "wrong-type", "document.title"),
        ({"example": 1}, "wrong-type", "document.example"),
        ({"chapters": {}}, "wrong-type", "document.chapters"),
        ({"chapters": [{"slug": "a"}]}, "missing-field", "document.chapters[0]"),
        ({"abstract": [{"type": "video"}]}, "unknown-type", "document.abstract[0]"),
        ({"abstract": [{"type": "box", "title": "B", "blocks": [], "kind": "x"}]},
         "unknown-value", "document.abstract[0].kind"),
    ],
)  # fmt: skip
def test_wrong_json_is_named_with_its_place(change, code, where):
    data = {**json.loads(to_json(paper())), **change}
    with pytest.raises(DocumentError) as caught:
        from_json(json.dumps(data))
    assert (caught.value.code, caught.value.where) == (code, where)


def test_version_one_is_still_read():
    data = {**json.loads(to_json(paper())), "version": 1}
    assert from_json(json.dumps(data)) == paper()


def test_text_that_is_no_json_is_named_with_its_line():
    with pytest.raises(DocumentError) as caught:
        from_json('{\n"format": }')
    assert (caught.value.code, caught.value.where) == ("not-json", "line 2")


REF = TraceRef("c1", "card", "K-1")
BLOCK = "chapters[0] (eins).blocks[0]"


@pytest.mark.parametrize(
    ("block", "code", "where"),
    [
        (Heading(3, "Zu tief"), "heading-skip", f"{BLOCK} Heading"),
        (Heading(5, "Zu tief"), "heading-level", f"{BLOCK} Heading"),
        (Heading(2, " "), "empty", f"{BLOCK} Heading.text"),
        (Paragraph("x", "w-1"), "key", f"{BLOCK} Paragraph"),
        (Paragraph("x", "eins"), "key-twice", f"{BLOCK} Paragraph"),
        (Paragraph("a\x07b"), "control-character", f"{BLOCK} Paragraph.text"),
        (Paragraph("a\u202eb"), "control-character", f"{BLOCK} Paragraph.text"),
        (Paragraph("a\ud800b"), "control-character", f"{BLOCK} Paragraph.text"),
        (Bullets(("gut", "a\x00")), "control-character", f"{BLOCK} Bullets.items[1]"),
        (Paragraph((Run("x", "link", "javascript:alert(1)"),)), "href", f"{BLOCK} Paragraph.text"),
        (Paragraph((Run("x", "link", "#weg"),)), "link-target", f"{BLOCK} Paragraph.text"),
        (Paragraph((Run(" ", "link", "#eins"),)), "empty", f"{BLOCK} Paragraph.text"),
        (Paragraph("x", trace=Trace((), -1)), "count", f"{BLOCK} Paragraph.trace"),
        (Paragraph("x", trace=Trace((dataclasses.replace(REF, label=""),))), "empty",
         f"{BLOCK} Paragraph.trace.refs[0].label"),
        (Paragraph("x", trace=Trace((dataclasses.replace(REF, url="ftp://x"),))), "href",
         f"{BLOCK} Paragraph.trace.refs[0]"),
        (Table("T", ("a", "b"), (("1", "2"), ("1",))), "table-width", f"{BLOCK} Table.rows[1]"),
        (Table("T", ("a",), ()), "empty", f"{BLOCK} Table"),
        (Table("T", ("a",), (("1",),), numeric=(1,)), "table-width", f"{BLOCK} Table.numeric"),
        (Box("B", (Heading(2, "H"),)), "box", f"{BLOCK} Box"),
        (Figure("C", "", Bars((Bar("a", 1),), "n")), "empty", f"{BLOCK} Figure.description"),
        (Figure("C", "D", Bars((), "n")), "figure", f"{BLOCK} Figure.spec.bars"),
        (Figure("C", "D", Bars((Bar("a\x01", 1),), "n")), "control-character",
         f"{BLOCK} Figure.spec.bars[0].label"),
        (Figure("C", "D", Heatmap(("a",), ("b",), ((float("nan"),),), 0, 1, "x")), "figure",
         f"{BLOCK} Figure.spec.values[0]"),
        (Recommendation(1, "", "x", Trace((REF,), 3), 3), "empty", f"{BLOCK} Recommendation.title"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_named_with_its_block(block, code, where):
    error = error_of(paper(block))
    assert (error.code, error.where) == (code, where)
    assert str(error).startswith(f"{where}: ")


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"title": ""}, "empty"), ({"language": "fr"}, "language"), ({"date": "22.11.2026"}, "date"),
     ({"base_url": "example.org"}, "base-url"), ({"imprint": ("\x1b",)}, "control-character")],
)  # fmt: skip
def test_the_front_is_checked_too(fields, code):
    assert error_of(paper(**fields)).code == code


def test_plain_keeps_what_people_wrote_and_drops_what_cannot_be_printed():
    typed = "Ähre\r\nzweite\tZeile \u202eumgedreht\u202c\x07 שלום 😀"
    assert plain(typed) == "Ähre\nzweite Zeile umgedreht שלום 😀"
    assert validate(paper(Paragraph(plain(typed)))).title == "T"


def test_errors_travel_between_processes():
    error = error_of(paper(Heading(3, "x")))
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.where, str(again)) == (error.code, error.where, str(error))


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def places(value, path=()):
    """The path of every value in parsed JSON."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(
        value, list) else ()  # fmt: skip
    for key, inner in pairs:
        yield from places(inner, (*path, key))


RICH_JSON = to_json(RICH)
PLACES = [path for path in places(json.loads(RICH_JSON)) if path]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), junk)
def test_broken_json_gives_a_document_or_a_named_error_and_nothing_else(path, value):
    data = json.loads(RICH_JSON)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    try:
        document = from_json(json.dumps(data))
    except DocumentError as error:
        assert error.where and error.code and error.message
    else:
        assert from_json(to_json(document)) == document
