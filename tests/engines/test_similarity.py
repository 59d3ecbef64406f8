"""Similar cards: related words meet, unrelated ones do not, in German and English.

Proven: stems, umlauts and compounds; that each card of a labelled set finds its partner; that
duplicates and groups are suggested and strangers left out; the invariants of a cosine; and that a
real conversation of 522 statements takes less than a second.
"""

import csv
import time
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.labelled_cards import CARDS
from weitblick.engines.errors import InputError
from weitblick.engines.similarity import duplicates, groups, neighbours
from weitblick.engines.similarity.words import folded, parts, stem, vocabulary, words

CASES = Path(__file__).parents[3] / "shared" / "cases" / "participation"
AUSTRIA = CASES / "austria-climate.5twd2jsnkf.2022-08-08" / "comments.csv"

# Every card says the same as the one beside it, in other words.
PAIRS = [
    ("Ein Rufbus fährt abends in alle Dörfer", "Rufbusse, die am Abend jedes Dorf anfahren"),
    ("Der Dorfladen bleibt als Treffpunkt offen", "Dorfläden erhalten, auch als Treffpunkte"),
    ("Ärztinnen und Ärzte kommen in die Gemeinde", "Mobile Ärzte für kleine Gemeinden"),
    ("Schnelles Internet für jeden Hof", "Glasfaser und schnelles Internet auf dem Land"),
    ("Vereine finden keinen Nachwuchs", "Der Nachwuchs in den Vereinen fehlt"),
    ("Leerstehende Häuser wieder nutzen", "Nutzung von Leerstand: Haus für Haus"),
    ("Fördermittel einfacher beantragen", "Anträge auf Förderung sind zu kompliziert"),
    ("Jugendliche im Gemeinderat beteiligen", "Beteiligung der Jugend an Beschlüssen"),
    ("Young people leave the villages", "The village loses its young people"),
    ("Care for older people at home", "Home care services for the elderly"),
]


def test_umlauts_meet_however_they_are_written() -> None:
    assert folded("Häuser") == folded("Haeuser") == folded("HÄUSER") == "hauser"
    assert folded("Straße") == folded("STRASSE") == "strasse"
    assert folded("neue Mauer, quer") == "neue mauer, quer"


def test_stop_words_go_but_negations_stay() -> None:
    assert words("Der Bus kommt nicht, und das ist schlecht!") == [
        "bus",
        "kommt",
        "nicht",
        "schlecht",
    ]


