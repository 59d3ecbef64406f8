"""A browser on the pages of the design system."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# Playwright's loop runs in this thread; the database is only flushed here, never awaited.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

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
