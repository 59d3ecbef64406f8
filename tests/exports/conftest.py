"""The rich sample, written once a session in every format."""

import pytest

from tests.exports.document_samples import RICH
from weitblick.exports import docx, html, pdf


@pytest.fixture(scope="session")
def rich_pdf() -> bytes:
    return pdf.write(RICH)


@pytest.fixture(scope="session")
def rich_docx() -> bytes:
    return docx.write(RICH)


@pytest.fixture(scope="session")
def rich_html() -> str:
    return html.write(RICH)
