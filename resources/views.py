from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.models import shown_names
from content.prepared import prepared
from content.registry import place
from content.unchecked import Fact, unchecked
from content.web import alphabet, params
from content.web.jsonld import plain_medical_page
from content.web.pages import get_public
from linking.on_pages import LinkedTexts, mentioned_in
from literature.named_sources import with_named_sources
from resources import jsonld
from resources.models import GlossaryTerm, QuestionToAsk, RedFlag, TermName, TrustedResource

# An anchor of a resource must exist on the first page as long as there is one page.
RESOURCES_ON_A_PAGE = 300
LISTED_OF_A_TERM = ("title", "slug", "language", "pronunciation", "definition", "verification")


@require_safe
@params.declare("kind", "page")
def resource_list(request):
    listed = TrustedResource.objects.published()
    kinds = listed.kinds()
    labels = {value: label for value, label, _number in kinds}
    kind = params.choice(request, "kind", labels)
    unknown = params.unknown(request, "kind", _("Kind"), labels, dict(TrustedResource.Kind.choices))
    found = listed.none() if unknown else listed.filter(kind=kind) if kind else listed
    page = params.page_of(request, found.by_kind().with_link_state(), per_page=RESOURCES_ON_A_PAGE)
    linked = LinkedTexts(*page)
    for resource in page:
        resource.offer = linked.html(resource, "what_one_finds")
    response = render(
        request,
        "resources/resource_list.html",
        {
            "described_by": jsonld.resource_list,
            "page": page,
            "unchecked": unchecked(marks(page, is_marked=True)),
            "kinds": kinds,
            "kind": kind,
            "kind_label": labels.get(kind, ""),
            "unknown": unknown,
            "query": f"kind={kind}" if kind else "",
            "crumbs": [(_("Trusted resources"), "")],
        },
    )
    return params.kept_if_known(response, unknown)


def indexed_names():
    return TermName.objects.shown().filter(term__is_live=True)


@prepared
def every_term():
    return listed_terms()


@prepared
def every_name():
    return indexed_names().values_list("text", "term_id")


def listed_terms():
    others = Prefetch("not_the_same_as", GlossaryTerm.objects.published(), to_attr="others")
    return GlossaryTerm.objects.published().only(*LISTED_OF_A_TERM).prefetch_related(others)


@prepared
def glossary_letters():
    terms = GlossaryTerm.objects.published()
    return alphabet.first_characters((terms, "title"), (indexed_names(), "text"))


@require_safe
@params.declare("letter")
def glossary(request):
    index = alphabet.Alphabet(request, glossary_letters())
    if index.letter or index.unknown:
        shown = list(index.within(listed_terms(), "title"))
        rows = index.within(indexed_names(), "text").select_related("term")
        named = [(name.text, name.term) for name in rows]
    else:
        shown = every_term()
        by_key = {term.pk: term for term in shown}
        named = [(text, by_key[key]) for text, key in every_name() if key in by_key]
    lines = [alphabet.IndexLine(term.title, term) for term in shown]
    lines += [alphabet.IndexLine(*name, is_other_name=True) for name in named]
    response = render(
        request,
        "resources/glossary.html",
        {
            "described_by": jsonld.glossary,
            "index": index,
            "groups": alphabet.by_letter(lines),
            "unchecked": unchecked(marks(shown)),
            "crumbs": [(_("Glossary"), "")],
        },
    )
    return params.kept_if_known(response, index.unknown)


@prepared
def term_at(slug):
    return GlossaryTerm.objects.filter(slug=slug)[:1]


@require_safe
def term_detail(request, slug):
    term = get_public(term_at, slug)
    not_the_same_as = list(term.not_the_same_as.published())
    return render(
        request,
        "resources/term_detail.html",
        {
            "described_by": jsonld.term,
            "term": term,
            "entry": term,
            "more": linked(term, "long_definition"),
            "names": shown_names(term),
            "unchecked": unchecked([Fact(term.verification, _("Definition"), "definition")]),
            "not_the_same_as": not_the_same_as,
            "mentions": mentioned_in(term, not_the_same_as),
            "crumbs": [(_("Glossary"), reverse("resources:glossary")), (title_of(term), "")],
        },
    )


def linked(term, field):
    """Rich text of a term with its automatic links; a term has no reference list."""
    return with_named_sources([LinkedTexts(term).html(term, field)])[0]


@require_safe
def questions(request):
    points = list(QuestionToAsk.objects.published().in_groups())
    return render(
        request,
        "resources/questions.html",
        {
            "described_by": plain_medical_page,
            "questions": points,
            "unchecked": unchecked(marks(points)),
            "crumbs": [(_("Questions to ask"), "")],
        },
    )


@require_safe
def red_flags(request):
    points = list(RedFlag.objects.published().in_groups())
    return render(
        request,
        "resources/red_flags.html",
        {
            "described_by": plain_medical_page,
            "flags": points,
            "unchecked": unchecked(marks(points)),
            "crumbs": [(_("Safety"), place("safety")), (_("Warning signs"), "")],
        },
    )


def marks(entries, *, is_marked=False):
    """Each stands in its list under its own address."""
    return [
        Fact(each.verification, title_of(each), each.slug, is_marked=is_marked) for each in entries
    ]
