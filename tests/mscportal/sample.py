"""Finished pages of the starter site: one of each view, in every language of the interface."""

import html
import re
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.management import call_command
from django.db import transaction
from django.db.models import CharField, JSONField, TextField
from django.test import override_settings
from django.urls import resolve
from django.utils.translation import get_language_from_path

from content import places
from mscportal.audit.crawl import CrawledPage, read, sitemap_paths, visitor
from tests.databases import connected_to
from tests.mscportal import pseudo
from tests.mscportal.wording import bare

CONTENT = set("articles evidence resources therapy diseases literature editorial".split())
NAMES = {
    "publication": ("authors_text", "journal", "locator"),
    "trial": ("sponsor",),
    "trialcountry": ("other_name",),
    "regulator": ("name",),
    "jurisdiction": ("title", "authority"),
    "product": ("title", "developer"),
    "authorisation": ("other_place",),
}
ORIGIN = "https://portal.invalid"
CANDIDATES = 4
# Pages that no sitemap names, or that look different with a filter.
BESIDES = [
    "/styleguide/",
    "/search/",
    "/search/?q=gvhd",
    "/search/?q=zzzzz",
    "/search/?q=approved+in+spain",
    "/search/?q=alofisel",
    "/trials/?status=recruiting",
    "/nowhere/",
    "/feedback/?page=/diseases/",
    "/feedback/thanks/?page=/diseases/",
    "/mentions/disease/gvhd/",
    "/diseases/gvhd/card/",
]
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


class Sample:
    def __init__(self, static: Path):
        self.static = static  # the packed files
        self.of_view: dict[str, str] = {}  # paths in English
        self.by_language: dict[str, dict[str, CrawledPage]] = {}
        self.corpus = ""  # every text of the database, in bare words
        self.plain: dict[str, CrawledPage] = {}  # of every disease, with its card, in English
        self.names = ""  # those of them that are names of people, bodies and places

    @property
    def english(self):
        return self.by_language[""]

    def path(self, name) -> str:
        """In English, of a page by the name of its view, or of one of BESIDES."""
        return self.of_view.get(name, name)

    def page(self, path) -> CrawledPage | None:
        """As it was read; a query that was not asked then is ignored."""
        for known in (path, path.partition("?")[0]):
            for pages in (*self.by_language.values(), self.plain):
                if known in pages:
                    return pages[known]
        return None

    def answer(self, route):
        """Plays the server for a browser."""
        path = route.request.url.removeprefix(ORIGIN)
        file = self.static / path.removeprefix("/static/")
        page = self.page(path)
        if path.startswith("/static/") and file.is_file():
            route.fulfill(path=file, content_type=TYPES.get(file.suffix, "application/binary"))
        elif page is not None:
            kept = {name: text for name, text in page.headers.items() if name != "Content-Length"}
            route.fulfill(status=page.status, headers=kept, body=page.body)
        else:
            route.abort()


@contextmanager
def packed_static(folder: Path):
    """The site's own files as visitors get them: hashed names, one style sheet, one script."""
    static = {"BACKEND": "mscportal.staticfiles.HashedStaticFilesStorage"}
    finder = f"{FileSystemFinder.__module__}.{FileSystemFinder.__qualname__}"
    with override_settings(
        STATIC_ROOT=folder,
        STATICFILES_DIRS=[settings.BASE_DIR / "mscportal" / "static"],
        STATICFILES_FINDERS=[finder],
        STORAGES={**settings.STORAGES, "staticfiles": static},
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


def read_sample(folder: Path, database: str) -> Sample:
    from diseases.models import Disease  # conftest.py is read before there are models
    from tests.factories import make_contributor

    sample = Sample(folder)
    with (
        connected_to(database),
        packed_static(folder),
        pseudo.languages(),
        transaction.atomic(),
    ):
        make_contributor(title="Ada Example", slug="ada-example")  # it comes with no people
        client = visitor()
        sample.of_view = longest_of_each_view(client)
        paths = [*sample.of_view.values(), *BESIDES]
        for prefix in ("", "/es", f"/{pseudo.LONG}", f"/{pseudo.RIGHT_TO_LEFT}"):
            own = [prefix + path.replace("=/", f"={prefix}/") for path in paths]
            pages = [read(client, path) for path in own]
            sample.by_language[prefix.strip("/")] = {page.path: page for page in pages}
        for disease in Disease.objects.published():
            for path in (disease.get_absolute_url(), disease.card_url):
                sample.plain[path] = read(client, path)
        sample.corpus, sample.names = corpus(), corpus(NAMES)
        transaction.set_rollback(True)
    return sample


def corpus(only=None):
    texts = [
        name
        for language in ("en", "es", pseudo.LONG, pseudo.RIGHT_TO_LEFT)
        for name in places.names(language).values()
    ]
    for model in apps.get_models():
        fields = [
            field.name
            for field in model._meta.fields
            if isinstance(field, CharField | TextField | JSONField) and not field.choices
            if only is None or field.name in only.get(model._meta.model_name, ())
        ]
        if model._meta.app_label in CONTENT and fields:
            for row in model._default_manager.values_list(*fields):
                texts += [str(value) for value in row if value]
    plain = (re.sub(r"<[^>]*>|\[@[^\]]*\]", " . ", text) for text in texts)
    return f" {' | '.join(bare(html.unescape(text)) for text in plain)} "


def longest_of_each_view(client):
    by_view = defaultdict(list)
    for path in sitemap_paths(client):
        if get_language_from_path(path):
            continue
        view = resolve(path.split("?")[0]).view_name
        if len(by_view[view]) < CANDIDATES:
            by_view[view].append(read(client, path))
    return {
        view: max(pages, key=lambda page: len(page.body)).path for view, pages in by_view.items()
    }
