"""Damaged files neither crash an importer nor bring in a number that does not stand in them.

Some thousand variants of small samples of every format; ``python -m benchmarks.evidence_fuzz``
runs as many as wanted. The judge is a second, slow reading of the same bytes.
"""

import pytest

from benchmarks.evidence_fuzz import DAMAGES, judge, run, samples, spreadsheet, whole
from benchmarks.evidence_oracle import LAYS, violations
from weitblick.evidence.importers import Row, Sign


def test_three_thousand_variants_bring_no_crash_and_no_wrong_number():
    counts, wrong = run(3000, seed=20)
    assert wrong == []
    assert counts["refused"] + counts["marked"] + counts["equal"] == 3000
    assert min(counts["refused"], counts["marked"], counts["equal"]) > 300


def test_every_cut_of_every_sample_gives_only_rows_of_the_whole():
    for kind in ("flat5", "crosstab", "inkar_web", "inkar_bulk", "iris", "gisd", "grid", "plain"):
        content = samples()[kind].content
        wrong = [
            (at, outcome.wrong)
            for at in range(len(content))
            if (outcome := judge(kind, "cut", content[:at])).wrong
        ]
        assert wrong == []


def test_a_cut_inside_a_value_is_told_although_the_number_looks_sound():
    content = samples()["gisd"].content
    cut = content[: content.rindex(b"0.69568") + 5]
    assert judge("gisd", "cut", cut).result == "marked"
    last = content[:-1]
    assert judge("gisd", "cut", last).result == "marked"


def test_what_spreadsheets_do_is_told_and_undone_with_consent():
    assert [outcome.wrong for outcome in spreadsheet()] == [()] * 5


def test_the_judge_finds_what_is_wrong():
    sample = samples()["gisd"]
    reading = _reading("gisd")
    rows = list(reading.rows)
    assert violations("gisd", sample.content, reading, rows) == []
    other = sample.content.replace(b"0.4,3", b"0.5,3")
    assert violations("gisd", other, reading, rows) == ["line 3: '0.5' became 0.4"]
    assert violations("gisd", sample.content, reading, rows[:-2]) == [
        "2 lines untold, 1 counted"
    ]
    assert len(violations("gisd", sample.content, reading, [*rows, rows[0]])) == 1


def _reading(kind):
    import io

    from weitblick.evidence.importers import read

    sample = samples()[kind]
    return read(io.BytesIO(sample.content), name=sample.name, mapping=sample.mapping)


@pytest.mark.parametrize("kind", sorted(samples()))
def test_the_samples_themselves_are_sound(kind):
    sample = samples()[kind]
    reading = _reading(kind)
    items = list(reading.rows)
    assert all(isinstance(item, Row) for item in items)
    assert reading.problems == []
    assert len(whole(kind)) == len(items) > 3
    if kind in LAYS and kind != "zip":
        assert violations(kind, sample.content, reading, items) == []


def test_all_signs_and_damages_occur():
    signs = {one for kind in samples() for one in (row[6] for row in whole(kind))}
    assert signs == set(Sign)
    assert len(DAMAGES) == 15
