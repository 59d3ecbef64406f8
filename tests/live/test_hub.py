"""The hub: nothing is missed, bursts are joined, what a channel shows is rendered once for all."""

import asyncio
import threading

from weitblick.live.hub import Hub
from weitblick.live.stream import Source, events


def run(work):
    return asyncio.run(asyncio.wait_for(work, timeout=10))


async def collect(stream, n):
    """The first n events of a stream, without padding and keep-alives."""
    found = []
    async for text in stream:
        if text.startswith("event:"):
            found.append(text)
            if len(found) == n:
                break
    await stream.aclose()
    return found


def test_a_listener_hears_the_present_state_first_and_then_each_change():
    async def work():
        hub = Hub(window=0.01)
        hub.bind(asyncio.get_running_loop())
        hub.tell("a")
        heard = asyncio.create_task(collect(events(hub, [Source("a", "changed")]), 2))
        await asyncio.sleep(0.05)
        hub.tell("a")
        return await heard

    assert run(work()) == [
        "event: changed\nid: 1\ndata: 1\n\n", "event: changed\nid: 2\ndata: 2\n\n",
    ]


def test_a_burst_is_joined_and_ends_with_the_newest_state():
    async def work():
        hub = Hub(window=0.2)
        hub.bind(asyncio.get_running_loop())
        heard = asyncio.create_task(collect(events(hub, [Source("a", "changed")]), 2))
        await asyncio.sleep(0.05)
        for _ in range(500):
            hub.tell("a")
        return await heard

    assert [text.splitlines()[1] for text in run(work())] == ["id: 0", "id: 500"]


def test_while_it_goes_on_changing_each_event_shows_something_newer():
    async def work():
        hub, shown = Hub(window=0.2), []
        hub.bind(asyncio.get_running_loop())
        source = Source("a", "board", lambda: str(hub.version("a")))
        heard = asyncio.create_task(collect(events(hub, [source]), 5))
        while not heard.done():
            hub.tell("a")
            await asyncio.sleep(0.01)
        for text in await heard:
            shown.append(int(text.splitlines()[2].removeprefix("data: ")))
        return shown

    shown = run(work())
    assert shown == sorted(set(shown))


def test_boards_that_came_at_different_times_share_each_rendering():
    calls = []

    def render():
        calls.append(1)
        return "x"

    async def work():
        hub = Hub(window=0.2)
        hub.bind(asyncio.get_running_loop())
        heard = []
        for _ in range(4):
            heard.append(asyncio.create_task(collect(events(hub, [Source("a", "b", render)]), 5)))
            await asyncio.sleep(0.05)
        while not all(one.done() for one in heard):
            hub.tell("a")
            await asyncio.sleep(0.01)

    run(work())
    assert len(calls) <= 12  # without sharing four boards would ask for twenty


def test_telling_works_from_any_thread():
    async def work():
        hub = Hub(window=0.01)
        hub.bind(asyncio.get_running_loop())
        heard = asyncio.create_task(collect(events(hub, [Source("a", "changed")]), 2))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(hub.tell, "a")
        return await heard

    assert len(run(work())) == 2


def test_channels_do_not_hear_each_other():
    async def work():
        hub = Hub(window=0.01)
        hub.bind(asyncio.get_running_loop())
        heard = asyncio.create_task(collect(events(hub, [Source("a", "changed")]), 2))
        await asyncio.sleep(0.05)
        hub.tell("b")
        await asyncio.sleep(0.1)
        early = heard.done()
        hub.tell("a")
        await heard
        return early

    assert run(work()) is False


def test_what_a_channel_shows_is_rendered_once_for_all_listeners():
    calls = []

    def render():
        calls.append(threading.get_ident())
        return "<p>eins</p>\n<p>zwei</p>"

    async def work():
        hub = Hub(window=0.01)
        hub.bind(asyncio.get_running_loop())
        source = Source("a", "board", render)
        return await asyncio.gather(*(collect(events(hub, [source]), 1) for _ in range(50)))

    heard = run(work())
    assert len(calls) == 1
    assert calls[0] != threading.get_ident()
    assert {one[0] for one in heard} == {
        "event: board\nid: 0\ndata: <p>eins</p>\ndata: <p>zwei</p>\n\n"
    }


def test_a_listener_that_leaves_is_forgotten():
    async def work():
        hub = Hub(window=0.01)
        hub.bind(asyncio.get_running_loop())
        await collect(events(hub, [Source("a", "changed"), Source("b", "changed")]), 2)
        return hub.listeners("a"), hub.listeners("b")

    assert run(work()) == (0, 0)


def test_other_processes_are_told_too():
    told = []
    hub = Hub()
    hub.outlets.append(told.append)
    hub.tell("a")
    hub.tell_here("a")
    assert (told, hub.version("a")) == (["a"], 2)


def test_telling_without_a_loop_only_counts():
    hub = Hub()
    hub.tell("a")
    assert hub.version("a") == 1
