"""Setting a paper: CPU time and memory of our PDF, and of WeasyPrint on the same document.

``python -m benchmarks.paper [--pages 10 200] [--json]``

The same document (text with sources, lists, tables, figures, recommendations) is written by
``exports.pdf`` and, as the HTML of ``exports.html``, set by WeasyPrint (``make
.venv-bench-paper/done``; it needs Pango). Each runs in fresh processes; starting Python and
importing libraries is not counted. Both files are held against PDF/UA-1 and ours against PDF/A-2a.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pikepdf

from weitblick.exports import html, pdf, render
from weitblick.exports.document import (
    Bullets,
    Chapter,
    Document,
    Figure,
    Heading,
    Paragraph,
    Recommendation,
    Table,
    Trace,
    TraceRef,
)
from weitblick.exports.specs import Bar, Bars

RIVAL = Path(".venv-bench-paper/bin/python")
CHAPTERS = {10: 4, 200: 107}
"""How many chapters of the kind below fill so many pages."""
LIMIT = {10: 1.0, 200: 8.0}
PROSE = (
    "Der ländliche Raum verändert sich leise: Menschen ziehen fort, andere kommen zurück, und was "
    "früher das Wirtshaus war, ist heute eine Fahrgemeinschaft zum Supermarkt. Die Teilnehmenden "
    "haben diese Veränderungen nicht beklagt, sondern sortiert, und sie haben gefragt, welche "
    "davon sich beeinflussen lassen (n = 70; 37,5 % leben in kleinen Gemeinden). "
)


def document(chapters: int) -> Document:
    """A paper of so many chapters."""
    return Document(
        "Gut leben auf dem Land", "de", "2026-11-22", subtitle="Messung",
        base_url="https://weitblick.example.org", chapters=tuple(map(_chapter, range(chapters))),
    )


def _chapter(i: int) -> Chapter:
    refs = tuple(TraceRef(f"k{i}-{j}", "card", f"K{5 * i + j}", f"/faden/k{i}-{j}", PROSE[:70])
                 for j in range(5))
    values = tuple(Bar(f"Handlungsfeld {n}", float((i * 7 + n * 5) % 30 + 1)) for n in range(6))
    rows = tuple((f"Gruppe {n}", str(n + i), f"{(n * 13 + i) % 100} %") for n in range(8))
    return Chapter(f"c{i}", f"Kapitel {i + 1}", (
        Paragraph(PROSE * 2, trace=Trace(refs, 48)), Heading(2, "Was gesagt wurde"),
        Bullets(tuple(PROSE[:90] for _n in range(4)), trace=Trace(refs[:2], 12)),
        Table(f"Zahlen {i}", ("Gruppe", "Zahl", "Anteil"), rows, numeric=(1, 2)),
        Figure(f"Karten {i}", "Die meisten Karten betreffen das erste Feld.",
               Bars(values, "Karten"), trace=Trace((), 70)),
        Recommendation(i + 1, "Rufbusse anbieten", PROSE, Trace(refs, 69), 69,
                       basis="72 % (n = 69)"),
    ))


def _warm_and_prepare(chapters: int) -> tuple[pdf.Prepared, float, int]:
    pdf.prepare(document(1))  # the chart engine has started
    began, made = _cpu(), pdf.prepare(document(chapters))
    return made, _cpu() - began, _peak()


def _warm_and_typeset(prepared: pdf.Prepared) -> tuple[bytes, float, int]:
    pdf.typeset(replace(prepared, **_small()))  # fonts are read
    began, made = _cpu(), pdf.typeset(prepared)
    return made, _cpu() - began, _peak()


def _small() -> dict[str, Any]:
    """The data of a paper without figures, so that the second half warms up alone."""
    made = pdf.prepare(Document("x", "de", "2026-11-22"))
    return {"data": made.data, "row_headers": made.row_headers, "pictures": {}}


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def ours(chapters: int, target: Path) -> dict[str, Any]:
    """Our PDF as the product sets it: figures and pages in a worker each, fresh ones."""
    render.stop()
    prepared, drawn, first = render.in_worker(_warm_and_prepare, chapters, seconds=300)
    made, paged, second = render.in_worker(_warm_and_typeset, prepared, seconds=300, lane="type")
    target.write_bytes(made)
    found = {"cpu": round(drawn + paged, 2), "mb": max(first, second)}
    return found | _looked_at(target, ("PDF_UA_1", "PDF_A_2A"))


def rival(chapters: int, folder: Path) -> dict[str, Any]:
    """WeasyPrint on the same document; ``missing`` says why it did not run."""
    if not RIVAL.exists():
        return {"missing": f"no {RIVAL} (make .venv-bench-paper/done)"}
    source, target = folder / "paper.html", folder / "rival.pdf"
    source.write_text(html.page(document(chapters)), encoding="utf-8")
    run = subprocess.run(
        [str(RIVAL), "benchmarks/paper_rival.py", str(source), str(target)],
        capture_output=True, text=True, timeout=1800,
    )
    if run.returncode:
        return {"missing": run.stderr.strip().splitlines()[-1]}
    return json.loads(run.stdout) | _looked_at(target, ("PDF_UA_1",))


def _looked_at(path: Path, profiles: tuple[str, ...]) -> dict[str, Any]:
    limits = page.SafetyLimits(max_form_invocations=1_000_000)
    with pikepdf.open(path) as made:
        found: dict[str, Any] = {"pages": len(made.pages), "kb": path.stat().st_size // 1024}
    for name in profiles:
        report = page.validate_pdf_bytes(
            path.read_bytes(), profile=getattr(page.ValidationProfile, name), limits=limits)
        found[name] = bool(report.is_compliant)
    return found


def main() -> int:
    """Measure; exit code 1 where ours takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", choices=list(CHAPTERS),
                        default=list(CHAPTERS))
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for pages in arguments.pages:
            chapters = CHAPTERS[pages]
            found[str(pages)] = {"limit": LIMIT[pages],
                                 "weitblick": ours(chapters, Path(folder) / "ours.pdf"),
                                 "weasyprint": rival(chapters, Path(folder))}
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if arguments.json else _table(found))
    return int(any(one["weitblick"]["cpu"] > one["limit"] or one["weitblick"]["mb"] > 512
                   for one in found.values()))


def _table(found: dict[str, Any]) -> str:
    lines = [f"{'':12}{'pages':>7}{'CPU s':>8}{'MB':>6}{'KB':>7}  UA-1"]
    for one in found.values():
        for name in ("weitblick", "weasyprint"):
            row = one[name]
            lines.append(f"{name:12}{row['missing']}" if "missing" in row else (
                f"{name:12}{row['pages']:7}{row['cpu']:8.2f}{row['mb']:6}{row['kb']:7}  "
                f"{'passes' if row['PDF_UA_1'] else 'fails'}"))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
