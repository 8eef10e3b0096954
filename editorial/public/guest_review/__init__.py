"""One version of a draft for somebody without an account, and a form for what they say of it."""

from editorial.public.guest_review.views import guest_review

__all__ = ["guest_review"]
