"""QR codes as SVG, for screens (inline, follows the text colour) and for paper."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import segno

from weitblick.exports.blocks import DocumentError

_SVG = "{http://www.w3.org/2000/svg}"


def svg(url: str, *, label: str = "") -> str:
    """An inline SVG: one path on a white ground, role img with ``label`` (default: the URL).

    The ground stays white and the code dark in dark mode, or phones cannot read it.
    """
    root = ElementTree.fromstring(printable(url))
    root.set("role", "img")
    title = ElementTree.Element(f"{_SVG}title")
    title.text = label or url
    root.insert(0, title)
    return _text(root)


def printable(url: str) -> str:
    """The bare SVG: error correction M, four modules of quiet zone."""
    if not url.strip():
        raise DocumentError("empty", "url", "a QR code needs an address")
    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise DocumentError("qr", "url", "the address is too long for a QR code") from error
    out = io.BytesIO()
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True,
              svgclass=None, lineclass=None, light="#ffffff", dark="#000000")  # fmt: skip
    return _text(ElementTree.fromstring(out.getvalue()))


def _text(root: ElementTree.Element) -> str:
    ElementTree.register_namespace("", _SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")
