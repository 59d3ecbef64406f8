"""Where an engine works: here, on several cores, or on a Dask cluster.

A runner lends out a `concurrent.futures` executor. Engines split their work into tasks that are
the same everywhere and combine the answers in an order of their own, so that a result does not
depend on the runner, bit for bit, for the same seed.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .errors import InputError

PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Here:
    """Work in this process; the default."""

    workers: int = 1


@dataclass(frozen=True)
class Cores:
    """Work in processes on this machine, started fresh (spawned), one a core unless told."""

    processes: int = 0

    @property
    def workers(self) -> int:
        """Number of processes."""
        return self.processes or os.cpu_count() or 1

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """A pool of processes that ends with the block."""
        context = multiprocessing.get_context("spawn")
        # Ctrl+C reaches every process of a terminal; only the one that asked decides what to do.
        pool = ProcessPoolExecutor(
            self.workers, mp_context=context,
            initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN),
        )  # fmt: skip
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True)
class Dask:
    """Work on a Dask cluster whose scheduler listens at `address` (tcp://host:port)."""

    address: str

    @property
    def workers(self) -> int:
        """Keep this many tasks under way: enough for clusters of a few dozen cores."""
        return 64

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """A client of the scheduler, which closes with the block."""
        with self._client() as client:
            yield client.get_executor(pure=False)

    def _client(self) -> Any:
        distributed = _distributed()
        try:
            return distributed.Client(self.address, set_as_default=False, timeout=PATIENCE_SECONDS)
        except (OSError, ValueError) as error:
            raise InputError(
                "dask_unreachable", f"No Dask scheduler answers at {self.address!r}.",
                address=self.address,
            ) from error  # fmt: skip


AnyRunner = Here | Cores | Dask


def runner(words: str) -> AnyRunner:
    """The runner named by `here`, `cores`, `cores:4` or a scheduler's address `tcp://host:port`.

    An address may also be written with `dask:` before it: `dask:tcp://host:port`. Raises
    InputError when the words name none.
    """
    kind, _, rest = words.partition(":")
    if kind == "dask" and rest:
        return Dask(rest)
    if words == "here":
        return Here()
    if words == "cores":
        return Cores()
    if kind == "cores" and rest.isdecimal() and int(rest) > 0:
        return Cores(int(rest))
    if kind in ("tcp", "tls", "ws", "wss") and rest.startswith("//"):
        return Dask(words)
    raise InputError(
        "unknown_runner",
        f"Work runs on 'here', 'cores', 'cores:4' or 'dask:ADDRESS', not {words!r}.",
        runner=words,
    )


def _distributed() -> Any:
    """Dask's client, which is an extra and therefore loaded only when asked for."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise InputError(
            "dask_missing", "Dask is not installed: install weitblick[cluster]."
        ) from error
