"""Seventy phones and a board against the real server: speed, and that nothing is lost.

``python -m benchmarks.live --phones 70 --boards 1 --seconds 20 [--kill] [--database URL] [--json]``

Every phone sends a card every ``--every`` seconds and repeats it with the same key until it is
acknowledged, as the pages do. ``--kill`` ends the server with SIGKILL in the middle and starts it
again. Afterwards every acknowledged card has to be in the database, once. An answer is timed from
sending the form to holding the next page. Everything runs on the loopback address.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field

import httpx
import psutil

START_WITHIN = 60.0


@dataclass
class Seen:
    """What the phones and boards saw."""

    answers: list[float] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    errors: int = 0
    sent_at: dict[str, float] = field(default_factory=dict)
    lags: list[float] = field(default_factory=list)
    rss: int = 0


class Server:
    """The real server in a process of its own."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.port = env, _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "weitblick", "serve", "--port", str(self.port)],
            env=self.env, stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline:
            try:
                httpx.get(self.address, timeout=1)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not answer within {START_WITHIN:.0f} s")

    def kill(self) -> None:
        """As a power cut would: no chance to tidy up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def rss(self) -> int:
        """Bytes of memory the server holds; 0 while it is down."""
        try:
            return psutil.Process(self.process.pid).memory_info().rss if self.process else 0
        except psutil.NoSuchProcess:
            return 0


async def phone(server: Server, stage: dict, secret: str, seen: Seen, every: float,
                end: float, number: int) -> None:
    """One phone: look, then a card every few seconds, each until it is acknowledged."""
    url = server.address + stage["phone"]
    async with httpx.AsyncClient(
        cookies={stage["cookie"]: secret}, follow_redirects=True, timeout=10
    ) as client:
        token = await _token(client, url, end)
        await asyncio.sleep(every * (number % 20) / 20)
        while time.monotonic() < end:
            began = time.monotonic()
            await _deliver(client, url, token, seen, end, number)
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))


async def _token(client: httpx.AsyncClient, url: str, end: float) -> str:
    while time.monotonic() < end:
        try:
            page = (await client.get(url)).text
            if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page):
                return found.group(1)
        except httpx.HTTPError:
            pass  # the server is not up again yet; asked once more
        await asyncio.sleep(0.3)
    return ""


async def _deliver(client: httpx.AsyncClient, url: str, token: str, seen: Seen, end: float,
                   number: int) -> None:
    key = uuid.uuid4().hex
    text = f"Karte {key} von Telefon {number}"
    data = {"csrfmiddlewaretoken": token, "once": key, "text": text, "topic": ""}
    seen.sent_at[key] = time.monotonic()
    while True:
        began = time.monotonic()
        try:
            answer = await client.post(url, data=data, headers={"Referer": url})
            if answer.status_code == 200:
                seen.answers.append(time.monotonic() - began)
                seen.acknowledged[key] = text
                return
            seen.errors += 1
        except httpx.HTTPError:
            pass  # the connection broke: the same card again, with the same key
        if time.monotonic() > end + 10:
            return
        await asyncio.sleep(0.3)


async def board(server: Server, stage: dict, seen: Seen, end: float) -> None:
    """One board: how long after sending a card is on it."""
    waiting = re.compile(r"Karte ([0-9a-f]{32})")
    shown: set[str] = set()
    async with httpx.AsyncClient(timeout=None) as client:
        while time.monotonic() < end:
            try:
                async with client.stream("GET", server.address + stage["live"]) as stream:
                    async for line in stream.aiter_lines():
                        now = time.monotonic()
                        for key in set(waiting.findall(line)) - shown:
                            shown.add(key)
                            if key in seen.sent_at:
                                seen.lags.append(now - seen.sent_at[key])
                        if now > end:
                            return
            except httpx.HTTPError:
                await asyncio.sleep(0.3)


async def watch(server: Server, seen: Seen, end: float, kill: bool, seconds: float) -> None:
    """Look at the memory; with ``kill`` end the server in the middle and start it again."""
    middle = time.monotonic() + seconds / 2
    while time.monotonic() < end:
        seen.rss = max(seen.rss, server.rss())
        if kill and time.monotonic() > middle:
            kill = False
            server.kill()
            await asyncio.to_thread(server.start)
        await asyncio.sleep(0.5)


async def play(server: Server, stage: dict, options: argparse.Namespace) -> Seen:
    """Everybody at once."""
    seen, end = Seen(), time.monotonic() + options.seconds
    phones = [phone(server, stage, secret, seen, options.every, end, n)
              for n, secret in enumerate(stage["secrets"])]
    boards = [asyncio.create_task(board(server, stage, seen, end)) for _ in range(options.boards)]
    watching = watch(server, seen, end, options.kill, options.seconds)
    await asyncio.gather(*phones, watching)
    for one in boards:
        one.cancel()
    await asyncio.gather(*boards, return_exceptions=True)
    return seen


def measure(options: argparse.Namespace) -> dict[str, float]:
    """Set the room up, play, count."""
    with tempfile.TemporaryDirectory(prefix="weitblick-load-") as data:
        env = {**os.environ, "WEITBLICK_DATA": data,
               "DJANGO_SETTINGS_MODULE": "weitblick.settings"}
        if options.database:
            env["WEITBLICK_DATABASE"] = options.database
        stage = _stage(str(options.phones), env)
        server = Server(env)
        server.start()
        try:
            seen = asyncio.run(play(server, stage, options))
        finally:
            server.kill()
        return _figures(seen, _stage("stored", env))


def _figures(seen: Seen, stored: dict[str, list[str]]) -> dict[str, float]:
    texts = stored["texts"]
    kept = set(texts)
    cuts = statistics.quantiles(seen.answers, n=100) if len(seen.answers) > 1 else [0.0] * 99
    lags = statistics.quantiles(seen.lags, n=100) if len(seen.lags) > 1 else [0.0] * 99
    return {
        "p50_ms": round(cuts[49] * 1000, 1), "p95_ms": round(cuts[94] * 1000, 1),
        "p99_ms": round(cuts[98] * 1000, 1), "board_lag_p95_ms": round(lags[94] * 1000, 1),
        "board_seen": len(seen.lags), "sent": len(seen.acknowledged), "errors": seen.errors,
        "lost": sum(text not in kept for text in seen.acknowledged.values()),
        "doubled": len(texts) - len(kept), "rss_mb": round(seen.rss / 2**20),
    }


def _stage(what: str, env: dict[str, str]) -> dict:
    done = subprocess.run([sys.executable, "-m", "benchmarks.live_stage", what], env=env,
                          check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=70)
    parser.add_argument("--boards", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--every", type=float, default=3, help="seconds between cards of a phone")
    parser.add_argument("--database", help="address of a PostgreSQL; default SQLite")
    parser.add_argument("--kill", action="store_true", help="kill the server in the middle")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options)
    if options.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:18} {value}")


if __name__ == "__main__":
    main()
