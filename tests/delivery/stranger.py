"""A visitor who speaks WSGI with the site as the server does; Django's test client goes past."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from content.signals import public_content_changed
from delivery.page_cache.middleware import PageCache
from mscportal.wsgi import site

public_content_changed.disconnect(dispatch_uid="warming")  # tests serve nobody and publish a lot
HOST = "localhost"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.body = int(status[:3]), body
        self.list = headers
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def text(self):
        return self.body.decode()


class Stranger:
    """Counts how often the site itself was asked."""

    def __init__(self, version, store):
        self.made = 0
        self.cache = PageCache(self._site, version, store)

    def _site(self, environ, start_response):
        self.made += 1
        return site(environ, start_response)

    def get(self, address, **headers):
        return self.ask("GET", address, **headers)

    def head(self, address, **headers):
        return self.ask("HEAD", address, **headers)

    def ask(self, method, address, body=b"", **headers):
        path, _mark, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_PORT": "8000",
            "HTTP_HOST": HOST,
            "REMOTE_ADDR": "192.0.2.7",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        setup_testing_defaults(environ)
        for name, value in headers.items():
            environ["CONTENT_TYPE" if name == "content_type" else f"HTTP_{name.upper()}"] = value
        said = []

        def start_response(status, headers, *error):
            said.append((status, headers))
            return lambda chunk: None

        chunks = validator(self.cache)(environ, start_response)
        try:
            body = b"".join(chunks)
        finally:
            chunks.close()
        return Reply(*said[-1], body)
