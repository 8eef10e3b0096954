"""The site that a fresh `make run` shows, read page by page as an anonymous visitor."""

import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article
from content.registry import entry_models
from content.text.richtext import cited_keys
from diseases.models import Disease
from editorial.models import OpenQuestion
from evidence.models import EvidenceStatement, Jurisdiction, Product, Trial
from literature.models import Publication
from mscportal.audit import pages as audit
from mscportal.audit.crawl import sitemap_paths, visitor
from mscportal.audit.findings import AuditLevel
from resources.models import GlossaryTerm, TrustedResource
from search.models import Body, Entry
from tests.mscportal.html_checker import messages
from tests.programs import CHECKER, skipped_without
from therapy.models import Mechanism, TissueSource

AT_LEAST = {
    Disease: 34,
    TissueSource: 11,
    Mechanism: 12,
    Trial: 160,
    EvidenceStatement: 70,
    Product: 15,
    Jurisdiction: 9,
    Publication: 200,
    TrustedResource: 50,
    GlossaryTerm: 90,
    Article: 10,
}

pytestmark = pytest.mark.django_db


def errors(findings):
    return [str(finding) for finding in findings if finding.level == AuditLevel.ERROR]


@pytest.mark.parametrize("model", AT_LEAST, ids=lambda model: model._meta.model_name)
def test_the_facts_are_there(starter_site, model):
    assert model.objects.published().count() >= AT_LEAST[model]


def test_a_second_load_changes_nothing(starter_site):
    report = StringIO()
    call_command("load_starter_content", stdout=report)
    assert report.getvalue().startswith("0 new, 0 changed, ")
    assert "0 left alone" in report.getvalue()


def test_every_page_answers_and_no_link_or_anchor_is_broken(pages):
    assert len(pages) > 500
    assert errors(audit.broken_links(pages)) == []


def test_every_entry_with_a_page_is_reached_and_every_page_is_in_the_sitemap(pages):
    html = [page for page in pages.values() if page.status == 200 and page.is_html]
    assert errors(audit.missing_from_sitemap(html, set(sitemap_paths()))) == []
    for model in entry_models():
        if model.has_page:
            for entry in model.objects.published():
                assert entry.get_absolute_url() in pages


def test_pages_are_well_built_private_and_say_whether_they_were_reviewed(pages):
    html = [page for page in pages.values() if page.status == 200 and page.is_html]
    assert errors(audit.structure(html)) == []
    assert errors(audit.privacy(html)) == []
    assert errors(audit.reference_lists(html)) == []
    assert errors(audit.review_lines({page.path: page for page in html})) == []


def test_the_audit_finds_no_error_in_the_starter_content(starter_site):
    report = StringIO()
    call_command("audit_content", "--without-pages", stdout=report)
    assert "0 errors" in report.getvalue()


def test_an_unchecked_identifier_is_linked_with_a_mark_beside_it(pages):
    publication = Publication.objects.filter(doi_verification="memory").exclude(doi="").first()
    body = pages[publication.get_absolute_url()].body
    beside = body[body.index(f'href="https://doi.org/{publication.doi}"') :]
    assert "not yet checked" in beside[: beside.index("</dd>")]


def test_every_publication_page_leads_to_its_source_or_to_a_search(pages):
    html = {page.path: page for page in pages.values() if page.status == 200 and page.is_html}
    assert errors(audit.ways_to_sources(html)) == []


def test_no_place_of_a_page_has_more_than_three_numbers(pages):
    crowded = {}
    for page in pages.values():
        for place in re.findall(r'(?:<sup class="cite">\[.*?\]</sup>\s*)+', page.body):
            if place.count("<a ") > 3:
                crowded[page.path] = place.count("<a ")
    assert crowded == {}


def test_usual_care_and_emergencies_cite_no_paper_on_a_trial(starter_site):
    for disease in Disease.objects.published():
        assert disease.standard_care and disease.emergency and disease.direction_why
        keys = cited_keys(disease.standard_care) + cited_keys(disease.emergency)
        assert keys, disease
        for publication in Publication.objects.filter(slug__in=keys):
            assert publication.may_back_usual_care, (disease, publication)


LINE = re.compile(r'<details[^>]*id="unchecked".*?</details>', re.DOTALL)


