"""Forms for readers: was this helpful, here is a mistake. No cookie, no account."""

from editorial.public.feedback.forms import ErrorForm
from editorial.public.feedback.views import feedback_form, feedback_thanks

__all__ = ["ErrorForm", "feedback_form", "feedback_thanks"]
