"""What visitors see of the desk: who wrote and reviewed, corrections, feedback, guest review."""

from editorial.public import feedback, throttle, views
from editorial.public.bylines import byline
from editorial.public.citation_formats import (
    STYLES,
    AuthorName,
    CitedRecord,
    PlaceInJournal,
    RecordKind,
    address_of,
    highwire,
    record_of,
    vancouver,
)
from editorial.public.feedback import ErrorForm
from editorial.public.feeds import corrections, corrections_of
from editorial.public.guest_review import guest_review
from editorial.public.jsonld import correction_nodes, people_nodes, review_facts, reviewed_page
from editorial.public.views import cite, file_of

__all__ = [
    "STYLES",
    "CitedRecord",
    "ErrorForm",
    "AuthorName",
    "PlaceInJournal",
    "RecordKind",
    "address_of",
    "byline",
    "cite",
    "correction_nodes",
    "corrections",
    "corrections_of",
    "feedback",
    "file_of",
    "guest_review",
    "highwire",
    "people_nodes",
    "record_of",
    "review_facts",
    "reviewed_page",
    "throttle",
    "vancouver",
    "views",
]