def test_each_page_with_a_mark_has_one_line_that_counts_and_lists_what_is_unchecked(pages):
    """Texts are in the list without a mark; identifiers, addresses and findings have one."""
    with_marks = 0
    for page in pages.values():
        lines, rest = LINE.findall(page.body), LINE.sub("", page.body)
        marks = rest.count("badge-unchecked")
        with_marks += bool(marks)
        assert len(lines) <= 1 and "badge-unchecked" not in "".join(lines), page.path
        listed = re.findall(r"<li( class=\"has-mark\")?><a href=\"#([^\"]+)", "".join(lines))
        assert sum(bool(mark) for mark, _anchor in listed) == marks, page.path
        assert {anchor for _mark, anchor in listed} <= page.anchors, page.path
        for line in lines:
            assert f">{len(listed)} fact" in line, page.path
    assert with_marks > 300


FOR_EDITORS = {"check", "note"}


def for_editors(value, names=FOR_EDITORS):
    """Every text that the facts have for the editors alone."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from [inner] if name in names else for_editors(inner, names)
    elif isinstance(value, list):
        for inner in value:
            yield from for_editors(inner, names)


def facts_of(settings, name="*"):
    for file in sorted((settings.STARTER_DIR / "facts").glob(f"{name}.yaml")):
        yield yaml.safe_load(file.read_text(encoding="utf-8"))


def joined(texts):
    return {" ".join(text.split()) for text in texts}


def test_what_is_open_in_the_facts_is_asked_at_the_desk(starter_site, settings):
    asked = set(OpenQuestion.objects.values_list("text", flat=True))
    checks = joined(text for facts in facts_of(settings) for text in for_editors(facts, {"check"}))
    [references] = facts_of(settings, "references")
    notes = {
        reference["note"]
        for reference in references["references"]
        if "note" in reference and "replaced_by" not in reference
    }
    asked_of = {
        ": ".join(parts[begin:])
        for parts in (text.split(": ") for text in asked)
        for begin in range(len(parts))
    }
    assert checks | joined(notes) <= asked_of
    assert len(checks) > 100 and len(notes) > 20


def test_what_is_open_about_a_part_of_an_entry_names_the_part(starter_site):
    about = OpenQuestion.objects.filter(object_id=Product.objects.get(slug="alofisel-eu").pk)
    assert about.filter(text__startswith="Switzerland, authorised, no date: ").exists()
    for part in ("Evidence", "Codes and names", "For patients"):
        assert OpenQuestion.objects.filter(text__startswith=f"{part}: ").exists()


FILES = [
    "/evidence/findings.csv",
    "/evidence/findings.json",
    "/evidence/findings-not-counted.csv",
    "/evidence/findings-not-counted.json",
    "/evidence/trials.csv",
    "/evidence/trials.json",
    "/evidence/feed/",
    "/safety/feed/",
    "/articles/feed/",
]


def everything_read(pages):
    """What each page, feed, file and index says, head and structured data included."""
    texts = {page.path: page.body for page in pages.values()}
    for path in [*FILES, *(path for path, body in texts.items() if not body)]:
        answer = visitor().get(path, secure=True)
        texts[path] = b"".join(answer).decode(errors="replace")
    for entry, rows in Body.objects.values_list("entry__url", "text"):
        texts[f"search: {entry}"] = rows
    for entry, *words in Entry.objects.values_list("url", "title", "names", "summary"):
        texts[f"search, in short: {entry}"] = str(words)
    return texts


def test_no_token_of_a_citation_is_read_as_it_is_written(pages):
    texts = everything_read(pages)
    for model in entry_models():
        for entry in model.objects.published():
            kind, texts[f"card: {entry}"] = model._meta.model_name, entry.description
            if model.has_page:
                for style in ("ris", "bib"):
                    path = reverse(f"cite_{style}", args=[kind, entry.slug])
                    texts[path] = visitor().get(path, secure=True).content.decode()
    for word in ("signals", "pittenger2019", "evidence"):
        path = f"/search/?q={word}"
        texts[path] = visitor().get(path, secure=True).content.decode()
    assert len(texts) > 5000
    assert [path for path, text in texts.items() if "[@" in unescape(text)] == []


def test_no_note_for_the_editors_stands_on_a_public_page_or_in_a_file(pages, settings):
    notes = joined(text for facts in facts_of(settings) for text in for_editors(facts))
    notes.update(OpenQuestion.objects.values_list("text", flat=True))
    texts = everything_read(pages)
    leaks = [
        (path, note)
        for path, text in texts.items()
        for plain in [" ".join(unescape(text).split())]
        for note in notes
        if note in plain
    ]
    assert leaks == []


def test_every_view_of_the_site_is_covered(one_per_view):
    assert len(one_per_view) >= 30


@skipped_without(CHECKER)
def test_the_html_checker_finds_no_error_on_one_page_of_each_view(one_per_view, tmp_path):
    for name, page in one_per_view.items():
        Path(tmp_path, f"{name.replace(':', '-')}.html").write_text(page.body, encoding="utf-8")
    assert messages(tmp_path) == []
