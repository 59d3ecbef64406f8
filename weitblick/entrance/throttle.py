"""Guessing is slowed down: passwords, join codes, personal codes.

Only what fails is counted, by kind and by who tries; what succeeds never waits for others. The
counters live in the process and end with it: several processes count each for itself.
"""

import threading
from collections import deque
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from weitblick.workshop import clock

MOST_KEYS = 20_000


@dataclass(frozen=True)
class Limit:
    """So many failures within so many minutes; then a wait until the oldest is past."""

    name: str
    failures: int
    minutes: int


PASSWORD = Limit("password", 10, 15)
"""For one account from one address: nobody can lock others out of theirs."""
ACCOUNTS = Limit("accounts", 60, 15)
"""For all accounts from one address."""
CODE = Limit("code", 100, 10)
"""Join codes, from one address: a whole hall may stand behind it."""
PERSONAL = Limit("personal", 30, 15)
"""Personal codes, from one address, in one process."""


class TooManyTries(ValidationError):
    """Refused for now; says for how long."""

    def __init__(self, minutes: int) -> None:
        super().__init__(ngettext(
            "Zu viele Fehlversuche. Bitte warten Sie %d Minute und versuchen Sie es dann wieder.",
            "Zu viele Fehlversuche. Bitte warten Sie %d Minuten und versuchen Sie es dann wieder.",
            minutes,
        ) % minutes, code="throttled")


_failures: dict[tuple[str, str], deque[float]] = {}
_lock = threading.Lock()


def check(limit: Limit, *who: object) -> None:
    """Raise TooManyTries where somebody has failed too often."""
    with _lock:
        past = _recent(limit, who)
        if past is None or len(past) < limit.failures:
            return
        left = past[0] + limit.minutes * 60 - clock.now().timestamp()
    raise TooManyTries(max(1, round(left / 60)))


def is_waiting(limit: Limit, *who: object) -> bool:
    """Whether somebody has failed too often, where that is not to be said."""
    try:
        check(limit, *who)
    except TooManyTries:
        return True
    return False


def failed(limit: Limit, *who: object) -> None:
    """Count a failure."""
    with _lock:
        past = _recent(limit, who)
        if past is None:
            if len(_failures) >= MOST_KEYS:
                del _failures[next(iter(_failures))]
            past = _failures[_key(limit, who)] = deque(maxlen=limit.failures)
        past.append(clock.now().timestamp())


def succeeded(limit: Limit, *who: object) -> None:
    """Forget the failures of who got in."""
    with _lock:
        _failures.pop(_key(limit, who), None)


def address(request: HttpRequest) -> str:
    """Where a request comes from, as the server or its proxy says."""
    return str(request.META.get("REMOTE_ADDR", ""))


def forget_all() -> None:
    """Begin anew; tests do."""
    with _lock:
        _failures.clear()


def _key(limit: Limit, who: tuple[object, ...]) -> tuple[str, str]:
    return limit.name, "\n".join(str(one).lower() for one in who)


def _recent(limit: Limit, who: tuple[object, ...]) -> deque[float] | None:
    past = _failures.get(_key(limit, who))
    if past is None:
        return None
    begins = clock.now().timestamp() - limit.minutes * 60
    while past and past[0] < begins:
        past.popleft()
    return past
