"""Signposts: set at an assumption, read from new figures, joined with scenarios one way only."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.evidence.tables import flat
from weitblick.evidence import actions as evidence
from weitblick.monitoring.actions import notes
from weitblick.monitoring.actions import signposts as actions
from weitblick.monitoring.chapter import chapter, signposted
from weitblick.monitoring.models import Signpost
from weitblick.monitoring.queries import outlook, signposts_of
from weitblick.monitoring.queries import signposts as queries
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind


def bring(day, value):
    evidence.import_file(flat([("16072", day, "", value)]), "t.csv")


@pytest.fixture
def figures(db):
    bring("2024-12-31", "55500")


@pytest.fixture
def shrinking(process):
    return trace.create(process, Kind.ASSUMPTION, "Es werden deutlich weniger")


@pytest.fixture
def growing(process):
    return trace.create(process, Kind.ASSUMPTION, "Es werden mehr")


def post(item, threshold, direction="below", by=2025):
    return actions.set_signpost(item, "bevoelkerung", "16072", threshold, direction, by)


def test_a_signpost_keeps_where_it_started(figures, shrinking):
    assert post(shrinking, 50000.0).start == 55500.0


def test_only_assumptions_carry_signposts(process, figures):
    factor = trace.create(process, Kind.FACTOR, "Alterung")
    with pytest.raises(ValidationError, match="gehören zu Trendannahmen"):
        post(factor, 50000.0)


def test_an_unknown_indicator_is_refused(shrinking, db):
    with pytest.raises(ValidationError, match="gibt es nicht"):
        actions.set_signpost(shrinking, "nichts", "16072", 1.0, "above", 2030)


def test_new_figures_decide(figures, shrinking):
    one = post(shrinking, 55000.0)
    assert queries.read([one])[0].pointing == "open"
    bring("2025-12-31", "54900")
    sign = queries.read([one])[0]
    assert (sign.pointing, sign.now, sign.words) == (
        "towards", "54\u202f900 (2025)", "weist darauf hin")


def test_a_passed_date_speaks_against(figures, growing):
    one = post(growing, 60000.0, "above", 2024)
    assert queries.read([one])[0].pointing == "away"


def test_with_few_signs_it_is_not_decidable_and_says_so(figures, shrinking, growing):
    post(shrinking, 56000.0)
    post(growing, 60000.0, "above")
    found = outlook([("Weniger", [shrinking.pk]), ("Mehr", [growing.pk])])
    assert not found.is_decidable
    assert found.sentence == (
        "1 von 2 Wegmarken ist entschieden. Noch nicht entscheidbar, auf welches Szenario sich "
        "die Region zubewegt.")
    assert [(one.name, one.towards, one.open) for one in found.movements] == [
        ("Weniger", 1, 0), ("Mehr", 0, 1)]


def test_many_signs_decide_with_their_interval(figures, shrinking, growing):
    for step in range(6):
        post(shrinking, 56000.0 + step)
        post(growing, 60000.0 + step, "above", 2024)
    found = outlook([("Weniger", [shrinking.pk]), ("Mehr", [growing.pk])])
    assert found.is_decidable
    assert found.sentence.endswith("Die meisten weisen auf „Weniger“.")
    assert found.movements[0].share == "100\u202f%"


def test_without_signposts_nothing_is_said(shrinking):
    assert outlook([("Weniger", [shrinking.pk])]) is None
    assert outlook([]) is None


def test_a_retired_signpost_does_not_count(figures, shrinking):
    one = post(shrinking, 56000.0)
    actions.retire(one)
    assert signposts_of([shrinking]) == []
    assert Signpost.objects.count() == 1


def test_values_before_a_break_do_not_decide(db, shrinking):
    bring("2010-12-31", "40000")
    bring("2024-12-31", "55500")
    one = post(shrinking, 50000.0, by=2030)
    assert queries.read([one])[0].pointing == "open"


def test_the_desk_sets_and_retires(desk, process, figures, shrinking):
    url = reverse("monitoring:signposts", args=[process.slug])
    given = {"item": shrinking.public_id, "indicator": "bevoelkerung", "area": "16072",
             "direction": "below", "threshold": "55000,5", "by": "2030"}
    assert desk.post(url, {**given, "by": "bald"}).status_code == 422
    desk.post(url, given)
    one = Signpost.objects.get()
    assert one.threshold == 55000.5
    assert "noch offen" in desk.get(url).content.decode()
    desk.post(reverse("monitoring:signpost-retire", args=[process.slug, one.pk]))
    assert "Herausnehmen" not in desk.get(url).content.decode()


def test_the_chapter_tells_pinned_evidence_with_its_source(process, figures, shrinking):
    assert chapter(process) is None
    notes.pin(process, "series", {"code": "bevoelkerung", "area": "16072"}, [shrinking])
    _heading, paragraph, table = chapter(process).blocks
    assert paragraph.text.startswith("1 Beleg stützt Faktoren oder Annahmen.")
    assert table.rows[0][0] == "Bevölkerung, Sonneberg, 55\u202f500"
    assert len(paragraph.trace.refs) == 1


def test_the_chapter_tells_where_the_signs_point(process, figures, shrinking):
    post(shrinking, 56000.0)
    found = outlook([("Weniger", [shrinking.pk])])
    paragraph, movements, signs = signposted(process, found)
    assert paragraph.text == found.sentence
    assert movements.rows[0][:4] == ("Weniger", "1", "0", "0")
    assert signs.rows[0][4] == "weist darauf hin"
    assert signposted(process, None) == []
