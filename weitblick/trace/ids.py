"""Public ids: short, stable, readable aloud. Drawn by chance, or by seed for the worked example."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10
_chance: ContextVar[random.Random] = ContextVar(
    "weitblick_ids", default=secrets.SystemRandom()  # noqa: B039  it has no state
)


def new_public_id() -> str:
    """Ten characters that can be read aloud and typed: no 0/o, 1/l/i."""
    return "".join(_chance.get().choices(ALPHABET, k=LENGTH))


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Within this block the same ids come in the same order."""
    token = _chance.set(random.Random(seed))
    try:
        yield
    finally:
        _chance.reset(token)
