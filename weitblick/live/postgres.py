"""Several web processes on PostgreSQL: LISTEN/NOTIFY carries channel names, nothing else.

One direct connection listens, one tells. Transaction pooling silently breaks LISTEN, so the
address must lead to the server itself.
"""

import logging
import threading
import time

import psycopg

from weitblick.live.hub import Hub

log = logging.getLogger(__name__)
TOPIC = "weitblick_live"


class Relay:
    """Connects a hub with the hubs of the other processes."""

    def __init__(self, hub: Hub, address: str) -> None:
        self.hub, self.address = hub, address
        self._teller: psycopg.Connection | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def start(self) -> None:
        """Listen in a thread and become an outlet of the hub."""
        self.hub.outlets.append(self.tell)
        threading.Thread(target=self._listen, name="live-postgres", daemon=True).start()

    def stop(self) -> None:
        """Stop listening and telling."""
        self._ended.set()
        self.hub.outlets.remove(self.tell)

    def tell(self, channel: str) -> None:
        """Tell the other processes; a lost connection is opened again once."""
        with self._lock:
            for attempt in (1, 2):
                try:
                    self._connection().execute("SELECT pg_notify(%s, %s)", (TOPIC, channel))
                    return
                except psycopg.OperationalError:
                    self._teller = None
                    if attempt == 2:
                        log.exception("Other processes were not told of %s", channel)

    def _connection(self) -> psycopg.Connection:
        if self._teller is None:
            self._teller = psycopg.connect(self.address, autocommit=True)
        return self._teller

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                with psycopg.connect(self.address, autocommit=True) as listener:
                    listener.execute(f"LISTEN {TOPIC}")
                    self._relay(listener)
            except psycopg.OperationalError:
                if self._ended.is_set():
                    return
                log.exception("The live connection broke; trying again")
                time.sleep(1)

    def _relay(self, listener: psycopg.Connection) -> None:
        while not self._ended.is_set():
            for message in listener.notifies(timeout=1):
                if message.pid != self._own_pid():
                    self.hub.tell_here(message.payload)

    def _own_pid(self) -> int:
        return self._teller.info.backend_pid if self._teller else 0
