"""Under which address phones reach this machine."""

import socket
import struct
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

try:
    import fcntl
except ImportError:  # not on Windows, where the machine's own name leads to its addresses
    fcntl = None  # type: ignore[assignment]

SIOCGIFADDR = 0x8915
LOCAL = {"localhost", "127.0.0.1", "::1", "[::1]"}


@dataclass(frozen=True)
class Address:
    """An address of this machine, and the network device it belongs to ("" where unknown)."""

    ip: str
    device: str = ""


def home_address(request: HttpRequest) -> str:
    """Scheme and host that phones use: as set, else the address this page was opened under."""
    if settings.ADDRESS:
        return str(settings.ADDRESS)
    return request.build_absolute_uri("/").rstrip("/")


def is_local(request: HttpRequest) -> bool:
    """Whether phones could not follow a QR code made from this page's address."""
    return not settings.ADDRESS and request.get_host().rpartition(":")[0] in LOCAL


def own_addresses() -> list[Address]:
    """The addresses of this machine in its networks (IPv4), without its own loop."""
    found = {one.ip: one for one in [*_of_name(), *_of_devices()]}
    return sorted((one for ip, one in found.items() if not ip.startswith("127.")),
                  key=lambda one: (one.device.startswith(("docker", "br-", "veth")), one.ip))


def _of_devices() -> list[Address]:
    """What the devices say (Linux); a device without an address says nothing."""
    if fcntl is None:
        return []
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _number, name in socket.if_nameindex():
            try:
                asked = struct.pack("256s", name[:15].encode())
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, asked)
            except OSError:
                continue
            found.append(Address(socket.inet_ntoa(answer[20:24]), name))
    return found


def _of_name() -> list[Address]:
    try:
        rows = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [Address(str(row[4][0])) for row in rows]
