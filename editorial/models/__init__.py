from editorial.models.appointments import PlannedWithdrawal
from editorial.models.contributors import Contributor, ContributorRole
from editorial.models.corrections import Correction
from editorial.models.desk import DeskText, SentDigest
from editorial.models.feedback import Feedback, FeedbackTally
from editorial.models.outside import OutsideComment, OutsideLink
from editorial.models.questions import OpenQuestion
from editorial.models.recovery import Recovery
from editorial.models.reviews import Review, Reviewed
from editorial.models.revisions import Revision, Transition
from editorial.models.site import SiteDetails
from editorial.models.trash import Trashed
from editorial.models.verbs import Verb

__all__ = [
    "Contributor",
    "ContributorRole",
    "Correction",
    "DeskText",
    "Feedback",
    "FeedbackTally",
    "OpenQuestion",
    "OutsideComment",
    "OutsideLink",
    "PlannedWithdrawal",
    "Recovery",
    "Review",
    "Reviewed",
    "Revision",
    "SentDigest",
    "SiteDetails",
    "Transition",
    "Trashed",
    "Verb",
]
