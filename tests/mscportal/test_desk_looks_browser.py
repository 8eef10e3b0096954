"""Every screen of the desk in Chromium, light and wide, dark and narrow: accessible and whole.

The screens are those that the admin registers, so that a new one is looked at by being there.
A test looks at the lists and forms of one type, or at one more page that a type has.
"""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from accounts.links import address_for
from articles.models import Article
from content.registry import entry_models
from editorial import versions, workflow
from editorial.desk import lists as desk_lists
from editorial.models import Feedback, SiteDetails, Trashed
from evidence.models import EvidenceStatement
from resources.models import LinkCheck
from tests.browser import kept_at_desk, resize, settle, sign_in
from tests.editorial.at_desk import rows, url
from tests.factories import (
    make_article,
    make_contributor,
    make_disease,
    make_publication,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIGHT_AND_WIDE, DARK_AND_NARROW = ("light", 1280), ("dark", 390)
LOOKS = (LIGHT_AND_WIDE, DARK_AND_NARROW)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SERIOUS = """
async (exclude) => (await axe.run({exclude}, {
  resultTypes: ["violations"],
  preload: {assets: ["media"]}, // only a rule that is off reads style sheets
})).violations
  .filter(found => ["serious", "critical"].includes(found.impact))
  .map(found => `${found.id} at ${found.nodes[0].target} (${found.nodes.length})`)
"""
# The same on every page, and read once: see `test_what_stands_around_every_page`.
FRAME = ["#header", "#nav-sidebar"]
# Pages that every kind of entry has from one template: looked at once.
SAME_FOR_ALL = "check compare delete duplicate history preview recovery restore step".split()
ANSWERS_ONLY = (
    "duplicate library measures picker recovery restore upload".split()
)  # of scripts, buttons
VERBS = ("submit", "publish", "schedule", "withdraw", "plan_withdrawal", "discard")
TYPES = {model._meta.label_lower: model for model in admin.site._registry}
OF_SITE = (
    "index desk_find desk_names desk_searches edit "
    "password_change password_change_done password_forgotten"
).split()


@pytest.fixture
def boss(page, live_server):
    page.user = make_user(is_superuser=True)
    page.user.set_password("long enough")
    page.user.save()
    make_contributor(user=page.user)
    sign_in(page, live_server, page.user)
    page.site = live_server.url
    return page


def faults_of(page, addresses, looks=LOOKS, without=FRAME):
    faults = []
    for address in addresses:
        answer = page.goto(page.site + address)
        assert answer.status == 200 and "html" in answer.headers["content-type"], address
        faults += faults_here(page, address, looks, without)
    return faults


def faults_here(page, name, looks=LOOKS, without=()):
    settle(page)
    assert page.title() and "Traceback" not in page.content()[:2000]
    page.evaluate(AXE_SCRIPT)
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        resize(page, width)
        if (pixels := page.evaluate(OVERFLOW)) > 0:
            yield f"{name}, {scheme}, {width}: {pixels} px too wide"
        for found in page.evaluate(SERIOUS, list(without)):
            yield f"{name}, {scheme}, {width}: {found}"
    faults, page.faults[:] = page.faults[:], []
    # axe measures with styles of its own
    yield from (fault for fault in faults if "inline style" not in fault)


def own_pages(model):
    """Names of the pages that the admin of a model registers."""
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
    names = [pattern.name for pattern in admin.site._registry[model].get_urls() if pattern.name]
    return [name.removeprefix(prefix) for name in names]


def row_of(model):
    if model is SiteDetails:
        return SiteDetails.objects.get_or_create()[0]
    return rows(model, 1)[0]


def draft_of(entry, by, **fields):
    payload = versions.capture(entry)
    payload["fields"] |= fields
    workflow.save_draft(entry, payload, by=by, note="Clearer words")
    return entry


def full_article(by):
    """Live, with a draft, references, and warnings as well as errors of the gate."""
    article = make_article(
        title="Cells and knees",
        body="<h2>One</h2><p>Old words [@smith].</p>",
        cites=[make_publication(slug="smith")],
    )
    return draft_of(article, by, body="<h2>One</h2><p>A miracle: 35%.</p>", meta_description="S.")


@pytest.mark.parametrize("name", TYPES)
def test_the_list_and_the_forms_of_a_type(boss, name, rf):
    model = TYPES[name]
    kinds = set(own_pages(model))
    asks = rf.get("/")
    asks.user = boss.user
    has_form = model is not Group  # the two boxes of its stock form have a name no role allows
    faults = []
    if "add" in kinds and has_form and admin.site._registry[model].has_add_permission(asks):
        faults += faults_of(boss, [url(model, "add")], [LIGHT_AND_WIDE])
    row = row_of(model)
    if "change" in kinds and has_form:  # both forms have the same fields
        faults += faults_of(boss, [url(row, "change")], [DARK_AND_NARROW])
    if "changelist" in kinds:
        faults += faults_of(boss, [url(model, "changelist")])
    assert faults == [], "\n".join(faults)


def other_pages():
    """Each name once, for articles where they have it; one that is new is looked at by itself."""
    found = {}
    for model in [Article, *TYPES.values()]:
        for page in own_pages(model):
            if page not in ("changelist", "add", "change"):
                found.setdefault(page, model)
    return found


OTHERS = other_pages()


@pytest.mark.parametrize("page_name", [name for name in OTHERS if name not in ANSWERS_ONLY])
def test_another_page_of_a_type(boss, page_name):
    model = OTHERS[page_name]
    row = full_article(boss.user) if model is Article else row_of(model)
    faults = faults_of(boss, addresses_of(model, row, page_name))
    assert faults == [], "\n".join(faults)


def test_what_stands_around_every_page(boss):
    pages = [reverse("admin:index"), url(Article, "changelist"), url(full_article(boss.user))]
    faults = faults_of(boss, pages, without=())
    assert faults == [], "\n".join(faults)


def test_what_answers_scripts_and_buttons_shows_no_screen(boss):
    for page_name in ANSWERS_ONLY:
        model = OTHERS[page_name]
        [address] = addresses_of(model, row_of(model), page_name)
        answer = boss.request.get(boss.site + address)
        assert answer.status == 405 or "json" in answer.headers["content-type"], address


def test_the_pages_that_every_kind_of_entry_has_are_looked_at():
    assert {page for page, model in OTHERS.items() if model is Article} >= set(SAME_FOR_ALL)


def addresses_of(model, row, page):
    if page == "step":
        return [url(row, f"step:{verb}") for verb in VERBS]
    name = page if page.startswith("auth_") else None
    name = name or f"{model._meta.app_label}_{model._meta.model_name}_{page}"
    try:
        found = reverse(f"admin:{name}")
    except NoReverseMatch:
        found = reverse(f"admin:{name}", args=[row.pk])
    return [found, f"{found}?view=sides"] if page == "compare" else [found]


def test_the_pages_of_the_site_when_there_is_work(boss):
    disease = make_disease(title="Osteoarthritis")
    article = full_article(boss.user)
    workflow.submit(article, by=boss.user)
    draft_of(disease, boss.user, title="Arthritis of the knee")
    workflow.trash(make_article(), by=boss.user)
    Feedback.objects.create(page="/articles/", kind="error", text="This is not right.")
    assert Trashed.objects.count() == 1
    rows(LinkCheck, 2)
    rows(EvidenceStatement, 1)
    faults = faults_of(boss, site_pages(boss.user))
    assert faults == [], "\n".join(faults)


def test_the_pages_of_the_site_when_it_is_empty(boss):
    lists = [url(model, "changelist") for model in entry_models()[:3]]
    faults = faults_of(boss, [*site_pages(boss.user), *lists])
    assert faults == [], "\n".join(faults)


def site_pages(user):
    addresses = [reverse(f"admin:{name}") for name in OF_SITE]
    addresses += [made.url for made in desk_lists.lists_for(user)]
    return [*addresses, "/admin/find/?q=cells", "/admin/edit/?page=/nowhere/", "/admin/articles/"]


def test_every_page_of_the_site_is_on_the_list():
    no_screen = {"jsi18n", "autocomplete", "view_on_site", "logout", "desk_cancel", "desk_mail"}
    no_screen |= {"desk_link_targets"}
    known = {*OF_SITE, "desk_list", "app_list", "login", "password_by_link"}
    models = {
        pattern.name
        for model in admin.site._registry
        for pattern in admin.site._registry[model].get_urls()
    }
    names = {pattern.name for pattern in admin.site.urls[0] if getattr(pattern, "name", None)}
    assert names - models - no_screen <= known, "look at a new page of the desk here"


def test_what_is_seen_before_a_login(page, live_server):
    page.goto(f"{live_server.url}/admin/")
    faults = list(faults_here(page, "login"))
    page.fill("#id_username", "nobody")
    page.fill("#id_password", "wrong")
    with page.expect_navigation():
        page.click("input[type=submit]")
    page.locator(".errornote").wait_for()
    faults += faults_here(page, "login refused")
    for name, address in (
        ("link", address_for(make_user())),
        ("used link", "/admin/password/a/b/"),
    ):
        page.goto(live_server.url + urlsplit(address).path)
        faults += faults_here(page, name)
    assert faults == []


def test_what_a_form_shows_only_sometimes(boss, browser):
    """Errors, a conflict, text that was not saved, and the preview beside it."""
    article = full_article(boss.user)
    faults = []
    boss.goto(boss.site + url(article))
    boss.get_by_role("button", name="Preview", exact=True).click()
    boss.get_by_role("status").filter(has_text="The preview shows").wait_for()
    faults += faults_here(boss, "preview beside the form")
    resize(boss, 1280)
    boss.get_by_role("button", name="Close the preview").click()
    boss.fill("#id_title", "")
    with kept_at_desk(boss, "Other words."):
        boss.fill("#id_plain_summary", "Other words.")
    with boss.expect_navigation():
        boss.get_by_role("button", name="Save draft").click()
    boss.locator(".errornote").wait_for()
    faults += faults_here(boss, "a form with errors")
    resize(boss, 1280)
    boss.goto(boss.site + url(article))
    boss.locator(".desk-unsaved").wait_for()
    faults += faults_here(boss, "unsaved text is offered")
    resize(boss, 1280)
    draft_of(article, make_user(is_superuser=True), title="Theirs", plain_summary="Theirs.")
    boss.fill("#id_title", "Mine")
    with boss.expect_navigation():
        boss.get_by_role("button", name="Save draft").click()
    boss.locator(".desk-conflict").first.wait_for()
    faults += faults_here(boss, "a conflict")
    assert faults == [], "\n".join(faults)
