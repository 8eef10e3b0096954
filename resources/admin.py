from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from content.desk_links import described
from editorial.admin import EntryAdmin, FactsFilter, NameInline, StateFilter
from editorial.workflow import entries_by_key
from resources.models import (
    GlossaryTerm,
    LinkCheck,
    QuestionToAsk,
    RedFlag,
    TermName,
    TrustedResource,
)


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


@admin.register(RedFlag)
class RedFlagAdmin(ListedPointAdmin):
    autocomplete_fields = [*ListedPointAdmin.autocomplete_fields, "diseases"]
    fieldsets = [
        (None, {"fields": [*ListedPointAdmin.fieldsets[0][1]["fields"], "diseases"]}),
        *ListedPointAdmin.fieldsets[1:],
    ]


class NotReachableFilter(admin.SimpleListFilter):
    title = _("needs a look")
    parameter_name = "failing"

    def lookups(self, request, model_admin):
        return [("yes", _("failed twice or more"))]

    def queryset(self, request, queryset):
        return queryset.not_reachable() if self.value() == "yes" else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(admin.ModelAdmin):
    """What `check_links` found; only that command writes it."""

    list_display = ["url", "state", "fail_count", "named_on", "checked_at"]
    list_filter = [NotReachableFilter, "state"]
    search_fields = ["url", "final_url"]
    list_per_page = 50
    MOST_IN_LIST = 3
    fields = ["open", "state", "http_status", "reason", "final_url", "checked_at", "fail_count",
              "pages"]  # fmt: skip
    readonly_fields = fields

    def get_changelist_instance(self, request):
        """The entries of a whole page of the list are read at once."""
        changes = super().get_changelist_instance(request)
        known = entries_of(changes.result_list)
        for check in changes.result_list:
            check.known_entries = known
        return changes

    @admin.display(description=_("address"))
    def open(self, check):
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', check.url)

    @admin.display(description=_("where"))
    def named_on(self, check):
        return self.places_of(check, check.known_entries, self.MOST_IN_LIST)

    @admin.display(description=_("where"))
    def pages(self, check):
        return self.places_of(check, entries_of([check]))

    def places_of(self, check, known, most=None):
        lines = [
            (described(known[content_type, key]), f" “{words}”" if words else "")
            for content_type, key, _field, words in check.places
            if (content_type, key) in known
        ]
        shown = lines[:most]
        if len(lines) > len(shown):
            more = len(lines) - len(shown)
            shown.append((ngettext("%d more", "%d more", more) % more, ""))
        return format_html(
            '<ul class="desk-pages">{}</ul>', format_html_join("", "<li>{}{}</li>", shown)
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def entries_of(checks):
    return entries_by_key({(place[0], place[1]) for check in checks for place in check.places})
