"""Uploaded logos as harmless PNG: pictures are drawn anew, SVG is read by a list of what may be.

``png`` starts the chart engine for SVG, so a server calls it through ``render.in_worker``.
"""

from __future__ import annotations

import base64
import io
import re
import struct
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import vl_convert
from PIL import Image, UnidentifiedImageError

from weitblick.exports.blocks import DocumentError

LARGEST = 1200
"""Pixels of the longer side: 5 cm at 600 dots an inch."""
MOST_BYTES = 2_000_000
MOST_PIXELS = 40_000_000

_PICTURES = ("PNG", "JPEG", "WEBP", "GIF")
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset((
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "symbol", "use",
    "title", "desc",
))
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|@import|expression\(", re.I)


def png(content: bytes) -> str:
    """A logo (PNG, JPEG, WebP, GIF or SVG) as PNG in base64; raises DocumentError."""
    if len(content) > MOST_BYTES:
        raise DocumentError("logo-size", "logo", f"is larger than {MOST_BYTES // 1_000_000} MB")
    is_svg = b"<svg" in content[:4096].lower()
    return base64.b64encode(_drawn(_rendered(content) if is_svg else content)).decode()


def _drawn(content: bytes) -> bytes:
    """The pixels and nothing else: no metadata, no trailing bytes, one frame."""
    try:
        with Image.open(io.BytesIO(content), formats=_PICTURES) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise DocumentError("logo-size", "logo", "has too many pixels")
            picture = opened.convert("RGBA")
    except DocumentError:
        raise  # it is a ValueError too and says already what is wrong
    except Image.DecompressionBombError as error:
        raise DocumentError("logo-size", "logo", "has too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as error:
        raise DocumentError("logo", "logo", "is no picture (PNG, JPEG or SVG)") from error
    picture.thumbnail((LARGEST, LARGEST))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _rendered(content: bytes) -> bytes:
    text = content.decode("utf-8", errors="replace")
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        text = _without_doctype(text)
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise DocumentError("logo", "logo", "is no well-formed SVG") from error
    _clean(root)
    ElementTree.register_namespace("", _SVG[1:-1])
    try:
        return vl_convert.svg_to_png(ElementTree.tostring(root, encoding="unicode"), scale=2)
    except ValueError as error:
        raise DocumentError("logo", "logo", "is an SVG that cannot be drawn") from error


def _without_doctype(text: str) -> str:
    """A plain document type is common and goes; one that declares entities is refused."""
    if "<!ENTITY" in text.upper():
        raise DocumentError("logo", "logo", "declares entities")
    return re.sub(r"<!DOCTYPE[^>\[]*>", "", text, count=1, flags=re.I)


def _clean(element: Element) -> None:
    """Only shapes and text stay; nothing reads another file, runs or reaches outside."""
    for child in list(element):
        name = child.tag if isinstance(child.tag, str) else ""
        if name.removeprefix(_SVG) not in _ELEMENTS or not name.startswith(_SVG):
            element.remove(child)
        else:
            _clean(child)
    for name, value in list(element.attrib.items()):
        is_link = name.rpartition("}")[2] == "href"
        if name.lower().startswith("on") or _OUTSIDE.search(value) or (
            is_link and not value.startswith("#")
        ):
            del element.attrib[name]
