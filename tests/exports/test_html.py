"""The web version: safe under a strict policy, linked, traceable, accessible in a browser."""

import re

import pytest
from lxml import html as web

from tests.exports.document_samples import RICH
from weitblick.exports import html
from weitblick.exports.document import Figure
from weitblick.exports.outline import outline


@pytest.fixture(scope="module")
def tree(rich_html):
    return web.fromstring(rich_html)


def test_no_styles_scripts_or_handlers(tree):
    names = {name for element in tree.iter() for name in element.attrib}
    assert not {n for n in names if n == "style" or n.startswith("on")}
    assert not [e for e in tree.iter() if e.tag in ("script", "style", "iframe", "link")]


def test_ids_are_unique_and_every_inner_link_arrives(tree):
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    targets = {e.get("href")[1:] for e in tree.iter("a") if e.get("href").startswith("#")}
    assert targets <= set(ids)
    named = {n for e in tree.iter() for n in (e.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_deep_links_are_the_document_s_keys(tree):
    assert tree.get_element_by_id("empfehlung-1").tag == "h4"
    assert tree.get_element_by_id("abb-abdeckung").tag == "figure"
    assert tree.get_element_by_id("faktoren").text == "Was die Zukunft bestimmt"


def test_sources_lead_to_their_threads(tree):
    links = [a for a in tree.iter("a") if a.get("class") == "trace"]
    assert (links[0].text, links[0].get("href"), links[0].get("data-item")) == (
        "F-03", "/faden/factor-3", "factor-3",
    )  # fmt: skip
    card = tree.xpath("//*[@id='empfehlung-2']/..")[0]
    assert [a.get("data-item") for a in card.iter("a")] == ["card-6", "card-10"]
    assert card.get("data-number") == "2"
    assert "n\u202f=\u202f66" in card.text_content()


def test_the_page_has_absolute_links_and_its_own_styles():
    page = web.document_fromstring(html.page(RICH))
    assert page.get("lang") == "de-DE"
    assert page.find("head/title").text == RICH.title
    hrefs = {a.get("href") for a in page.iter("a") if a.get("class") == "trace"}
    assert "https://weitblick.example.org/faden/card-1" in hrefs
    assert len(page.findall("head/style")) == 1
    linked = web.document_fromstring(html.page(RICH, stylesheets=("/static/paper.css",)))
    assert linked.findall("head/style") == []
    assert linked.find("head/link").get("href") == "/static/paper.css"


def test_the_styles_reach_nothing_but_the_paper():
    rules = re.sub(r"/\*.*?\*/", "", html.styles(), flags=re.S)
    selectors = [s for s in re.findall(r"([^{};]+)\{", rules) if not s.strip().startswith("@")]
    parts = [part.strip() for selector in selectors for part in selector.split(",")]
    assert len(parts) > 40
    starts = (".paper ", ".paper.")
    assert [part for part in parts if part != ".paper" and not part.startswith(starts)] == []


def test_figures_have_name_reading_and_data(tree):
    figures = tree.xpath("//figure[contains(@class, 'chart')]")
    wanted = [p.block for p in outline(RICH).everywhere() if isinstance(p.block, Figure)]
    assert [f.xpath(".//title")[0].text for f in figures] == [f.caption for f in wanted]
    assert [f.xpath(".//desc")[0].text for f in figures] == [f.description for f in wanted]
    assert [len(f.xpath("./details//table")) for f in figures] == [1] * len(wanted)


def test_tables_have_headers_both_ways(tree):
    table = tree.get_element_by_id("tabelle-teilnahme")
    assert [th.get("scope") for th in table.iter("th")] == ["col"] * 6 + ["row"] * 6
    assert table.find("caption").text_content() == (
        "Tabelle 1. Teilnehmende nach Akteursgruppe und Themengruppe"
    )


def test_the_writing_is_repeatable(rich_html):
    assert html.write(RICH) == rich_html


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_axe_finds_nothing_and_the_page_does_not_overflow(chromium, axe, tmp_path, width, scheme):
    from playwright.sync_api import sync_playwright

    path = tmp_path / "paper.html"
    path.write_text(html.page(RICH), encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium)
        size = {"width": width, "height": 900}
        page = browser.new_page(viewport=size, color_scheme=scheme)
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(axe)
        broken = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice']}).then(r => r.violations.map(v => v.id))"
        )
        wide = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert (broken, wide) == ([], width)
