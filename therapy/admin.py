from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from editorial.admin import (
    PEOPLE,
    SEARCH_ENGINES,
    EntryAdmin,
    FactsFilter,
    NameInline,
    ReviewFilter,
    StateFilter,
)
from literature.admin import CitationInline
from therapy.models import Mechanism, MechanismName, SourceName, TissueSource


class MechanismNameInline(NameInline):
    model = MechanismName


@admin.register(Mechanism)
class MechanismAdmin(EntryAdmin):
    list_display = ["title", "is_live", "support_human", "support_animal", "unchecked"]
    list_filter = [StateFilter, FactsFilter, ReviewFilter, "support_human", "owner"]
    search_fields = ["title", "slug", "names__text", "mediators"]
    autocomplete_fields = ["diseases", "owner", "authors"]
    inlines = [MechanismNameInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "drawing"]}),
        (_("In short"), {"fields": ["plain_summary", "what_it_means"]}),
        (_("How it might work"), {"fields": ["how_plain", "mediators"]}),
        (
            _("How well it is supported"),
            {
                "description": _("Each kind of study has its own grade."),
                "fields": [
                    ("support_human", "support_human_note"),
                    ("support_animal", "support_animal_note"),
                    ("support_in_vitro", "support_in_vitro_note"),
                    "limits",
                    "open_questions",
                ],
            },
        ),
        (_("How far it was checked"), {"fields": [("verification", "support_verification")]}),
        (_("Connections"), {"fields": ["diseases"]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {
        "how_plain": _("In everyday words. Say where it was seen: dish, animals or people."),
        "limits": _("What readers must not conclude from it."),
    }


class SourceNameInline(NameInline):
    model = SourceName


@admin.register(TissueSource)
class TissueSourceAdmin(EntryAdmin):
    list_display = ["title", "is_live", "group", "donor", "unchecked", "updated_at"]
    list_filter = [StateFilter, FactsFilter, ReviewFilter, "group", "donor", "owner"]
    search_fields = ["title", "slug", "names__text", "uberon_code"]
    autocomplete_fields = ["diseases", "mechanisms", "owner", "authors"]
    inlines = [SourceNameInline, CitationInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "group", "body_place", "uberon_code"]}),
        (_("In short"), {"fields": ["plain_summary", "what_it_means"]}),
        (
            _("How the cells are obtained"),
            {"fields": [("donor", "donor_note"), "harvest", "invasiveness"]},
        ),
        (
            _("The cells"),
            {"fields": ["yield_level", "yield_figures", "expansion", "typical_markers"]},
        ),
        (
            _("What to make of it"),
            {"fields": ["advantages", "limitations", "typical_uses", "meaning_for_patients"]},
        ),
        (
            _("How far it was checked"),
            {
                "fields": [
                    ("verification", "harvest_verification"),
                    ("yield_verification", "expansion_verification"),
                ]
            },
        ),
        (_("Connections"), {"fields": ["diseases", "mechanisms"]}),
        PEOPLE,
        SEARCH_ENGINES,
    ]
    help_texts = {
        "uberon_code": _("The tissue in the UBERON anatomy, such as UBERON:0002371."),
        "invasiveness": _("What the donor goes through, in a few words."),
        "meaning_for_patients": _("What the choice of tissue changes for someone treated."),
    }
