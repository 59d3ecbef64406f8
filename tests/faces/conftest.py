"""A browser on the pages of the design system, and the accessibility checker."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import need

# Playwright's loop runs in this thread; the database is only flushed here, never awaited.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).parents[2]
AXE = (
    ROOT / "tests" / "e2e" / "vendor" / "axe.min.js",
    ROOT / ".cache" / "node" / "node_modules" / "axe-core" / "axe.min.js",
)
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
         "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A small phone that speaks German."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="de-DE")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    found = next((path for path in AXE if path.exists()), None)
    need("axe", found is not None, "no axe-core (npm install --prefix .cache/node axe-core)")
    return found.read_text()
