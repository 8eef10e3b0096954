from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diseases import plain_text
from editorial.admin import (
    PEOPLE,
    SEARCH_ENGINES,
    EntryAdmin,
    FactsFilter,
    NameInline,
    Part,
    ReviewFilter,
    RowInline,
    StackedRowInline,
    StateFilter,
)
from evidence.models import (
    Authorisation,
    EvidenceStatement,
    Jurisdiction,
    Price,
    Product,
    ProductName,
    Regulator,
    RuleStatement,
    SafetyItem,
    Trial,
    TrialCountry,
)
from literature.admin import CitationInline


class TrialCountryInline(RowInline):
    model = TrialCountry
    fields = ["code", "other_name"]


@admin.register(Trial)
class TrialAdmin(EntryAdmin):
    list_display = ["registry_id", "title", "is_live", "phase", "shown_status", "unchecked"]
    list_display_links = ["registry_id", "title"]
    list_filter = [
        StateFilter,
        FactsFilter,
        "status",
        "shown_status",
        "phase",
        "outcome_direction",
        "registry",
        "results_posted",
    ]
    search_fields = ["registry_id", "title", "acronym", "official_title", "sponsor"]
    prepopulated_fields = {"slug": ["registry_id"]}
    autocomplete_fields = ["sources", "diseases"]
    inlines = [TrialCountryInline, CitationInline]
    fieldsets = [
        (
            _("Which trial"),
            {
                "fields": [
                    ("registry", "registry_id"),
                    "title",
                    "slug",
                    "acronym",
                    "official_title",
                    "sponsor",
                ]
            },
        ),
        (
            _("Stage and size"),
            {
                "fields": [
                    "phase",
                    ("enrolment", "enrolment_registry"),
                    ("status", "registry_status"),
                    "status_note",
                    ("status_as_of_on", "status_as_of_precision"),
                    "verification",
                ]
            },
        ),
        (_("The cells"), {"fields": ["sources", "has_other_source", "source_note", "donor"]}),
        (
            _("Dates in the registry"),
            {
                "fields": [
                    ("start_on", "start_precision"),
                    ("completion_on", "completion_precision"),
                    "results_posted",
                    ("facts_as_of_on", "facts_as_of_precision"),
                    "registry_facts_verification",
                ]
            },
        ),
        (
            _("What came out"),
            {"fields": ["outcome", "outcome_direction", "outcome_verification"]},
        ),
        (_("Connections"), {"fields": ["diseases", "condition"]}),
        (_("For readers"), {"fields": ["plain_summary", "what_it_means"]}),
        SEARCH_ENGINES,
    ]
    help_texts = {
        "registry_id": _("Exactly as in the registry, such as NCT01541579."),
        "status": _(
            "As it was seen. An open status is shown for 12 months and until the completion, then "
            "as not known now."
        ),
        "status_as_of_on": _(
            "When it was seen. Empty: when the registry was, or not known where the registry said "
            "something else."
        ),
        "registry_status": _("Only where the registry says something else than we know."),
        "results_posted": _("Whether the registry itself shows results."),
        "outcome": _("What the study found for its main question, with numbers."),
        "verification": _("A number that is not yet checked is linked and marked so."),
    }


@admin.register(EvidenceStatement)
class EvidenceStatementAdmin(EntryAdmin):
    list_display = ["title", "is_live", "disease", "direction", "certainty", "unchecked"]
    list_select_related = ["disease"]
    list_filter = [
        StateFilter,
        FactsFilter,
        "direction",
        "certainty",
        "best_design",
        "outcome_kind",
    ]
    search_fields = ["title", "slug", "disease__title", "outcome_name", "effect_plain"]
    autocomplete_fields = ["disease", "source", "certainty_by", "trials", "supersedes"]
    inlines = [CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "disease"]}),
        (
            _("Who was treated with what"),
            {
                "fields": [
                    "population",
                    "source",
                    ("source_note", "is_msc"),
                    "donor",
                    ("route", "dose"),
                    "comparator",
                ]
            },
        ),
        (_("What was measured"), {"fields": ["outcome_name", ("outcome_kind", "follow_up")]}),
        (
            _("What came out"),
            {
                "fields": [
                    "direction",
                    "effect_plain",
                    "effect_value",
                    ("of_100_with_cells", "of_100_without", "better_when"),
                    ("of_100_people", "of_100_time"),
                    ("of_100_outcome", "of_100_comparator"),
                    "of_100_in_words",
                    "is_deciding",
                    "harms_counted",
                    ("n_studies", "n_participants"),
                ]
            },
        ),
        (
            _("How sure it is"),
            {
                "description": _(
                    "Design, phase and certainty are separate facts. Never derive one from another."
                ),
                "fields": [
                    ("best_design", "phase"),
                    ("certainty", "certainty_by"),
                    "downgrade_reasons",
                    ("as_of_on", "as_of_precision"),
                    "verification",
                ],
            },
        ),
        (_("Connections"), {"fields": ["trials", "supersedes"]}),
        (_("For readers"), {"fields": ["plain_summary", "what_it_means"]}),
        SEARCH_ENGINES,
    ]
    help_texts = {
        "title": _("Cells, comparison and outcome in one line."),
        "downgrade_reasons": _("As the review gives them, such as “few people, risk of bias”."),
        "as_of_on": _("Until when the sources were searched or published."),
        "supersedes": _(
            "Earlier findings that this one overturns; they move to a list of their own."
        ),
        "of_100_comparator": _("Such as “placebo” or “usual care”."),
    }
    measured_fields = ("of_100_in_words",)

    def measured(self, texts, language):
        return {
            field: [Part(*said) for said in plain_text.in_short(text, plain_text.PICTURE, language)]
            for field, text in texts.items()
        }


