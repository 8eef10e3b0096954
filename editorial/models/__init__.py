from editorial.models.contributors import Contributor, ContributorRole
from editorial.models.corrections import Correction
from editorial.models.feedback import Feedback, FeedbackTally
from editorial.models.reviews import Review, Reviewed
from editorial.models.revisions import Revision, Transition
from editorial.models.site import SiteDetails

__all__ = [
    "Contributor",
    "ContributorRole",
    "Correction",
    "Feedback",
    "FeedbackTally",
    "Review",
    "Reviewed",
    "Revision",
    "SiteDetails",
    "Transition",
]
