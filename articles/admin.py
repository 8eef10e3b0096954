from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Article, StandingPage, Topic
from editorial import workflow
from editorial.admin import PEOPLE, SEARCH_ENGINES, EntryAdmin, ReviewFilter, StateFilter
from literature.admin import CitationInline


@admin.register(Topic)
class TopicAdmin(EntryAdmin):
    list_display = ["title", "is_live", "order", "updated_at"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "order"]}),
        (_("For readers"), {"fields": ["plain_summary", "what_it_means"]}),
        SEARCH_ENGINES,
    ]
    help_texts = {"order": _("Small numbers come first.")}


@admin.register(Article)
class ArticleAdmin(EntryAdmin):
    list_display = ["title", "is_live", "kind", "topic", "is_featured", "published_at"]
    list_select_related = ["topic"]
    list_filter = [StateFilter, ReviewFilter, "kind", "topic", "is_featured", "owner"]
    search_fields = ["title", "slug", "plain_summary", "body"]
    date_hierarchy = "published_at"
    autocomplete_fields = [
        "topic",
        "hero",
        "diseases",
        "sources",
        "mechanisms",
        "conditions",
        "owner",
        "authors",
    ]
    inlines = [CitationInline]
    actions = [*EntryAdmin.actions, "feature", "unfeature"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "topic"]}),
        (_("In short"), {"fields": ["plain_summary", "what_it_means", "key_points"]}),
        (_("Text"), {"fields": ["hero", "body"]}),
        (_("Connections"), {"fields": ["diseases", "sources", "mechanisms", "conditions"]}),
        (_("Place on the site"), {"fields": [("is_featured", "order")]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {
        "title": _("What the article answers, in the words of a reader."),
        "diseases": _("What the article is mainly about; a mention in the text is found anyway."),
    }

    @admin.action(description=_("Show on the home page"), permissions=["change"])
    def feature(self, request, queryset):
        self.for_each(request, queryset, show_on_home_page, _("Put on the home page."))

    @admin.action(description=_("Take off the home page"), permissions=["change"])
    def unfeature(self, request, queryset):
        self.for_each(request, queryset, take_off_home_page, _("Taken off the home page."))


def show_on_home_page(article, *, by):
    return workflow.amend(article, by=by, is_featured=True)


def take_off_home_page(article, *, by):
    return workflow.amend(article, by=by, is_featured=False)


@admin.register(StandingPage)
class StandingPageAdmin(EntryAdmin):
    list_display = ["title", "is_live", "slug", "order", "updated_at"]
    list_filter = [StateFilter, ReviewFilter, "owner"]
    search_fields = ["title", "slug", "body"]
    autocomplete_fields = ["owner", "authors"]
    inlines = [CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "order"]}),
        (_("Text"), {"fields": ["body"]}),
        (
            _("Summary"),
            {"classes": ["collapse"], "fields": ["plain_summary", "what_it_means"]},
        ),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {
        "slug": _("The whole address of the page: “privacy” is shown at /privacy/."),
        "order": _("Small numbers come first in the footer."),
    }
