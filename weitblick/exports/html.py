"""Documents as HTML: the first and fully accessible version, as a fragment or a whole page.

Built as an element tree; no text becomes markup, and there is no style attribute or script.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from weitblick.exports.document import Document, validate
from weitblick.exports.house import NIGHT, House, Logo, readable
from weitblick.exports.html_blocks import Writer
from weitblick.exports.html_text import add
from weitblick.exports.outline import outline
from weitblick.exports.places import Outline
from weitblick.exports.words import base, long_date, words

_STYLES = Path(__file__).parent / "styles"
DARK_GROUND = "#262336"
GROUND = f"--chart-paper: {DARK_GROUND};"
SANS = '"Noto Sans", "Segoe UI", system-ui, sans-serif'


def write(document: Document) -> str:
    """The fragment ``<article class="paper">…``; sources link as their URLs are given."""
    return _text(article(outline(validate(document)), absolute=False))


def page(document: Document, *, stylesheets: Sequence[str] = ()) -> str:
    """A printable page of its own with absolute links.

    Without addresses of ``stylesheets`` the styles are embedded in a style element, for a file
    that is opened from disk; a server with a strict policy passes addresses.
    """
    plan = outline(validate(document))
    root = Element("html", lang=document.language)
    head = SubElement(root, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = document.title
    for address in stylesheets:
        SubElement(head, "link", rel="stylesheet", href=address)
    if not stylesheets:
        around = (_STYLES / "page.css").read_text(encoding="utf-8")
        SubElement(head, "style").text = around + styles(document.house)
    main = SubElement(SubElement(root, "body"), "main")
    main.append(article(plan, absolute=True))
    return f"<!doctype html>\n{_text(root)}\n"


def styles(house: House | None = None) -> str:
    """The styles of ``<article class="paper">``, all scoped to it, for a server to serve.

    A house's colours and face stand behind ours; its accent is lightened for dark screens.
    """
    own = (_STYLES / "paper.css").read_text(encoding="utf-8")
    return own if house is None or house == House() else own + _house_styles(house)


def _house_styles(house: House) -> str:
    """Only checked colours and fixed words go into it."""
    light = f"--chart-accent: {house.accent}; --chart-paper: {house.ground};"
    dark = f"--chart-accent: {readable(house.accent, NIGHT, DARK_GROUND)};"
    face = f"\n.paper {{ font-family: {SANS}; }}" if house.face == "sans" else ""
    night = "@media (prefers-color-scheme: dark)"
    return f".paper {{ {light} }}\n{night} {{ .paper {{ {dark} {GROUND} }} }}{face}\n"


def _text(root: Element) -> str:
    return tostring(root, encoding="unicode", method="html")


def article(plan: Outline, *, absolute: bool) -> Element:
    """The document as one element."""
    writer = Writer(plan, absolute=absolute)
    layout = plan.document.layout
    cls = "paper" if layout == "paper" else f"paper paper-{layout}"
    root = Element("article", {"class": cls, "lang": plan.document.language})
    _front(root, plan.document)
    if plan.is_annexed:
        _contents(root, plan)
    for part in plan.parts:
        section = SubElement(root, "section", {"class": "paper-chapter"})
        add(section, "h2", part.title, id=part.anchor)
        for placed in part.blocks:
            writer.block(section, placed)
    writer.annexes(root)
    _funders(root, plan.document.house)
    return root


def _front(root: Element, document: Document) -> None:
    word = words(document.language)
    head = SubElement(root, "header", {"class": "paper-head"})
    if document.house.logo:
        _logo(add(head, "p", cls="paper-logo"), document.house.logo)
    if document.process_title:
        add(head, "p", document.process_title, cls="paper-process")
    add(head, "h1", document.title)
    if document.subtitle:
        add(head, "p", document.subtitle, cls="paper-subtitle")
    if document.authors:
        add(head, "p", f"{word['authors']}: {', '.join(document.authors)}", cls="paper-authors")
    date = add(head, "p", f"{word['date']}: ", cls="paper-date")
    stamp = SubElement(date, "time", datetime=document.date)
    stamp.text = long_date(document.date, document.language)
    if document.example:
        add(head, "p", word["example"], cls="paper-example")
    if document.imprint:
        add(head, "p", "\n".join((word["imprint"], *document.imprint)), cls="paper-imprint")


def _logo(parent: Element, logo: Logo) -> None:
    add(parent, "img", src=f"data:image/png;base64,{logo.data}", alt=logo.description)


def _funders(root: Element, house: House) -> None:
    if not (house.funding or house.funders):
        return
    foot = add(root, "footer", cls="paper-funders")
    if house.funding:
        add(foot, "p", house.funding)
    for logo in house.funders:
        _logo(foot, logo)


def _contents(root: Element, plan: Outline) -> None:
    word = words(base(plan.document.language))
    nav = SubElement(root, "nav", {"class": "paper-contents", "aria-label": word["contents"]})
    entries = SubElement(nav, "ol")
    chapters = [(part.title, part.anchor) for part in plan.parts]
    chapters += [(word["data"], "w-data")] if plan.data else []
    chapters += [(word["literature"], "w-literature")] if plan.literature else []
    chapters += [(word["sources"], "w-sources")] if plan.groups else []
    for title, anchor in chapters:
        add(SubElement(entries, "li"), "a", title, href=f"#{anchor}")
