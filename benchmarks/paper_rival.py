"""One HTML file to PDF/UA by WeasyPrint, in its own environment; prints what it took as JSON.

``.venv-bench-paper/bin/python benchmarks/paper_rival.py IN.html OUT.pdf``
"""

import json
import resource
import sys


def main() -> int:
    """Exit code 3 with a sentence where the library or Pango is missing."""
    try:
        import weasyprint  # noqa: PLC0415  missing Pango shows at import, and is to be said
    except (ImportError, OSError) as problem:
        sys.stderr.write(f"WeasyPrint cannot start here (it needs Pango): {problem}\n")
        return 3
    source, target = sys.argv[1:]
    before = resource.getrusage(resource.RUSAGE_SELF)
    weasyprint.HTML(filename=source).write_pdf(target, pdf_variant="pdf/ua-1")
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sys.stdout.write(json.dumps({"cpu": round(cpu, 2), "mb": round(after.ru_maxrss / 1024),
                                 "version": weasyprint.__version__}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
