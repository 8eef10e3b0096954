from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diseases import plain_text
from diseases.models import (
    Disease,
    DiseaseCategory,
    DiseaseCode,
    DiseaseName,
    DiseaseQuestion,
    SoldCondition,
    SoldConditionName,
    SoldConditionQuestion,
)
from editorial.admin import (
    PEOPLE,
    SEARCH_ENGINES,
    AskedInline,
    EntryAdmin,
    EntryForm,
    FactsFilter,
    NameInline,
    Part,
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


class DiseaseForm(EntryForm):
    def clean_verdict(self):
        """Its field has two lines; the sentence has one."""
        return " ".join(self.cleaned_data["verdict"].split())

    class Meta:
        widgets = {"verdict": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}


class DiseaseQuestionInline(AskedInline):
    model = DiseaseQuestion


FORMER_SENTENCE = (
    _("Sentence from before there were plain pages"),
    {"classes": ["collapse"], "fields": ["what_it_means"]},
)


@admin.register(Disease)
class DiseaseAdmin(EntryAdmin):
    form = DiseaseForm
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
    inlines = [DiseaseQuestionInline, DiseaseNameInline, DiseaseCodeInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "category", "is_rare"]}),
        (
            _("Plain page"),
            {
                "description": _(
                    "For patients and carers: one sentence and six answers. Each claim has its "
                    "reference behind it, before the full stop. Of words, sentences and numbers "
                    "the gate allows as many as stand below each field."
                ),
                "fields": [
                    "verdict",
                    *plain_text.ANSWERS,
                    ("answers_verification", "place_on_home"),
                ],
            },
        ),
        (
            _("Page with the evidence"),
            {
                "description": _("For clinicians, students and journalists."),
                "fields": ["plain_summary"],
            },
        ),
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
        "answer_works": _("How many people, how long, and what came of it in each group."),
        "answer_approved": _(
            "The page lists the places by the steps of the products. Say what the list does not, "
            "or nothing."
        ),
        "answer_safe": _("What was seen, how often, in whom, and what is not known."),
        "answer_cost": _("A price with its source. Empty: the page says that none was found."),
        "answer_instead": _("By a guideline, an authority or an official health service."),
        "answer_now": _(
            "What to ask whom, and the signs that need help at once. Sources as above."
        ),
        "plain_summary": _("Opens the page with the evidence. At most 120 words."),
        "title": _("The usual name. Other names have their own rows below."),
        "without_treatment": _("What usually happens when the disease is not treated."),
        "rationale": _("Why MSC were tried; no promise that they work."),
        "evidence_summary": _("Results with absolute numbers and their sources."),
        "evidence_direction": _("What the studies show together."),
        "risks": _("What was seen, how often, and in whom."),
        "what_it_involves": _("Visits, cell collection, infusions, follow-up."),
        "learn_more_name": _("A trusted source that explains the disease itself."),
    }

    measured_fields = (*plain_text.LIMITS,)

    def get_fieldsets(self, request, obj=None):
        """Where an entry still has “what this means”, which the verdict replaced, it is shown."""
        found = super().get_fieldsets(request, obj)
        return [*found, FORMER_SENTENCE] if obj and obj.what_it_means else found

    def measured(self, texts, language):
        plain = {field: plain_text.plain(field, text) for field, text in texts.items()}
        lines = {
            field: [Part(*said) for said in plain_text.in_short(plain[field], limits, language)]
            for field, limits in plain_text.LIMITS.items()
        }
        together = plain_text.reading((plain[field] for field in plain_text.ANSWERS), language)
        if together:
            said = gettext("all six: %s") % together.in_short
            part = Part(said, together.needs_reason, together.is_hard)
            for field in plain_text.ANSWERS:
                lines[field].append(part)
        return lines


class SoldConditionNameInline(NameInline):
    model = SoldConditionName


class SoldConditionQuestionInline(AskedInline):
    model = SoldConditionQuestion


@admin.register(SoldCondition)
class SoldConditionAdmin(EntryAdmin):
    list_display = ["title", "is_live", "category", "known", "unchecked", "updated_at"]
    list_select_related = ["category"]
    list_filter = [StateFilter, FactsFilter, ReviewFilter, "category", "known", "owner"]
    search_fields = ["title", "slug", "names__text", "asked__text"]
    autocomplete_fields = ["category", "owner", "authors"]
    inlines = [SoldConditionNameInline, SoldConditionQuestionInline, CitationInline]
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
