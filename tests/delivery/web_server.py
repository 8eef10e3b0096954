"""A real nginx on loopback, for tests of what visitors get from it."""

import http.client
import os
import socket
import subprocess
from contextlib import contextmanager, suppress

from tests.delivery.servers import PATIENCE, eventually
from tests.programs import needed

FRAME = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def written(folder, configuration):
    """The whole configuration; nginx's own check of it is part of the test."""
    folder.mkdir(exist_ok=True)
    (folder / "site.conf").write_text(configuration)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, user=user))
    command = [needed("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run(
        [*command, "-t", "-e", str(folder / "error.log")], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    return [*command, "-e", str(folder / "error.log")]


def wait_for(port, process):
    def listens():
        assert process.poll() is None, "the server ended by itself"
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
            return True

    assert eventually(listens), f"nothing listens on port {port}"


@contextmanager
def running(folder, configuration, port):
    process = subprocess.Popen(written(folder, configuration))
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def fetch(port, address, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, address, headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body
