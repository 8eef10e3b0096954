from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diseases.models import (
    Disease,
    DiseaseCategory,
    DiseaseCode,
    DiseaseName,
    SoldCondition,
    SoldConditionName,
    SoldConditionSearch,
)
from editorial.admin import (
    PEOPLE,
    SEARCH_ENGINES,
    EntryAdmin,
    FactsFilter,
    NameInline,
    ReviewFilter,
    RowInline,
    StateFilter,
)
from literature.admin import CitationInline


@admin.register(DiseaseCategory)
class DiseaseCategoryAdmin(EntryAdmin):
    list_display = ["title", "is_live", "order", "updated_at"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "order"]}),
        (_("For readers"), {"fields": ["plain_summary", "what_it_means"]}),
        SEARCH_ENGINES,
    ]
    help_texts = {"order": _("Small numbers come first.")}


class DiseaseNameInline(NameInline):
    model = DiseaseName


class DiseaseCodeInline(RowInline):
    model = DiseaseCode
    fields = ["system", "code", "label", "match", "source_version", "verification", "order"]
    verbose_name_plural = _("codes in public vocabularies")


@admin.register(Disease)
class DiseaseAdmin(EntryAdmin):
    list_display = ["title", "is_live", "category", "unchecked", "updated_at"]
    list_select_related = ["category"]
    list_filter = [
        StateFilter,
        FactsFilter,
        ReviewFilter,
        "category",
        "testing_stage",
        "evidence_direction",
        "is_rare",
        "owner",
    ]
    search_fields = ["title", "slug", "names__text", "codes__code"]
    autocomplete_fields = ["category", "related", "owner", "authors"]
    inlines = [DiseaseNameInline, DiseaseCodeInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "category", "is_rare"]}),
        (_("In short"), {"fields": ["plain_summary", "what_it_means"]}),
        (
            _("The disease"),
            {
                "fields": [
                    "about",
                    ("learn_more_name", "learn_more_url"),
                    "standard_care",
                    "emergency",
                    "without_treatment",
                ]
            },
        ),
        (
            _("What is known about MSC in it"),
            {
                "description": _(
                    "Testing stage and direction are separate facts. Never derive one from the "
                    "other. The latest phase is that of the listed trials."
                ),
                "fields": [
                    "rationale",
                    "evidence_summary",
                    ("testing_stage", "evidence_direction"),
                    "direction_why",
                    "not_msc_note",
                    "uncertainty",
                ],
            },
        ),
        (_("Risks and taking part"), {"fields": ["risks", "what_it_involves"]}),
        (
            _("How far it was checked"),
            {
                "fields": [
                    ("verification", "evidence_verification", "patient_info_verification"),
                    ("standard_care_verification", "emergency_verification"),
                ]
            },
        ),
        (_("Connections"), {"fields": ["related"]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {
        "title": _("The usual name. Other names have their own rows below."),
        "without_treatment": _("What usually happens when the disease is not treated."),
        "rationale": _("Why MSC were tried; no promise that they work."),
        "evidence_summary": _("Results with absolute numbers and their sources."),
        "evidence_direction": _("What the studies show together."),
        "risks": _("What was seen, how often, and in whom."),
        "what_it_involves": _("Visits, cell collection, infusions, follow-up."),
        "learn_more_name": _("A trusted source that explains the disease itself."),
    }


class SoldConditionNameInline(NameInline):
    model = SoldConditionName


class SoldConditionSearchInline(RowInline):
    model = SoldConditionSearch
    fields = ["text", "order"]
    verbose_name_plural = _("words that people type: they find the page and are shown nowhere")


@admin.register(SoldCondition)
class SoldConditionAdmin(EntryAdmin):
    list_display = ["title", "is_live", "category", "known", "unchecked", "updated_at"]
    list_select_related = ["category"]
    list_filter = [StateFilter, FactsFilter, ReviewFilter, "category", "known", "owner"]
    search_fields = ["title", "slug", "names__text", "searches__text"]
    autocomplete_fields = ["category", "owner", "authors"]
    inlines = [SoldConditionNameInline, SoldConditionSearchInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "category"]}),
        (_("What is known"), {"fields": ["known", "what_is_known", "verification"]}),
        (_("In short"), {"fields": ["plain_summary", "what_it_means"]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {
        "title": _("As people call it. Other names have their own rows below."),
    }
