"""The Wiener Sachtextformel on texts counted by hand; sentences end where readers end them."""

import pytest

from weitblick.engines.readability import assess, sentences, syllables


def test_the_formula_on_a_text_counted_by_hand():
    """Two sentences, 8 words: "Bürgermeister" and "Gemeinde" have three syllables or more, both
    and "arbeitet" more than six letters ("arbeitet" has three syllables too); four have one."""
    found = assess("Der Bürgermeister arbeitet hier. Die Gemeinde ist klein.")
    share = 100 / 8
    wstf = 0.1935 * 3 * share + 0.1672 * 4 + 0.1297 * 3 * share - 0.0327 * 5 * share - 0.875
    assert (found.sentences, found.words, found.wstf) == (2, 8, round(wstf, 1))


@pytest.mark.parametrize(
    "text,count",
    [
        ("Am 30. Juni ist Schluss. Danach nicht.", 2),
        ("Das gilt z. B. für Busse. Für Bahnen nicht.", 2),
        ("Es kommen ca. 1.200 Menschen. Alle aus dem Kreis.", 2),
        ("Im 21. Jahrhundert fährt der Bus öfter. Wirklich?", 2),
        ("Eins.\nZwei", 2),
        ("Er sagte: „Komm mit.“ Dann ging er.", 3),
        ("", 0),
    ],
)
def test_sentences_end_where_readers_end_them(text, count):
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "word,count",
    [("Bus", 1), ("Haus", 1), ("Karte", 2), ("Gemeinde", 3), ("Bürgermeister", 4), ("Tee", 1),
     ("Nachbarschaft", 3), ("pst", 1)],
)
def test_syllables(word, count):
    assert syllables(word) == count


def test_long_sentences_passives_and_compounds_are_named():
    text = (
        "Die Mobilitätsstationsbetriebskosten werden von der Landesregierung jährlich geprüft. "
        "Wir fahren mit dem Bus und mit der Bahn und mit dem Rad und zu Fuß und immer gern."
    )
    found = assess(text)
    assert found.long_words == ("Mobilitätsstationsbetriebskosten",)
    assert [one[:7] for one in found.passives] == ["Die Mob"]
    assert [one[:10] for one in found.long_sentences] == ["Wir fahren"]
    assert not found.is_plain


def test_plain_sentences_pass():
    found = assess("Der Bus fährt oft. Das ist gut. Wir kommen nach Hause. Alle sind froh.")
    assert found.is_plain
    assert found.wstf < 3


def test_a_text_without_words_has_no_value():
    assert assess("… 12 %").wstf == 0.0
