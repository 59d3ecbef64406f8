"""HTTP for the phones of the live measurement: one kept connection each, and little work.

Three hundred phones share one processor with each other, so what a phone does between sending and
holding the page must cost next to nothing. Only what our own server answers is understood.
"""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from urllib.parse import urlencode

PATIENCE = 10.0
FORM = "application/x-www-form-urlencoded"
MOST_OF_A_LINE = 2**20


class Broken(Exception):
    """The connection broke or the answer did not come in time."""


class Wire:
    """One browser's connection to ``127.0.0.1:port``, with its cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str]) -> None:
        self.port, self.cookies = port, dict(cookies)
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, str]:
        """Status and page."""
        return await self._asked("GET", path, {}, b"")

    async def post(
        self, path: str, data: Mapping[str, str], headers: Mapping[str, str]
    ) -> tuple[int, str]:
        """Send a form; a redirect is followed, as a browser does."""
        form = urlencode(data).encode()
        told = {"Content-Type": FORM, "Content-Length": str(len(form)), **headers}
        return await self._asked("POST", path, told, form)

    async def lines(self, path: str) -> AsyncIterator[str]:
        """The lines of an event stream, on a connection of its own, until it breaks."""
        try:
            reader, writer = await self._opened()
        except OSError as problem:
            raise Broken from problem
        try:
            writer.write(self._head("GET", path, {}))
            while line := await reader.readline():
                yield line.decode()
        except (OSError, ValueError) as problem:
            raise Broken from problem
        finally:
            writer.close()
        raise Broken

    def close(self) -> None:
        """Let go of the connection."""
        if self._line:
            self._line[1].close()
            self._line = None

    async def _asked(
        self, verb: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, str]:
        try:
            async with asyncio.timeout(PATIENCE):
                self._line = self._line or await self._opened()
                reader, writer = self._line
                writer.write(self._head(verb, path, headers) + body)
                status, told, page = await self._answer(reader)
        except (OSError, EOFError, ValueError, TimeoutError) as problem:
            self.close()
            raise Broken from problem
        except asyncio.CancelledError:
            self.close()  # half an answer may lie in it
            raise
        if "location" in told:
            return await self.get(told["location"].partition("#")[0])
        return status, page

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port, limit=MOST_OF_A_LINE)

    def _head(self, verb: str, path: str, headers: Mapping[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{verb} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}",
                 "Accept-Encoding: gzip", f"Cookie: {cookies}",
                 *(f"{name}: {value}" for name, value in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str], str]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        told: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            told[name.lower()] = value
            if name.lower() == "set-cookie":
                cookie, _, value = value.partition(";")[0].partition("=")
                self.cookies[cookie] = value
        body = await reader.readexactly(int(told.get("content-length", 0)))
        if told.get("connection") == "close":
            self.close()
        text = ""
        with suppress(UnicodeDecodeError):
            text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
        return int(head[0].split()[1]), told, text
