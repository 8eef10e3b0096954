"""The site that a fresh `make run` shows, read page by page as an anonymous visitor."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article
from content.registry import entry_models
from diseases.models import Disease
from evidence.models import EvidenceStatement, Jurisdiction, Product, Trial
from literature.models import Publication
from mscportal.audit import pages as audit
from mscportal.audit.crawl import sitemap_paths
from mscportal.audit.findings import Level
from resources.models import GlossaryTerm, TrustedResource
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
    return [str(finding) for finding in findings if finding.level == Level.ERROR]


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


def test_a_memory_mark_is_shown_and_its_identifier_is_not_linked(pages):
    publication = Publication.objects.filter(doi_verification="memory").exclude(doi="").first()
    body = pages[publication.get_absolute_url()].body
    assert publication.doi in body and f"https://doi.org/{publication.doi}" not in body
    assert "not yet checked" in body


def test_every_view_of_the_site_is_covered(one_per_view):
    assert len(one_per_view) >= 30


@skipped_without(CHECKER)
def test_the_html_checker_finds_no_error_on_one_page_of_each_view(one_per_view, tmp_path):
    for name, page in one_per_view.items():
        Path(tmp_path, f"{name.replace(':', '-')}.html").write_text(page.body, encoding="utf-8")
    assert messages(tmp_path) == []
