from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from linking.dictionary import Target
from linking.planner import LinkPlan, sha_of


class LinkTarget(NamedTuple):
    url: str
    note: str = ""  # what the target means, shown beside the link


Resolve = Callable[[set[Target]], Mapping[Target, LinkTarget]]


def render_links(html: str, plan: LinkPlan | None, resolve: Resolve) -> SafeString:
    """Put the planned links into stored rich text or an escaped line.

    `resolve` gives those targets that are public now; the others stay plain text. A plan made for
    another text is not applied, and no plan means no links.
    """
    if plan and (links := plan.links) and plan.html_sha == sha_of(html):
        pages = resolve({target for _start, _end, target in links})
        parts: list[str] = []
        done = 0
        for start, end, target in links:
            if target in pages:
                parts += html[done:start], _opening(pages[target]), html[start:end], "</a>"
                done = end
        html = "".join([*parts, html[done:]])
    # Safe: stored rich text was cleaned when it was saved and lines were escaped, the offsets
    # belong to this very text (same hash) and lie outside its tags, and all that is added is
    # escaped.
    return mark_safe(html)


def _opening(page: LinkTarget) -> str:
    note = f' data-definition="{escape(page.note)}"' if page.note else ""
    return f'<a class="autolink" href="{escape(page.url)}"{note} data-auto>'
