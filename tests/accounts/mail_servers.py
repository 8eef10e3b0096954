"""Mail servers for tests: one that fails, and one that is silent for as long as a test wants."""

import queue
import smtplib
import socketserver
import threading
from contextlib import contextmanager


class BrokenServer:
    """For `EMAIL_BACKEND`."""

    said = "the server hung up"

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected(self.said)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
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
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:  # it has waited long enough
            self.server.left.set()


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port = self.server_address[1]
        self.called, self.speaks, self.left = (threading.Event() for _ in range(3))
        self.mails = queue.Queue()


@contextmanager
def silent_mail_server():
    """Takes calls and says nothing until `speaks` is set; then it takes mails."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.speaks.set()
            server.shutdown()
