"""The frames hold what every page needs, weigh little, and carry no inline script or style."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import Client, RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser

FACES = Path(__file__).parents[2] / "weitblick" / "faces"
FRAMES = ["phone", "board", "desk", "reader", "plain"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/stil/", "/stil/?frame=phone", "/stil/?frame=board", "/stil/?frame=desk"]


def frame(name: str, **context: object) -> str:
    source = f'{{% extends "faces/{name}.html" %}}{{% block title %}}Titel{{% endblock %}}'
    request = RequestFactory().get("/")
    with override("de"):
        return engines["django"].from_string(source).render(context, request)


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_has_one_title_one_heading_one_main_and_a_way_to_it(name: str) -> None:
    html = frame(name)
    assert re.findall(r"<title>(.*)</title>", html) == ["Titel · Weitblick"]
    assert re.findall(r"<h1>(.*)</h1>", html) == ["Titel"]
    target = re.search(r'class="skip" href="#(\w+)"', html)
    assert target
    assert re.findall(r'<main id="(\w+)"', html) == [target[1]]
    assert '<html lang="de"' in html


@pytest.mark.parametrize("name", FRAMES)
def test_an_example_is_labelled_in_every_frame(name: str) -> None:
    label = "Beispiel: alle Beiträge sind simuliert"
    process = SimpleNamespace(title="Werkstatt", is_example=True)
    assert frame(name, process=process).count(label) == 1
    process.is_example = False
    assert frame(name, process=process).count(label) == 0


def test_the_board_shows_the_code_only_while_joining_is_open() -> None:
    join = {"code": "482917", "url": "weitblick.local", "qr_svg": ""}
    assert "482917" in frame("board", join=join)
    assert "join-code" not in frame("board", join=None)


@pytest.mark.parametrize("path", sorted(FACES.rglob("*.html")), ids=lambda p: p.name)
def test_no_template_has_inline_style_script_or_a_foreign_address(path: Path) -> None:
    source = path.read_text()
    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:|hx-on|https?://(?!www\.w3\.org/)",
                      source) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", source) if "defer" not in tag] == []


@pytest.mark.parametrize("path", sorted((FACES / "static").rglob("*.js")), ids=lambda p: p.name)
def test_a_script_is_one_short_behaviour_with_its_reason(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert lines[0].startswith("/*")
    assert len(lines) < 80


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def test_a_phone_page_with_everything_it_loads_is_under_60_kilobytes() -> None:
    html = Client(HTTP_ACCEPT_LANGUAGE="de").get("/stil/?frame=phone").content
    live = frame("phone", live_url="/live/")
    files = set(re.findall(r'(?:src|href)="/static/([^"]+)"', live))
    weights = {name: compressed(Path(str(finders.find(name))).read_bytes()) for name in files}
    assert "faces/live.js" in weights
    assert weights["faces/weitblick.css"] < 12_000
    assert compressed(html) + sum(weights.values()) < 60_000


def test_an_unknown_frame_is_not_found() -> None:
    assert Client().get("/stil/?frame=wand").status_code == 404


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
def test_error_pages_render_without_a_request(code: str) -> None:
    with override("de"):
        html = engines["django"].get_template(f"{code}.html").render({})
    assert "Zur Startseite" in html
    assert len(re.findall("<h1>", html)) == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440, 1920])
def test_sample_pages_have_no_accessibility_violation_and_no_sideways_scroll(
    browser: Browser, live_server, axe: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE",
        reduced_motion="reduce",  # a card that is just fading in has no contrast yet
    )
    for path in PAGES:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message, seen=complaints: seen.append(message.text))
        page.goto(live_server.url + path)
        page.evaluate(axe)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
        assert [(path, v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert complaints == []
        page.close()
    context.close()
