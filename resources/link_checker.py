"""Looks at one outside address, politely and without being led into a private network.

Every name is resolved once, every address it has is looked at, and the connection goes to one of
those: a name that changes its mind in between leads nowhere else. The same after each redirect.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from resources.models import LinkCheck

State = LinkCheck.State

MOST_REDIRECTS = 5
MOST_BYTES = 64 * 1024
KEEPS_PROGRAMS_OUT = {401, 402, 403, 407, 429, 451, 999}
IS_GONE = {404, 410}
# Some servers answer a HEAD wrongly, so only a good answer to it counts.
PUZZLES = (b"captcha", b"cf-chl", b"challenge-platform", b"are you a robot")
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FoundLink(NamedTuple):
    state: str
    status: int | None = None
    final_url: str = ""
    reason: str = ""


class NotPublic(Exception):
    """The address is of this machine, of a private network, or no web address at all."""


class LinkAnswer(NamedTuple):
    status: int
    location: str
    has_puzzle: bool


@dataclass
class Checker:
    user_agent: str
    timeout: float = 20.0  # for one request, however slowly it drips
    retries: int = 1
    pause: float = 5.0  # before trying again
    allowed: frozenset[tuple[str, int]] = frozenset()  # for tests: (address, port)
    sleep: Callable[[float], None] = time.sleep
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def check(self, url: str) -> FoundLink:
        found = self._once(url)
        for _try in range(self.retries):
            if found.state != State.UNREACHABLE:
                break
            self.sleep(self.pause)
            found = self._once(url)
        return found

    def _once(self, url: str) -> FoundLink:
        try:
            return self._follow(url)
        except NotPublic as error:
            return FoundLink(State.REFUSED, reason=str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return FoundLink(State.UNREACHABLE, reason=said(error))

    def _follow(self, url: str) -> FoundLink:
        address = url
        for _hop in range(MOST_REDIRECTS + 1):
            answer = self._ask(address, "HEAD")
            if not (200 <= answer.status < 400):
                answer = self._ask(address, "GET")
            if 300 <= answer.status < 400 and answer.location:
                address = urljoin(address, answer.location)
                continue
            final = address if address != url else ""
            return FoundLink(state_of(answer), answer.status, final[:2000])
        return FoundLink(State.UNREACHABLE, answer.status, reason="too many redirects")

    def _ask(self, url: str, method: str) -> LinkAnswer:
        connection, target = self._connect(url)
        opened = connection.sock.sock
        try:
            connection.request(
                method,
                target,
                headers={
                    "User-Agent": self.user_agent,
                    "Accept": "text/html,*/*;q=0.5",
                    "Connection": "close",
                },
            )
            with connection.getresponse() as response:
                body = b"" if method == "HEAD" else response.read(MOST_BYTES).lower()
                puzzle = bool(response.headers.get("cf-mitigated")) or any(
                    word in body for word in PUZZLES
                )
                return LinkAnswer(response.status, response.headers.get("Location", ""), puzzle)
        finally:
            opened.close()

    def _connect(self, url: str):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotPublic("no web address")
        if parts.username is not None or parts.password is not None:
            raise NotPublic("an address with a name or a password in it")
        is_secure = parts.scheme == "https"
        port = parts.port or (443 if is_secure else 80)
        host = parts.hostname
        if not host.isascii():
            host = host.encode("idna").decode()
        deadline = time.monotonic() + self.timeout
        plain = socket.create_connection((self._public_address(host, port), port), self.timeout)
        try:
            opened = self.tls.wrap_socket(plain, server_hostname=host) if is_secure else plain
        except BaseException:
            plain.close()
            raise
        connection = http.client.HTTPConnection(host, port)
        connection.sock = Timed(opened, deadline)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        if is_secure and port == 443:
            connection.port = 80  # the name alone stands in the Host header
        return connection, target

    def _public_address(self, host: str, port: int) -> str:
        """One of the host's addresses, when all of them are public."""
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = [info[4][0] for info in infos]
        for address in found:
            if (address, port) not in self.allowed and not is_public(address):
                raise NotPublic("not a public address")
        return found[0]


def is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.ip_address(int(address) & 0xFFFFFFFF)
        if address.teredo:
            inner = address.teredo[1]
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def state_of(answer: LinkAnswer) -> str:
    if answer.status in IS_GONE:
        return State.GONE
    if answer.status in KEEPS_PROGRAMS_OUT:
        return State.BLOCKED
    if 200 <= answer.status < 300:
        return State.OK
    if answer.status == 503 and answer.has_puzzle:
        return State.BLOCKED
    return State.UNREACHABLE


def said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


class Timed:
    """A socket for http.client on which all reading and writing together has one end.

    http.client lets go of a socket while the answer is still read from it, so only the caller
    closes it.
    """

    def __init__(self, sock: socket.socket, deadline: float):
        self.sock, self.deadline = sock, deadline

    def wait(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("took too long")
        self.sock.settimeout(left)

    def sendall(self, data):
        self.wait()
        self.sock.sendall(data)

    def makefile(self, *args, **kwargs):
        return io.BufferedReader(TimedReader(self))

    def close(self):
        """See above."""


class TimedReader(io.RawIOBase):
    def __init__(self, timed: Timed):
        self.timed = timed

    def readable(self):
        return True

    def readinto(self, buffer):
        self.timed.wait()
        return self.timed.sock.recv_into(buffer)
