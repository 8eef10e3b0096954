from django import forms
from django.contrib import admin
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from editorial.admin_base import SEARCH_ENGINES, EntryAdmin
from editorial.admin_forms import CitationFormSet, EntryForm
from editorial.admin_lists import FactsFilter, StateFilter
from editorial.admin_rows import GenericRowInline
from literature.models import Citation, Publication

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
            {"fields": ["title", "authors_text", "journal", ("year", "locator"), "type", "slug"]},
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
        "doi_verification": _("A DOI that is not yet checked is shown but not linked."),
    }
