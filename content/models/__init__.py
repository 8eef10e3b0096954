from content.models.about import AboutEntryQuerySet
from content.models.addresses import OldAddress
from content.models.ageing import Ageing
from content.models.images import Image, Rendition
from content.models.names import AskedQuestion, EntryName, shown_names
from content.models.origin import ImportRecord
from content.models.publishable import (
    Publishable,
    PublishedQuerySet,
    Verification,
    live_needs,
)
from content.models.rows import ChildRow
from content.models.tidied import Tidied

__all__ = [
    "AskedQuestion",
    "AboutEntryQuerySet",
    "Ageing",
    "ChildRow",
    "EntryName",
    "Image",
    "ImportRecord",
    "OldAddress",
    "Publishable",
    "PublishedQuerySet",
    "Rendition",
    "Tidied",
    "Verification",
    "live_needs",
    "shown_names",
]