class ProductNameInline(NameInline):
    model = ProductName


class AuthorisationInline(StackedRowInline):
    model = Authorisation
    autocomplete_fields = ["jurisdiction", "publication", "diseases"]
    fields = [
        ("kind", "what"),
        ("occurred_on", "occurred_precision", "date_is"),
        ("ends_on", "is_present_state_unknown"),
        ("country", "other_place"),
        ("authority", "jurisdiction"),
        "indication",
        "diseases",
        ("publication", "source_url"),
        ("checked_on", "verification"),
        "note",
    ]
    verbose_name_plural = _("authorisation events: one dated step each")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("jurisdiction", "publication")
        return rows.prefetch_related("diseases")


@admin.register(Product)
class ProductAdmin(EntryAdmin):
    list_display = ["title", "is_live", "kind", "company", "source", "unchecked"]
    list_select_related = ["source"]
    list_filter = [StateFilter, FactsFilter, ReviewFilter, "kind", "source", "donor", "owner"]
    search_fields = ["title", "slug", "names__text", "inn", "company"]
    autocomplete_fields = ["source", "diseases", "owner", "authors"]
    inlines = [ProductNameInline, AuthorisationInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", ("inn", "company")]}),
        (_("In short"), {"fields": ["plain_summary", "what_it_means"]}),
        (_("The cells"), {"fields": ["source", ("donor", "donor_note"), "route"]}),
        (
            _("What is known"),
            {"fields": ["note", "authorisation_type", "status_note", "verification"]},
        ),
        (_("Harms"), {"fields": ["harms", "harms_verification"]}),
        (_("Connections"), {"fields": ["diseases"]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {"title": _("The brand name.")}


class RegulatorInline(StackedRowInline):
    model = Regulator
    fields = [
        "name",
        "domains",
        ("report_harm_url", "product_lookup_url"),
        ("verification", "order"),
    ]


class RuleStatementInline(StackedRowInline):
    model = RuleStatement
    fields = [
        "text",
        "rule",
        ("as_of_on", "as_of_precision"),
        ("verification", "order"),
    ]
    verbose_name_plural = _("rules, in our own words")


@admin.register(Jurisdiction)
class JurisdictionAdmin(EntryAdmin):
    list_display = ["title", "is_live", "last_reviewed_on", "updated_at"]
    list_filter = [StateFilter, FactsFilter, ReviewFilter, "owner"]
    search_fields = ["title", "slug", "regulators__name"]
    autocomplete_fields = ["owner", "authors"]
    inlines = [RegulatorInline, RuleStatementInline, CitationInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    "slug",
                    "country",
                    ("approvals_checked_on", "approvals_checked_precision"),
                ]
            },
        ),
        (_("In short"), {"fields": ["plain_summary", "what_it_means"]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {"title": _("A country, or a union such as the European Union.")}


@admin.register(SafetyItem)
class SafetyItemAdmin(EntryAdmin):
    list_display = ["title", "is_live", "setting", "seriousness", "order", "unchecked"]
    list_filter = [
        StateFilter,
        FactsFilter,
        ReviewFilter,
        "setting",
        "seriousness",
        "evidence_kind",
        "owner",
    ]
    search_fields = ["title", "slug", "description"]
    autocomplete_fields = ["diseases", "owner", "authors"]
    inlines = [CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", ("setting", "seriousness")]}),
        (
            _("What was seen"),
            {
                "fields": [
                    "description",
                    "frequency_text",
                    "evidence_kind",
                    ("as_of_on", "as_of_precision"),
                    "verification",
                ]
            },
        ),
        (_("For readers"), {"fields": ["plain_summary", "what_it_means"]}),
        (_("Connections"), {"fields": ["diseases", "order"]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {
        "title": _("The harm, in a few words."),
        "order": _("Small numbers come first."),
    }


@admin.register(Price)
class PriceAdmin(EntryAdmin):
    list_display = ["title", "is_live", "kind", "country", "year", "currency", "unchecked"]
    list_filter = [StateFilter, FactsFilter, "kind", "year"]
    search_fields = ["title", "slug", "place", "remark"]
    autocomplete_fields = ["product", "diseases", "conditions", "range_source"]
    inlines = [CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind"]}),
        (_("Where and when"), {"fields": [("country", "place"), "year"]}),
        (
            _("The price"),
            {
                "description": _("As the source gives it, in its currency and its year."),
                "fields": [
                    ("amount", "low", "high"),
                    ("currency", "per"),
                    "n_clinics",
                    "remark",
                    ("range_source", "verification"),
                ],
            },
        ),
        (_("Connections"), {"fields": ["product", "diseases", "conditions"]}),
        (_("For readers"), {"fields": ["plain_summary", "what_it_means"]}),
        SEARCH_ENGINES,
    ]
    help_texts = {"title": _("What the price is for, in a few words.")}
