"""What visitors see of the desk: who wrote and reviewed, corrections, feedback, guest review."""

from editorial.public import feedback, throttle, views
from editorial.public.bylines import byline
from editorial.public.citation_formats import (
    CitedRecord,
    RecordKind,
    address_of,
    record_of,
    vancouver,
)
from editorial.public.feedback import ErrorForm
from editorial.public.feeds import corrections, corrections_of
from editorial.public.guest_review import guest_review
from editorial.public.jsonld import correction_nodes, people_nodes, review_facts, reviewed_page
from editorial.public.views import cite

__all__ = [
    "ErrorForm",
    "RecordKind",
    "CitedRecord",
    "address_of",
    "byline",
    "cite",
    "correction_nodes",
    "corrections",
    "corrections_of",
    "feedback",
    "guest_review",
    "people_nodes",
    "record_of",
    "review_facts",
    "reviewed_page",
    "throttle",
    "vancouver",
    "views",
]
