"""What the tests read out of a PDF: validation, bookmarks, structure, text."""

import io
import re
from collections.abc import Iterator

import page
import pikepdf
from pypdf import PdfReader


def findings(pdf: bytes, *profiles: str) -> list[str]:
    """Failed rules of the named profiles, empty when the file passes."""
    found = []
    for name in profiles or ("PDF_UA_1", "PDF_A_2A"):
        report = page.validate_pdf_bytes(pdf, profile=getattr(page.ValidationProfile, name))
        found += [f"{name}: {failure}" for failure in report.failures]
        found += [] if report.is_compliant else [f"{name} does not hold"]
    return found


def headings(pdf: bytes) -> list[tuple[int, str]]:
    """(level, text) of the bookmarks, which the engine makes of all headings."""
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        return list(_walk(outline.root, 1))


def _walk(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, str(item.title)
        yield from _walk(item.children, level + 1)


def roles(pdf: bytes) -> list[str]:
    """Structure roles in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_roles(document.Root.StructTreeRoot))


def _roles(element: pikepdf.Object) -> Iterator[str]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)[1:]
            yield from _roles(kid)


def alternatives(pdf: bytes) -> list[str]:
    """Alternative texts of all figures."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [str(o.Alt) for o in document.objects
                if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without spaces and hyphens, so that line breaks do not matter."""
    return re.sub(r"[\s\u00ad\u200b-]", "", text)
