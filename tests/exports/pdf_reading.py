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


def spoken(pdf: bytes) -> str:
    """The text as a reader of the tagged content hears it: in order, without artifacts, and where
    a piece says what it stands for (ActualText), that instead of its glyphs."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        instead = dict(_instead(document.Root.StructTreeRoot))
        return "".join(_spoken(one, instead) for one in document.pages)


Instead = dict[tuple[tuple[int, int], int], str]
"""What a piece of a page stands for, by the page and the number of the piece."""


def _instead(element: pikepdf.Object) -> Iterator[tuple[tuple[tuple[int, int], int], str]]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    text = str(element["/ActualText"]) if "/ActualText" in element else None
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _instead(kid)
        elif text is not None:
            sheet = kid.get("/Pg", element.get("/Pg")) if isinstance(kid, pikepdf.Dictionary) else (
                element.Pg)
            number = kid.MCID if isinstance(kid, pikepdf.Dictionary) else kid
            yield (sheet.objgen, int(number)), text
            text = ""


def _spoken(sheet: pikepdf.Page, instead: Instead) -> str:
    fonts = {str(name): _mapping(font) for name, font in sheet.resources.get("/Font", {}).items()}
    known: dict[int, str] = {}
    said: list[str] = []
    silent: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(sheet):
        name = str(operator)
        if name in ("BDC", "BMC"):
            text = _said_instead(operands, sheet, instead)
            said += [text] if text and not any(silent) else []
            silent.append(text is not None)
        elif name == "EMC":
            silent.pop()
        elif name == "Tf":
            known = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and not any(silent):
            strings = operands[0] if name == "TJ" else [operands[0]]
            codes = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
            said += [known[int.from_bytes(codes[i:i + 2], "big")] for i in range(0, len(codes), 2)]
    return "".join(said)


def _said_instead(
    operands: list[pikepdf.Object], sheet: pikepdf.Page, instead: Instead
) -> str | None:
    """What stands for the glyphs of a marked piece, here or in the structure; "" for artifacts."""
    if str(operands[0]) == "/Artifact":
        return ""
    if "/ActualText" in operands[1]:
        return str(operands[1]["/ActualText"])
    return instead.get((sheet.objgen, int(operands[1].get("/MCID", -1))))


def _mapping(font: pikepdf.Object) -> dict[int, str]:
    """What each code of a font means (its ToUnicode table)."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    known = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            known[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = int(first, 16)
            for code in range(start, int(last, 16) + 1):
                raw = bytes.fromhex(text)
                known[code] = (raw[:-1] + bytes([raw[-1] + code - start])).decode("utf-16-be")
    return known
