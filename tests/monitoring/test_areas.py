"""Profiles of areas, the comparison without a ranking, planning areas."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.monitoring.figures_setting import KREISE, kreise, municipalities, plain, rate
from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Area, Indicator, Level
from weitblick.monitoring.analysis import composite, places, profile

NAMES = {"16061045": "Heiligenstadt", "16061115": "Leinefelde", "16061001": "Arenshausen"}


def url(process, name, *args):
    return reverse(f"monitoring:{name}", args=[process.slug, *args])


@pytest.fixture
def quota(db):
    kreise()
    one = rate("quote", name="Quote")
    plain("quote", [(key, year, str(number)) for number, key in enumerate(KREISE)
                    for year in (2020, 2023)])
    return one


def entry(process, key: str, code: str = "quote"):
    fields = profile.profile(process, Area.objects.get(key=key), lambda code: f"/{code}")
    return next(one for field in fields for one in field.entries if one.indicator.code == code)


def test_good_and_bad_are_said_in_words(quota, process):
    assert entry(process, "16051").standing.words == (
        "niedriger als bei drei Vierteln der Kreise und kreisfreien Städte – günstig")
    assert entry(process, "16077").standing.words == (
        "höher als bei drei Vierteln der Kreise und kreisfreien Städte – ungünstig")
    middle = entry(process, "16066")
    assert (middle.standing.tone, middle.middle) == ("none", "10,5 %")


def test_a_profile_is_shown_printed_and_downloaded(quota, process, desk, client: Client):
    page = desk.get(url(process, "area", "16051")).content.decode()
    assert "Quote" in page and "günstig" in page and "Amt für Tests" in page
    rows = desk.get(url(process, "area-values", "16051")).content.decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[2:6] == ["Quote", "0", "%", "2023-12-31"]
    assert rows[-1] == "Quelle: Amt für Tests"
    process.is_public = True
    process.save()
    public = client.get(reverse("public-monitoring:area", args=[process.slug, "16051"]))
    assert "Quote" in public.content.decode()


def test_the_small_picture_stops_at_a_break(quota):
    quota.breaks = [{"at": "2022-01-01", "reason": "Neu"}]
    quota.save()
    assert profile.spark(evidence.series("quote", "16051"))["path"] == ""


def test_similar_says_how(db):
    municipalities(NAMES)
    one = Area.objects.get(key="16061045")
    found = places.similar_to(one, places.units(Level.GEMEINDE))
    assert set(found.keys) == set(NAMES) - {"16061045"}
    assert found.how == ("Ähnlich heißt hier: Gemeinden mit 1000 bis unter 2000 Personen, die "
                         "nächsten nach Einwohnerzahl.")


def test_the_comparison_gives_ranges_and_no_rank(quota, process, desk):
    rate("zweite", direction="good")
    plain("zweite", [(key, 2023, str(number)) for number, key in enumerate(KREISE)])
    found = composite.together(places.units(Level.KREIS), {"quote": 1, "zweite": 1})
    erfurt = next(one for one in found.rows if one.area.key == "16051")
    assert (erfurt.best, erfurt.worst) == (1, 22), "opposed indicators: every place is possible"
    assert [share for _one, _year, share in found.indicators] == [0.5, 0.5]
    page = desk.get(url(process, "compare") + "?quote=1&zweite=2").content.decode()
    assert "Es gibt keine Rangliste" in page and "1 bis 22" in page


def test_who_lacks_a_value_is_named_and_left_out(quota):
    rate("zweite", direction="good")
    plain("zweite", [(key, 2023, str(number)) for number, key in enumerate(KREISE[1:])])
    found = composite.together(places.units(Level.KREIS), {"quote": 1, "zweite": 1})
    assert [one.key for one in found.left_out] == ["16051"]
    assert composite.together(places.units(Level.KREIS), {"quote": 1}) is None


def test_a_planning_area_is_made_and_gets_a_later_version(db, process, desk):
    municipalities(NAMES)
    data = {"name": "Obereichsfeld", "valid_from": "2000-01-01",
            "members": ["16061045", "16061115"]}
    assert desk.post(url(process, "new-planning"), data).status_code == 302
    assert desk.post(url(process, "new-planning"), {**data, "members": []}).status_code == 422
    area = Area.objects.get(level=Level.PLANNING)
    assert area.key == "pr_obereichsfeld"
    later = {**data, "valid_from": "2024-01-01", "members": ["16061045", "16061001"]}
    assert desk.post(url(process, "planning-version", area.key), later).status_code == 302
    page = desk.get(url(process, "planning")).content.decode()
    assert "Heiligenstadt, Leinefelde" in page and "Heiligenstadt, Arenshausen" in page


def test_a_sum_is_credited_to_the_files_of_its_members_and_absent_with_one_of_them(
    db, process, desk
):
    municipalities(NAMES)
    Indicator.objects.create(code="vereine", name_de="Vereine", unit="Vereine", source="Test",
                             dimension="ehrenamtliches-engagement", is_additive=True)
    plain("vereine", [("16061045", 2023, "40"), ("16061115", 2023, "30")], attribution="Kreis X")
    for name, members in (("Ganz", ["16061045", "16061115"]), ("Mit", ["16061045", "16061001"])):
        desk.post(url(process, "new-planning"),
                  {"name": name, "valid_from": "2000-01-01", "members": members})
    whole = entry(process, "pr_ganz", "vereine")
    assert (whole.value, whole.attributions) == ("70 Vereine", ("Kreis X",))
    assert entry(process, "pr_mit", "vereine").value == "fällt später an"


def test_search_finds_municipalities(db, process, desk):
    municipalities(NAMES)
    page = desk.get(url(process, "areas") + "?suche=heil").content.decode()
    assert "Heiligenstadt" in page and "Leinefelde" not in page
    assert "Keine Gemeinde heißt „xyz“." in desk.get(
        url(process, "areas") + "?suche=xyz").content.decode()
