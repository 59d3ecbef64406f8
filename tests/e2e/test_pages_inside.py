"""Every page of desk and reader, of the worked example and of an empty process: readable with
assistive technology, wide and narrow, light and dark; nothing from elsewhere, no error."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import routes
from tests.e2e.browsing import WIDE, Complaints, faults
from tests.e2e.house import House
from weitblick.method.chain import EVERYWHERE
from weitblick.trace.models import Kind

pytestmark = pytest.mark.browser
STEPS = [step.slug for step in EVERYWHERE]


@pytest.fixture(scope="module")
def desk(browser: Browser, house: House, signed_in: Any) -> Iterator[Page]:
    """The facilitator's browser."""
    context = browser.new_context(
        storage_state=signed_in, locale="de-DE", viewport=WIDE, reduced_motion="reduce",
        base_url=house.url,
    )
    page = context.new_page()
    page.complaints = Complaints(context, house)
    yield page
    context.close()


@pytest.fixture
def examined(desk: Page, axe: str, house: House):
    """Open a page and examine it; what is wrong with it."""

    def look(route: str, arguments: dict[str, str], **facts: str) -> list[str]:
        desk.set_viewport_size(WIDE)
        answer = desk.goto(routes.address(route, arguments, house.facts | facts))
        assert answer is not None
        assert answer.status == 200
        if route == "paper:preview":  # the long paper itself is examined on the readers' page
            desk.locator(".paper-reading").evaluate_all("all => all.forEach((one) => one.remove())")
        return faults(desk, axe) + desk.complaints.taken()

    return look


@pytest.mark.parametrize("route", routes.DESK)
def test_a_desk_page_is_in_order(examined, route: str) -> None:
    assert examined(route, routes.DESK[route]) == []


@pytest.mark.parametrize("route", routes.without_items(routes.DESK))
def test_a_desk_page_of_an_empty_process_is_in_order(examined, house: House, route: str) -> None:
    assert examined(route, routes.DESK[route], example=house.facts["empty"]) == []


def test_the_public_overview_is_in_order(examined) -> None:
    assert examined("entrance:reader", routes.READER["entrance:reader"]) == []


@pytest.mark.parametrize("route", [one for one in routes.READER if one.startswith("public-")])
def test_a_page_of_figures_is_in_order_for_readers(examined, route: str) -> None:
    assert examined(route, routes.READER[route]) == []


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_in_order_for_readers(examined, step: str) -> None:
    assert examined("entrance:reader-step", routes.READER["entrance:reader-step"], step=step) == []


@pytest.mark.parametrize("step", STEPS)
def test_an_empty_step_is_in_order_for_readers(examined, house: House, step: str) -> None:
    arguments = routes.READER["entrance:reader-step"]
    assert examined("entrance:reader-step", arguments, step=step,
                    example=house.facts["empty"]) == []


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_the_trace_of_an_item_is_in_order(examined, house: House, kind: str) -> None:
    arguments = routes.READER["entrance:trace"]
    assert examined("entrance:trace", arguments, recommendation=house.facts[kind]) == []


def test_every_route_is_examined_or_no_page() -> None:
    pages = {*routes.OUTSIDE, *routes.SEATED, *routes.DESK, *routes.READER}
    assert pages | routes.FILES | routes.ACTS == routes.all_routes()
    assert not pages & (routes.FILES | routes.ACTS)
