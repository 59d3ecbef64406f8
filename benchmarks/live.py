"""Many phones and some boards against the real server: speed, and that nothing is lost.

``python -m benchmarks.live --phones 70 --boards 1 --seconds 20 [--kill] [--rough]
[--database URL] [--processes N] [--rival] [--json]``

Every phone holds the stream its page holds, sends a card every ``--every`` seconds as its page
does, and repeats it with the same key until it is acknowledged. ``--kill`` ends the server with
SIGKILL in the middle and starts it again; ``--rough`` sends the same card from two tabs at once and
cuts connections.
Afterwards every acknowledged card has to be in the database, once. Measured is what happens once
everybody is there; an answer is timed from sending the form to holding the new page. ``--rival``
plays the same again the plain way: every page asks every five seconds instead of listening.
Phones, boards and server share this machine.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Sequence

from benchmarks.live_phones import Phone, Play, Seen, board
from benchmarks.live_server import Server, environment, stage


async def watch(play: Play, servers: Sequence[Server], options: argparse.Namespace) -> None:
    """Begin when all are there; look at the memory; with ``--kill`` end a server in the middle."""
    while play.seen.here < options.phones:
        await asyncio.sleep(0.1)
    play.end = time.monotonic() + options.seconds
    middle, kill = time.monotonic() + options.seconds / 2, options.kill
    before = sum(server.cpu() for server in servers)
    play.begins.set()
    while play.is_on:
        play.seen.rss = max([play.seen.rss, *(server.rss() for server in servers)])
        if kill and time.monotonic() > middle:
            kill = False
            servers[0].kill()
            await asyncio.to_thread(servers[0].start)
        await asyncio.sleep(0.5)
    play.seen.cpu = sum(server.cpu() for server in servers) - before


async def perform(play: Play, servers: Sequence[Server], options: argparse.Namespace) -> Seen:
    """Everybody at once; the phones are spread over the servers."""
    phones = [Phone(play, servers[n % len(servers)], n) for n in range(options.phones)]
    boards = [asyncio.create_task(board(play, servers[n % len(servers)]))
              for n in range(options.boards)]
    await asyncio.gather(*(phone.live() for phone in phones), watch(play, servers, options))
    await asyncio.sleep(1)
    for one in boards:
        one.cancel()
    await asyncio.gather(*boards, return_exceptions=True)
    return play.seen


def measure(options: argparse.Namespace, *, polls: bool = False) -> dict[str, float]:
    """Set the room up, play, count."""
    with tempfile.TemporaryDirectory(prefix="weitblick-load-") as data:
        env = environment(data, options.database)
        play = Play(stage(str(options.phones), env), options.every, polls, options.rough)
        servers = [Server(env) for _n in range(options.processes)]
        try:
            for server in servers:
                server.start()
            seen = asyncio.run(perform(play, servers, options))
        finally:
            for server in servers:
                server.kill()
        return _figures(seen, stage("stored", env)["texts"])


def _figures(seen: Seen, texts: list[str]) -> dict[str, float]:
    kept = set(texts)
    answers, lags, gaps = _cuts(seen.answers), _cuts(seen.lags), _cuts(seen.gaps)
    return {
        "p50_ms": answers[49], "p95_ms": answers[94], "p99_ms": answers[98],
        "board_lag_p95_ms": lags[94], "board_gap_p95_ms": gaps[94],
        "board_seen": len(seen.lags),
        "sent": len(seen.acknowledged), "errors": seen.errors,
        "lost": sum(text not in kept for text in seen.acknowledged.values()),
        "doubled": len(texts) - len(kept), "rss_mb": round(seen.rss / 2**20),
        "cpu_ms_each": round(seen.cpu * 1000 / max(1, len(seen.acknowledged)), 1),
    }


def _cuts(values: list[float]) -> list[float]:
    """The hundredths of a distribution, in milliseconds."""
    if len(values) < 2:
        return [0.0] * 99
    return [round(cut * 1000, 1) for cut in statistics.quantiles(values, n=100)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=70)
    parser.add_argument("--boards", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--every", type=float, default=3, help="seconds between cards of a phone")
    parser.add_argument("--database", help="address of a PostgreSQL; default SQLite")
    parser.add_argument("--processes", type=int, default=1, help="servers (PostgreSQL only)")
    parser.add_argument("--kill", action="store_true", help="kill a server in the middle")
    parser.add_argument("--rough", action="store_true", help="double taps and cut connections")
    parser.add_argument("--rival", action="store_true", help="the same with polling, too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.processes > 1 and not options.database:
        parser.error("SQLite is for one server: several need --database")
    found: dict[str, object] = dict(measure(options))
    if options.rival:
        found["polling"] = measure(options, polls=True)
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:18} {value}")


if __name__ == "__main__":
    main()
