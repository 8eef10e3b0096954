"""The Django admin of entries: the form, its pages, filters, rows and the site of the desk.

`EditorialConfig.ready` registers `records`; the site itself is made from this package.
"""

from editorial.admin.entry import PEOPLE, SEARCH_ENGINES, EntryAdmin
from editorial.admin.filters import FactsFilter, ReviewFilter, StateFilter
from editorial.admin.forms import CitationFormSet, EntryForm, is_key
from editorial.admin.inlines import (
    AskedInline,
    GenericRowInline,
    NameInline,
    RowInline,
    StackedRowInline,
)
from editorial.admin.link_targets import HasLinkTargets
from editorial.admin.name_report import HasNameReports
from editorial.admin.pages.measures import Part
from editorial.admin.search_report import HasSearchReport
from editorial.admin.site import HasDesk

__all__ = [
    "AskedInline",
    "PEOPLE",
    "SEARCH_ENGINES",
    "CitationFormSet",
    "EntryAdmin",
    "EntryForm",
    "FactsFilter",
    "GenericRowInline",
    "HasDesk",
    "HasLinkTargets",
    "HasNameReports",
    "HasSearchReport",
    "NameInline",
    "Part",
    "ReviewFilter",
    "RowInline",
    "StackedRowInline",
    "StateFilter",
    "is_key",
]
