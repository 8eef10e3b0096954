"""Mail servers for tests: one that fails, and one that is silent or endless at will."""

import queue
import smtplib
import socketserver
import threading
from contextlib import contextmanager, suppress


class BrokenServer:
    """For `EMAIL_BACKEND`."""

    said = "the server hung up"

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected(self.said)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        with suppress(ConnectionError):
            self.talk()

    def talk(self):
        self.server.called.set()
        self.server.speaks.wait()
        self.say("220 ready")
        recipients = []
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipients.append(line.partition("<")[2].rstrip(">"))
            if verb == "DATA":
                self.say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                self.server.mails.put((*recipients, "\n".join(lines)))
            self.say("221 bye" if verb == "QUIT" else "250 fine")

    def say(self, line):
        try:
            if line[:3] == self.server.drags:
                self.drip()
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:  # it has waited long enough
            self.server.left.set()

    def drip(self):
        """Each byte comes in time, and the line has no end."""
        while not self.server.stops.wait(0.02):
            self.wfile.write(b".")


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, drags):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port = self.server_address[1]
        self.called, self.speaks, self.left, self.stops = (threading.Event() for _ in range(4))
        self.mails, self.drags = queue.Queue(), drags


@contextmanager
def silent_mail_server():
    """Takes calls and says nothing until `speaks` is set; then it takes mails."""
    with running_mail_server() as server:
        yield server


@contextmanager
def dragging_mail_server(code):
    """The answer with this code has no end."""
    with running_mail_server(code) as server:
        server.speaks.set()
        yield server


@contextmanager
def running_mail_server(drags=None):
    with MailServer(drags) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.speaks.set()
            server.stops.set()
            server.shutdown()
