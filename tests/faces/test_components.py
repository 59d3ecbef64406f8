"""Components say what they are: texts are escaped, names and errors tied, counts written out."""

import re
from datetime import timedelta

import pytest
from django import forms
from django.template import engines
from django.utils import timezone
from django.utils.translation import override

from weitblick.faces.components.questions import grid2x2

N = "\u202f"


def render(source: str, **context: object) -> str:
    template = engines["django"].from_string("{% load weitblick %}" + source)
    with override("de"):
        return template.render(context)


def words(html: str) -> str:
    """The text without tags; runs of plain spaces are one, narrow spaces stay."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", html)).strip(" ")


class Contribution(forms.Form):
    text = forms.CharField(label="Text", help_text="Ein Gedanke", widget=forms.Textarea)
    impact = forms.IntegerField(label="Wirkung", help_text="auf die Region")
    sector = forms.ChoiceField(label="Bereich", choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_card_says_its_field_text_id_and_meta() -> None:
    html = render('{% card text field=2 public_id="K-7" meta="Tisch 1" %}',
                  text="Mehr <b>Busse</b>")
    assert words(html) == "Handlungsfeld II Mehr &lt;b&gt;Busse&lt;/b&gt; K-7 Tisch 1"
    assert '<article class="card field-2">' in html


def test_a_card_without_field_says_none() -> None:
    assert words(render('{% card "Mehr Busse" %}')) == "Mehr Busse"


def test_a_cardbox_carries_what_it_encloses() -> None:
    html = render('{% cardbox text field="I" %}<b>{{ inner }}</b>{% endcardbox %}',
                  text="<i>", inner="<u>")
    assert words(html) == "Handlungsfeld I &lt;i&gt; &lt;u&gt;"
    assert "<b>&lt;u&gt;</b>" in html


def test_a_stack_shows_the_first_and_counts_all() -> None:
    cards = [{"text": f"Karte {i}", "field": None} for i in range(1, 6)]
    html = render('{% stack "Treffpunkte" cards shown=2 %}', cards=cards)
    assert words(html) == (
        "Treffpunkte 5 Karten Karte 1 Karte 2 3 weitere Karten Karte 3 Karte 4 Karte 5"
    )


def test_a_field_ties_help_and_error_to_its_input() -> None:
    html = render("{% field form.text %}", form=Contribution({"text": ""}))
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_text_helptext">Ein Gedanke<' in html
    assert 'id="id_text_error"' in html


def test_choices_are_a_fieldset_with_a_legend() -> None:
    html = render("{% field form.sector %}", form=Contribution())
    assert html.startswith('<fieldset class="field">')
    assert words(html) == "Bereich A"


def test_a_scale_takes_name_choice_and_error_from_a_bound_field() -> None:
    form = Contribution({"impact": "x"})
    html = render('{% scale form.impact last=3 low="kaum" high="stark" %}', form=form)
    assert re.findall(r'name="(\w+)" value="(\d)"', html) == [
        ("impact", "1"), ("impact", "2"), ("impact", "3"),
    ]
    assert 'aria-describedby="impact_help impact_errors"' in html
    assert "<legend>Wirkung</legend>" in html


def test_only_the_given_value_of_a_scale_is_checked() -> None:
    html = render('{% scale name="p" legend="L" value=4 dont_know="weiß nicht" %}')
    assert re.findall(r'value="(\d?)" checked', html) == ["4"]
    assert re.findall(r'value="(\d?)" checked', render('{% scale name="p" value=None %}')) == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [("influence", ["0", "1", "2", "3", ""]),
     ("crossimpact", ["-3", "-2", "-1", "0", "1", "2", "3", ""])],
)
def test_a_matrix_question_asks_in_words_and_allows_not_knowing(
    kind: str, values: list[str]
) -> None:
    html = render('{% matrix_question "m" "Busse" "Ehrenamt" kind=kind %}', kind=kind)
    assert re.findall(r'name="m" value="([^"]*)"', html) == values
    assert "Wie wirkt „Busse“ auf „Ehrenamt“?</legend>" in html
    assert "weiß nicht" in html


def test_a_vote_bar_writes_counts_shares_and_n() -> None:
    assert words(render("{% vote_bar 3 0 1 %}")) == (
        f"3 stimmen zu (75{N}%) 0 stimmen nicht zu (0{N}%) 1 enthält sich (25{N}%) n = 4"
    )
    assert words(render("{% vote_bar 0 0 0 %}")) == "Noch keine Stimmen."


def test_a_distribution_reads_itself_out() -> None:
    html = render('{% distribution counts label="Wirkung" %}', counts=[0, 1, 3])
    assert 'aria-label="Wirkung: 1: 0; 2: 1; 3: 3"' in html
    assert words(html) == "Wirkung 1 2 3 Median 3 · n = 4"
    assert words(render("{% distribution counts %}", counts=[0, 0])) == "Noch keine Bewertungen."


def test_a_timer_carries_end_and_server_time() -> None:
    html = render("{% timer ends %}", ends=timezone.now() + timedelta(minutes=5))
    assert re.search(r'data-now="\d{4}-[^"]+" datetime="\d{4}-[^"]+\+00:00"', html)
    assert words(render("{% timer None %}")) == ""


def test_dots_say_what_is_left() -> None:
    options = [{"name": "a", "label": "A", "value": 2}, {"name": "b", "label": "B"}]
    html = render('{% dots "Punkte" options budget=5 %}', options=options)
    assert words(html).startswith("Punkte Noch 3 von 5 Punkten")
    assert re.findall(r'name="(\w)" value="(\d)"', html) == [("a", "2"), ("b", "0")]


def test_a_figure_has_its_sentence_n_and_table() -> None:
    source = (
        '{% figure_with_table "Titel" reading="Vier von sechs." headers=h rows=r n=1234 %}'
        "<svg></svg>{% endfigure_with_table %}"
    )
    html = render(source, h=("Faktor", "Wert"), r=[("Busse", "1")])
    assert words(html) == (
        f"Titel Vier von sechs. n = 1{N}234 Als Tabelle Faktor Wert Busse 1"
    )


def test_the_system_grid_lists_every_point_in_its_table() -> None:
    points = [{"label": "Busse", "x": 3, "y": 1.5, "key": True}, {"label": "Läden", "x": 1, "y": 2}]
    html = render("{% system_grid points %}", points=points)
    assert words(html).endswith(
        "Als Tabelle Nr. Faktor Passivsumme Aktivsumme 1 Busse 3 1,5 2 Läden 1 2"
    )
    assert re.findall(r'class="quadrant"[^>]*>(\w+)<', html) == [
        "aktiv", "kritisch", "träge", "passiv",
    ]
    other = render('{% system_grid points x_label="Aufwand" y_label="Wirkung" %}', points=points)
    assert 'class="quadrant"' not in other


def test_coverage_counts_the_dimensions_that_have_something() -> None:
    fields = [{"numeral": "I", "title": "Orte",
               "dimensions": [{"title": "A", "count": 0}, {"title": "B", "count": 7}]}]
    html = render('{% coverage fields unit="Karten" %}', fields=fields)
    assert words(html) == (
        "1 von 2 Entwicklungsdimensionen sind besetzt. I Orte A 0 Karten B 7 Karten"
    )
    assert re.findall(r"level-\d", html) == ["level-0", "level-4"]


def test_a_heat_map_writes_every_value_with_its_sign() -> None:
    html = render('{% heatmap "Wirkung" rows columns values %}',
                  rows=["Rufbus"], columns=["A", "B", "C"], values=[[-2, 3, None]])
    assert words(html) == "Wirkung A B C Rufbus −2 +3 –"


def test_scenarios_stand_side_by_side() -> None:
    scenarios = [
        {"title": "Inseln", "states": [{"factor": "Busse", "state": "keine", "tone": 0}]},
        {"title": "Netz", "states": [{"factor": "Busse", "state": "viele", "tone": 1}]},
    ]
    html = render("{% scenario_strip scenarios %}", scenarios=scenarios)
    assert words(html) == "Szenarien im Vergleich Faktor Inseln Netz Busse keine viele"
    assert re.findall(r"tone-\d", html) == ["tone-1", "tone-7"]


def test_every_page_has_a_new_key_for_what_is_sent() -> None:
    keys = re.findall(r'value="([0-9a-f]{32})"', render("{% once %}{% once %}"))
    assert len(set(keys)) == 2


@pytest.mark.parametrize("value", [None, "", "\x00", "²", "9" * 400, "nan", "-inf", "7", "x"])
def test_a_form_that_was_refused_is_drawn_whatever_it_holds(value):
    drawn = grid2x2({"value": value}, {"value": value})
    assert (drawn["cx"], drawn["cy"]) == (100, 100)
