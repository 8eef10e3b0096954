from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from editorial.admin_base import EntryAdmin
from editorial.admin_lists import FactsFilter, StateFilter
from editorial.admin_rows import NameInline
from resources.models import GlossaryTerm, QuestionToAsk, RedFlag, TermName, TrustedResource


@admin.register(TrustedResource)
class TrustedResourceAdmin(EntryAdmin):
    list_display = ["title", "is_live", "kind", "scope", "last_checked_on", "unchecked"]
    list_filter = [StateFilter, FactsFilter, "kind"]
    search_fields = ["title", "slug", "url", "scope", "what_one_finds"]
    autocomplete_fields = ["diseases"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "url", "kind", "scope", "offered_in"]}),
        (_("For readers"), {"fields": ["what_one_finds", "why_trusted", "funding_note"]}),
        (_("Connections"), {"fields": ["diseases"]}),
        (_("How far it was checked"), {"fields": [("verification", "last_checked_on")]}),
        (
            _("Summary, language and search engines"),
            {
                "classes": ["collapse"],
                "fields": ["plain_summary", "what_it_means", "meta_description", "language"],
            },
        ),
    ]
    help_texts = {
        "title": _("The organisation. Never a clinic that sells treatments."),
        "funding_note": _("Money can colour advice, so say where it comes from."),
        "last_checked_on": _("The day on which somebody opened the address."),
    }


class TermNameInline(NameInline):
    model = TermName


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(EntryAdmin):
    list_display = ["title", "is_live", "definition", "unchecked"]
    list_filter = [StateFilter, FactsFilter]
    search_fields = ["title", "slug", "definition", "names__text"]
    autocomplete_fields = ["not_the_same_as"]
    inlines = [TermNameInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "pronunciation"]}),
        (
            _("Meaning"),
            {"fields": ["definition", "long_definition", "not_the_same_as", "verification"]},
        ),
        (
            _("Summary, language and search engines"),
            {
                "classes": ["collapse"],
                "fields": ["plain_summary", "what_it_means", "meta_description", "language"],
            },
        ),
    ]
    help_texts = {"not_the_same_as": _("Terms that readers often mix up with this one.")}


class ListedPointAdmin(EntryAdmin):
    list_display = ["title", "is_live", "group", "order", "unchecked"]
    list_filter = [StateFilter, FactsFilter, "group"]
    search_fields = ["title", "slug", "why"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "group", "order"]}),
        (_("For readers"), {"fields": ["why", "verification"]}),
        (
            _("Summary, language and search engines"),
            {
                "classes": ["collapse"],
                "fields": ["plain_summary", "what_it_means", "meta_description", "language"],
            },
        ),
    ]
    help_texts = {
        "title": _("The whole sentence, as it is printed."),
        "order": _("Small numbers come first."),
    }


admin.site.register(QuestionToAsk, ListedPointAdmin)
admin.site.register(RedFlag, ListedPointAdmin)