@pytest.mark.parametrize(
    "forms",
    [
        ["haus", "hauser", "hausern", "hauses"],
        ["gemeinde", "gemeinden"],
        ["verein", "vereine", "vereinen", "vereins"],
        ["fordern", "gefordert", "geforderte"],
        ["village", "villages"],
        ["service", "services"],
    ],
)
def test_forms_of_a_word_meet(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_different_words_stay_apart() -> None:
    assert stem("gesetz") != stem("setzen")
    assert stem("schule") != stem("schuld")


def test_compounds_are_split_into_known_words() -> None:
    known = vocabulary([["burger", "bus", "mobilitat", "angebote", "tur", "rolle", "wald"]])
    assert parts("burgerbus", known) == (stem("burger"), "bus")
    assert parts("mobilitatsangebot", known) == (stem("mobilitat"), stem("angebote"))
    assert parts("regionalangebot", known) == (stem("angebote"),)
    assert parts("mobilitatspunkt", known) == (stem("mobilitat"),)
    assert parts("kultur", known) == ()
    assert parts("kontrolle", known) == ()


def test_every_card_finds_its_partner() -> None:
    texts = [text for pair in PAIRS for text in pair]
    nearest = {pair.i: pair.j for pair in neighbours(texts, k=1)}
    assert nearest == {i: i ^ 1 for i in range(len(texts))}


def test_nearest_first_and_never_itself() -> None:
    found = neighbours([text for pair in PAIRS for text in pair], k=3)
    assert all(pair.i != pair.j and 0 < pair.score <= 1 for pair in found)
    for one, following in pairwise(found):
        assert one.i < following.i or one.score >= following.score


def test_cards_without_anything_in_common_have_no_neighbours() -> None:
    assert neighbours(["Bus", "Arzt", "", "!!!"]) == []


def test_duplicates_forgive_a_typing_error() -> None:
    texts = [
        "Mehr Busverbindungen am Abend und am Wochenende",
        "Weniger Bürokratie bei Vereinsfesten",
        "Mehr Busverbindungen am Abend und am Wochenede!",
    ]
    assert [(pair.i, pair.j) for pair in duplicates(texts)] == [(0, 2)]


def test_the_same_text_is_as_near_as_can_be() -> None:
    (pair,) = duplicates(["Der Dorfladen", "Arzt", "der dorfladen."])
    assert (pair.i, pair.j, pair.score) == (0, 2, pytest.approx(1))


def test_groups_are_suggested_and_strangers_left_out() -> None:
    texts = [
        "Rufbus am Abend",
        "Glasfaser für alle",
        "Ein Rufbus auch abends",
        "Glasfaser in jedes Haus",
        "Rufbus bis in die Nacht am Abend",
        "Wolf und Weide",
    ]
    assert groups(texts, threshold=0.2) == [(0, 2, 4), (1, 3)]


def test_short_varied_cards_meet_by_what_they_are_about() -> None:
    """Before compounds met by their beginnings, common words counted less and words that stand
    together were taken over: precision 0.50, recall 0.04, nearest card right 0.57."""
    texts = [text for cards in CARDS.values() for text in cards]
    about = [subject for subject, cards in CARDS.items() for _card in cards]
    same = {(i, j) for i, j in combinations(range(len(texts)), 2) if about[i] == about[j]}
    found = {pair for group in groups(texts) for pair in combinations(group, 2)}
    nearest = {pair.i: pair.j for pair in neighbours(texts, k=1)}
    right = sum(about[i] == about[j] for i, j in nearest.items())
    assert (len(texts), len(same), len(found), len(found & same)) == (63, 168, 48, 33)
    assert (round(len(found & same) / len(found), 2), round(len(found & same) / len(same), 2),
            round(right / len(nearest), 2)) == (0.69, 0.2, 0.71)


def test_a_part_that_only_begins_another_word_is_a_word() -> None:
    known = vocabulary([["hausarzt", "arztpraxis"]])
    assert known["arzt"] == stem("arzt")
    assert parts("facharzt", known) == ()
    assert parts("landarztpraxis", {**known, "land": "land"}) == ("land", stem("arztpraxis"))


def test_synonyms_meet_where_another_card_uses_both() -> None:
    texts = ["Bus am Abend", "ÖPNV ausbauen", "Bus und ÖPNV gehören zusammen", "Glasfaser"]
    found = {(pair.i, pair.j) for pair in neighbours(texts)}
    assert (0, 1) in found and not {pair for pair in found if 3 in pair}


def test_few_texts_have_no_groups() -> None:
    assert groups([]) == groups(["allein"]) == neighbours([]) == duplicates([]) == []


def test_given_vectors_replace_the_words() -> None:
    found = neighbours(["Bus", "ÖPNV", "Arzt"], k=1, vectors=[[3, 4], [6, 8], [0, 1]])
    assert [(p.i, p.j) for p in found] == [(0, 1), (1, 0), (2, 0)]
    assert [p.score for p in found] == pytest.approx([1, 1, 0.8])
    assert groups(["Bus", "ÖPNV", "Arzt"], 0.9, vectors=[[3, 4], [6, 8], [0, 1]]) == [(0, 1)]


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(InputError, match="one row for each text"):
        neighbours(["a", "b"], vectors=[[1, 2]])
    with pytest.raises(InputError, match="threshold 0 does not lie"):
        groups(["a", "b"], threshold=0)


@given(st.lists(st.text("abcde äß", max_size=20), max_size=8), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_nearness_is_the_same_both_ways_and_in_any_order(texts: list[str], random: object) -> None:
    found = {(p.i, p.j): p.score for p in neighbours(texts, k=len(texts))}
    for (i, j), score in found.items():
        assert 0 < score <= 1
        assert found[j, i] == pytest.approx(score)
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = {
        (order[p.i], order[p.j]): p.score
        for p in neighbours([texts[i] for i in order], k=len(texts))
    }
    assert moved == pytest.approx(found)


@given(st.lists(st.text("abcd ", max_size=12), max_size=8))
@settings(deadline=None)
def test_groups_do_not_overlap(texts: list[str]) -> None:
    members = [text for group in groups(texts) for text in group]
    assert len(members) == len(set(members))


@pytest.fixture(scope="module")
def statements() -> list[str]:
    if not AUSTRIA.exists():
        pytest.skip("the conversation is not there")
    with AUSTRIA.open(encoding="utf-8") as lines:
        return [row["comment-body"] for row in csv.DictReader(lines)]


def test_a_real_conversation_takes_less_than_a_second(statements: list[str]) -> None:
    start = time.process_time()
    found = neighbours(statements, k=5)
    assert time.process_time() - start < 1
    alone = {"x", "xxx"}
    assert {statements[pair.i] for pair in found} == set(statements) - alone
    assert len(statements) == 522


def test_repeated_statements_of_a_real_conversation(statements: list[str]) -> None:
    """Statements that were entered again, some with a label in front, and few others."""
    bare = [words(text.replace("Klimarat", "")) for text in statements]
    again = {
        (i, j) for i in range(len(bare)) for j in range(i + 1, len(bare)) if bare[i] == bare[j]
    }
    found = {(pair.i, pair.j) for pair in duplicates(statements)}
    assert len(again) >= 10
    assert again <= found
    assert len(found) <= 40


def test_more_texts_than_fit_one_block() -> None:
    vectors = np.random.default_rng(0).random((1100, 4))
    unit = vectors / np.linalg.norm(vectors, axis=1)[:, None]
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, 0)
    found = neighbours([""] * 1100, k=1, vectors=vectors)
    assert [pair.j for pair in found] == cosines.argmax(axis=1).tolist()
    near = np.argwhere(np.triu(cosines) >= 0.9999)
    again = duplicates([""] * 1100, 0.9999, vectors=vectors)
    assert sorted((pair.i, pair.j) for pair in again) == [(int(i), int(j)) for i, j in near]
