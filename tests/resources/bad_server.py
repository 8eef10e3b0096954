"""A server on this machine that misbehaves in every way a page of the web may."""

import socket
import struct
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAUSE = 0.05  # seconds between two drops of a drip
DROPS = 1200  # a minute of it


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        name = self.path.strip("/").partition("/")[0].partition("?")[0]
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"on_{name}", self.on_status)()

    do_HEAD = do_GET

    def on_status(self):
        self.answer(int(self.path.strip("/").partition("?")[0]))

    def on_nohead(self):
        self.answer(405 if self.command == "HEAD" else 200)

    def on_headlies(self):
        self.answer(404 if self.command == "HEAD" else 200)

    def on_loop(self):
        self.answer(302, Location="/loop/")

    def on_hops(self):
        left = int(self.path.strip("/").split("/")[1])
        self.answer(301, Location=f"/hops/{left - 1}/" if left > 1 else "/200/")

    def on_to(self):
        self.answer(302, Location=self.server.target)

    def on_puzzle(self):
        self.answer(503, b"<p>Please solve this CAPTCHA</p>")

    def on_sometimes(self):
        first = sum(path == self.path for _verb, path, _headers in self.server.seen) <= 2
        self.answer(500 if first else 200)

    def on_drip(self):
        self.connection.sendall(b"HTTP/1.0 200 OK\r\n")
        for _drop in range(DROPS):
            self.connection.sendall(b"X-Drop: 1\r\n"[:3])
            self.server.drops += 1
            if self.server.ended.wait(PAUSE):
                return

    def on_huge(self):
        self.send_response(404 if self.command == "HEAD" else 200)
        self.send_header("Content-Length", str(10**9))
        self.end_headers()
        if self.command != "HEAD":
            for _block in range(1000):
                self.wfile.write(b"x" * 65536)
                self.server.sent += 65536

    def on_reset(self):
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def on_silence(self):
        self.connection.shutdown(socket.SHUT_RDWR)

    def on_nonsense(self):
        self.connection.sendall(b"\x00\xff not http at all\r\n\r\n")

    def on_headers(self):
        self.connection.sendall(b"HTTP/1.0 200 OK\r\n" + b"X: 1\r\n" * 1000 + b"\r\n")


@contextmanager
def bad_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.seen, server.sent, server.drops, server.target = [], 0, 0, "/200/"
    server.ended = threading.Event()
    server.handle_error = lambda *args: None
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(2)
