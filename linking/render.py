from collections.abc import Callable, Hashable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from linking.planner import Flag, LinkPlan, sha_of

Resolve = Callable[[set[Hashable]], Mapping[Hashable, tuple[str, str]]]


def render_links(html: str, plan: LinkPlan | None, resolve: Resolve) -> SafeString:
    """Put the planned links into stored rich text.

    `resolve` gives address and title of those targets that are public now; the others stay plain
    text. A plan made for another text is not applied, and no plan means no links.
    """
    links = [span for span in plan.spans if span.flag == Flag.LINKED] if plan else []
    if links and plan.html_sha == sha_of(html):
        pages = resolve({span.target for span in links})
        parts, end = [], len(html)
        for span in reversed(links):
            if span.target in pages:
                url, _title = pages[span.target]
                parts += html[span.end : end], "</a>", html[span.start : span.end], _opening(url)
                end = span.start
        html = "".join([html[:end], *reversed(parts)])
    # Safe: stored rich text was cleaned when it was saved, the offsets belong to this very text
    # (same hash) and lie outside its tags, and the address, all that is added, is escaped.
    return mark_safe(html)


def _opening(url: str) -> str:
    return f'<a class="autolink" href="{escape(url)}" data-auto>'
