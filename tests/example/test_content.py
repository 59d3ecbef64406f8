"""The authored content: everything refers to something that exists, and the counts hold."""

from collections import Counter
from statistics import median

from weitblick.example.content import LETTERS, group_matrix, load
from weitblick.workshop.frame import load_frame

CONTENT = load()
FRAME = load_frame("thueringen-2035")
SECTORS = {sector.title for sector in FRAME.sectors}
TOPICS = {topic.title for topic in FRAME.topics}
DIMENSIONS = {dimension.title for dimension in FRAME.dimensions}
FACTORS = [one["slug"] for one in CONTENT.factors]
ASSUMPTIONS = {one["slug"] for letters in CONTENT.assumptions.values() for one in letters.values()}
OPTIONS = {one["slug"] for one in CONTENT.options}
STATEMENTS = {one["slug"] for one in CONTENT.validation}
KEY = [one["slug"] for one in CONTENT.factors if one.get("key")]
CARDS = [card for cards in CONTENT.cards.values() for card in cards]


def test_the_counts_of_the_worked_example():
    assert len(CONTENT.participants) == 70
    assert {one["sector"] for one in CONTENT.participants} == SECTORS
    assert len({card["text"] for card in CARDS}) == len(CARDS) >= 180
    assert (len(FACTORS), len(KEY), len(ASSUMPTIONS), len(OPTIONS)) == (30, 12, 36, 36)
    assert len(CONTENT.scenarios) == 4
    assert len({one["story"]["form"] for one in CONTENT.scenarios}) == 4
    assert Counter(one["field"] for one in CONTENT.recommendations) == dict.fromkeys(
        ["I", "II", "III", "IV", "V", "VI"], 2)


def test_every_dimension_has_its_factor():
    assert {title for one in CONTENT.factors for title in one["dimensions"]} == DIMENSIONS


def test_cards_name_factors_sectors_and_topics_of_the_frame():
    assert set(CONTENT.cards) == set(FACTORS)
    assert {card["sector"] for card in CARDS} == SECTORS
    assert {card["topic"] for card in CARDS} == TOPICS
    assert all(4 <= len(card["text"].split()) <= 25 for card in CARDS)


def test_influences_and_assumptions_name_factors():
    shortlisted = {one["slug"] for one in CONTENT.factors if one.get("shortlisted")}
    assert set(KEY) < shortlisted and len(shortlisted) == 15
    assert set(CONTENT.influences) <= shortlisted
    assert {to for row in CONTENT.influences.values() for to in row} <= shortlisted
    assert set(CONTENT.assumptions) == set(KEY)
    assert all(list(letters) == list(LETTERS) for letters in CONTENT.assumptions.values())


def test_the_median_of_the_groups_is_the_authored_matrix():
    groups = [group_matrix(CONTENT, one["slug"]) for one in CONTENT.crossimpacts["groups"]]
    authored = group_matrix(CONTENT, "nobody")
    assert len(groups) == 5
    assert {cell: median(group[cell] for group in groups) for cell in authored} == authored
    assert sum(group[cell] != authored[cell] for group in groups for cell in authored) >= 40


def test_options_statements_and_recommendations_refer_to_what_exists():
    for one in CONTENT.options:
        assert set(one["dimensions"]) <= DIMENSIONS and set(one["effects"]) <= ASSUMPTIONS
        assert {one["lead"], *one["partners"]} <= SECTORS
    for one in CONTENT.validation:
        assert set(one["options"]) <= OPTIONS and set(one["votes"]) == SECTORS
        assert all(sum(shares.values()) == 100 for shares in one["votes"].values())
    for one in CONTENT.recommendations:
        assert set(one["statements"]) <= STATEMENTS and set(one["options"]) <= OPTIONS
    assert {slug for one in CONTENT.options for slug in one["effects"]} == ASSUMPTIONS
