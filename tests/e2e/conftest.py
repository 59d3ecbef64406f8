"""The real server with the worked example, and a Chromium whose every complaint is kept."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browsing import open_first_account
from tests.e2e.house import House, open_house

FLAGS = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server a test process; the example is built once for all of them."""
    own = tmp_path_factory.mktemp("house")
    together = own.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else own.parent
    with open_house(together / "stage", own / "data") as opened:
        yield opened


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A module's browser: Playwright's loop must not outlive it, others start their own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def keyring() -> dict[str, Any]:
    """Who is signed in, kept over modules: the link to the first account works only once."""
    return {}


@pytest.fixture(scope="module")
def signed_in(browser: Browser, house: House, keyring: dict[str, Any]) -> Any:
    """The cookies of the facilitator, who opened the first account with the printed link."""
    if "cookies" not in keyring:
        keyring["cookies"] = open_first_account(browser, house)
    return keyring["cookies"]
