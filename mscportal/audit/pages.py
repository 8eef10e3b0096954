"""Criteria about finished pages."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from content.registry import entry_models
from editorial.models import Reviewed
from literature.models import Publication
from mscportal.audit.crawl import CrawledPage, crawl, internal, sitemap_paths
from mscportal.audit.findings import AuditFinding, AuditLevel

LONGEST_TITLE = 65


def check_site(progress: Callable[[int], None] = lambda done: None) -> Iterator[AuditFinding]:
    mapped = sitemap_paths()
    pages = crawl(["/", *mapped], progress)
    html = [page for page in pages.values() if page.status == 200 and page.is_html]
    yield from broken_links(pages)
    yield from missing_from_sitemap(html, set(mapped))
    yield from structure(html)
    yield from privacy(html)
    yield from reference_lists(html)
    by_path = {page.path: page for page in html}
    yield from review_lines(by_path)
    yield from ways_to_sources(by_path)


def broken_links(pages: dict[str, CrawledPage]) -> Iterator[AuditFinding]:
    for page in pages.values():
        if page.status >= 400:
            yield AuditFinding(22, AuditLevel.ERROR, page.path, f"answers {page.status}")
        for link in page.links:
            found = internal(page, link)
            if found is None or found[0] not in pages:
                continue
            path, anchor = found
            if pages[path].status >= 400:
                message = f"links to {path}, which answers {pages[path].status}"
                yield AuditFinding(22, AuditLevel.ERROR, page.path, message)
            elif anchor and pages[path].is_html and anchor not in pages[path].anchors:
                yield AuditFinding(
                    22, AuditLevel.ERROR, page.path, f"links to {path}#{anchor}: no such place"
                )


def missing_from_sitemap(html: list[CrawledPage], mapped: set[str]) -> Iterator[AuditFinding]:
    for page in html:
        if "?" in page.path or page.path in mapped or "noindex" in page.body:
            continue
        yield AuditFinding(22, AuditLevel.ERROR, page.path, "is not in the sitemap")


def structure(html: list[CrawledPage]) -> Iterator[AuditFinding]:
    titles = defaultdict(list)
    for page in html:
        if "?" not in page.path:
            titles[page.title].append(page.path)
        for fault in faults_of(page):
            yield AuditFinding(19, AuditLevel.ERROR, page.path, fault)
    for title, paths in titles.items():
        if len(paths) > 1:
            yield AuditFinding(19, AuditLevel.ERROR, paths[0], f"shares “{title}” with {paths[1]}")


def faults_of(page: CrawledPage) -> Iterator[str]:
    yield from page.faults
    if page.headings.count(1) != 1:
        yield f"{page.headings.count(1)} headings of level 1"
    for before, after in zip(page.headings, page.headings[1:], strict=False):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"
    if not page.language:
        yield "no language"
    if not page.title or len(page.title) > LONGEST_TITLE:
        yield f"the title has {len(page.title)} characters"
    if not page.description and "noindex" not in page.body:
        yield "no description"


def privacy(html: list[CrawledPage]) -> Iterator[AuditFinding]:
    for page in html:
        if page.cookies:
            yield AuditFinding(
                23, AuditLevel.ERROR, page.path, f"sets the cookie {page.cookies[0]}"
            )
        if "Content-Security-Policy" not in page.headers:
            yield AuditFinding(23, AuditLevel.ERROR, page.path, "has no content security policy")
        for address in page.loads:
            if not address.startswith(("/", "data:")) or address.startswith("//"):
                yield AuditFinding(23, AuditLevel.ERROR, page.path, f"loads {address}")


def reference_lists(html: list[CrawledPage]) -> Iterator[AuditFinding]:
    for page in html:
        numbers = sorted(
            int(anchor[4:])
            for anchor in page.anchors
            if anchor.startswith("ref-") and anchor[4:].isdigit()
        )
        if numbers != list(range(1, len(numbers) + 1)):
            yield AuditFinding(8, AuditLevel.ERROR, page.path, "the reference list has gaps")


def review_lines(html: dict[str, CrawledPage]) -> Iterator[AuditFinding]:
    for model in entry_models():
        if not issubclass(model, Reviewed) or not model.has_page:
            continue
        for entry in model.objects.published():
            page = html.get(entry.get_absolute_url())
            if page is not None and "data-review" not in page.body:
                yield AuditFinding(
                    1, AuditLevel.ERROR, page.path, "says nothing of a medical review"
                )


def ways_to_sources(html: dict[str, CrawledPage]) -> Iterator[AuditFinding]:
    for publication in Publication.objects.published():
        page = html.get(publication.get_absolute_url())
        ways = publication.ways_to_source or [address for _name, address in publication.searches]
        if page is None or set(ways) & set(page.links):
            continue
        if ways:
            message = "leads neither to its source nor to a search"
        elif "no-address" not in page.anchors:
            message = "does not say that we have no address of its source"
        else:
            continue
        yield AuditFinding(35, AuditLevel.ERROR, page.path, message)
