"""The real server in processes of its own, for the live measurement."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import psutil

START_WITHIN = 180.0


class Server:
    """One server process on a port of its own."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.port = env, _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._spent = 0.0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "weitblick", "serve", "--port", str(self.port)],
            env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
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
        self._spent = self.cpu()
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for child in children:
            if child.is_running():
                child.kill()

    def rss(self) -> int:
        """Bytes of memory the server holds, without the process of the engines it has started."""
        try:
            return int(psutil.Process(self.process.pid).memory_info().rss) if self.process else 0
        except psutil.NoSuchProcess:
            return 0

    def cpu(self) -> float:
        """Seconds of processor the server has used, those before it was killed included."""
        try:
            used = psutil.Process(self.process.pid).cpu_times() if self.process else None
        except psutil.NoSuchProcess:
            return self._spent
        return self._spent + (used.user + used.system if used else 0.0)


def stage(what: str, env: dict[str, str]) -> dict:
    """What the room's own program says: it alone has the database."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.live_stage", what], env=env,
                          check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def environment(data: str, database: str | None) -> dict[str, str]:
    """The settings of a server with this data folder."""
    env = {**os.environ, "WEITBLICK_DATA": data, "DJANGO_SETTINGS_MODULE": "weitblick.settings"}
    return {**env, "WEITBLICK_DATABASE": database} if database else env


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
