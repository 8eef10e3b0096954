from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from content.web import params
from editorial.admin import (
    SEARCH_ENGINES,
    CitationFormSet,
    EntryAdmin,
    EntryForm,
    FactsFilter,
    GenericRowInline,
    StateFilter,
    is_key,
)
from literature import picking
from literature.models import Citation, Publication

SHOWN_IN_PICKER = 20
LONGEST_QUESTION = 500
KEY = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*$", _("Small letters, digits and hyphens only, such as dominici2006.")
)


class CitationInline(GenericRowInline):
    """The reference list of an entry; upper apps put it on their forms."""

    model = Citation
    formset = CitationFormSet
    fields = ["publication", "locator", "note", "accessed_on", "order"]
    autocomplete_fields = ["publication"]
    verbose_name_plural = _("references: every publication that the text rests on")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("publication")


class PublicationForm(EntryForm):
    slug = forms.SlugField(
        label=_("key"),
        max_length=120,
        validators=[KEY],
        help_text=_(
            "First author and year, such as dominici2006. Texts cite it as [@dominici2006], and "
            "the page has this address."
        ),
    )

    def clean_doi(self):
        return self.only_once("doi", self.cleaned_data["doi"].strip().lower())

    def clean_pmid(self):
        return self.only_once("pmid", self.cleaned_data["pmid"].strip())

    def only_once(self, name, value):
        same = Publication.objects.filter(**{name: value}).exclude(pk=self.instance.pk).first()
        if value and same is not None:
            raise forms.ValidationError(
                _("This is the number of “%(title)s” (%(key)s)."),
                params={"title": same.title, "key": same.slug},
            )
        return value


@admin.register(Publication)
class PublicationAdmin(EntryAdmin):
    form = PublicationForm
    list_display = ["title", "is_live", "slug", "year", "type", "retraction", "unchecked"]
    list_filter = [StateFilter, FactsFilter, "type", "retraction", "is_open_access"]
    search_fields = ["title", "slug", "authors_text", "doi", "pmid"]
    prepopulated_fields = {}
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    "title",
                    "authors_text",
                    "journal",
                    ("year", "locator"),
                    ("type", "is_official"),
                    "slug",
                ]
            },
        ),
        (
            _("Where it is found"),
            {
                "description": _("Give at least one of them, or a note that says why not."),
                "fields": [
                    ("doi", "doi_verification"),
                    ("pmid", "pmcid"),
                    "url",
                    "is_open_access",
                    "note",
                ],
            },
        ),
        (
            _("How far it was checked"),
            {"fields": ["verification", ("retraction", "retraction_checked_on")]},
        ),
        (_("For readers"), {"fields": ["plain_summary", "what_it_means"]}),
        SEARCH_ENGINES,
    ]
    help_texts = {
        "verification": _("Authors, title, journal and year."),
        "retraction": _("“None found” only after somebody looked; state the day beside it."),
        "doi_verification": _("A DOI that is not yet checked is linked, and the page says so."),
    }

    def get_urls(self):
        picker = self.admin_site.admin_view(self.picker)
        return [
            path("picker/", picker, name="literature_publication_picker"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def picker(self, request):
        """For the editor of texts: what was asked for in words, by keys (`key`) or by `id`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request)
        if keys := request.GET.getlist("key")[: picking.MOST_KEYS]:
            named = rows.filter(slug__in=filter(params.SLUG.fullmatch, keys))
            return JsonResponse({"found": picking.described(named)})
        if key := request.GET.get("id"):
            chosen = rows.filter(pk=key) if is_key(key) else ()
            return JsonResponse({"found": picking.described(chosen)})
        text = params.text(request, "q", LONGEST_QUESTION)
        # Every key in one reading of the table; counting first would read it twice.
        keys = list(picking.found_by(rows, text).values_list("pk", flat=True))
        page = params.page_of(request, keys, SHOWN_IN_PICKER)
        shown = rows.in_bulk(page.object_list)
        return JsonResponse(
            {
                "found": picking.described(shown[key] for key in page.object_list),
                "said": picking.in_words(len(keys), text),
                "next": page.next_page_number() if page.has_next() else None,
            }
        )
