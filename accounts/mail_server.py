"""The mail server, for a bounded time: EMAIL_TIMEOUT is for each wait and not for all of them."""

import smtplib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.utils.translation import gettext as _

SECONDS = 120.0
PAUSE = 0.5


@contextmanager
def cut_after(seconds: float, cut: Callable[[], None]) -> Iterator[None]:
    """Calls `cut` when the time is over, and again until the block has ended."""
    has_ended, is_over = threading.Event(), threading.Event()

    def watch() -> None:
        pause = seconds
        while not has_ended.wait(pause):
            is_over.set()
            cut()
            pause = PAUSE

    watcher = threading.Thread(target=watch, name="time of a mail", daemon=True)
    watcher.start()
    try:
        yield
    except Exception as error:
        if is_over.is_set():
            raise TimeoutError(_("The mail server took too long.")) from error
        raise
    finally:
        has_ended.set()
        watcher.join()


class EmailBackend(smtp.EmailBackend):
    client: smtplib.SMTP | None = None

    @property
    def connection_class(self) -> Any:
        return self.call

    def call(self, *args: Any, **params: Any) -> smtplib.SMTP:
        """The client is known before it connects: a greeting can be dragged out as well."""
        kind = super().connection_class
        client = self.client = kind.__new__(kind)
        kind.__init__(client, *args, **params)
        return client

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with cut_after(SECONDS, self.hang_up):
            return super().send_messages(email_messages)

    def hang_up(self) -> None:
        if self.client and self.client.sock:
            with suppress(OSError):
                # Not TLS's own way, which would wait for the server.
                socket.socket.shutdown(self.client.sock, socket.SHUT_RDWR)
