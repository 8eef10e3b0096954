"""The name of the site is one setting; sentences that name it take it from there."""

from django.conf import settings
from django.utils.functional import Promise, lazy


def _named(sentence: str | Promise) -> str:
    return str(sentence) % {"site": settings.SITE_NAME}


# For a sentence with `%(site)s` that is translated when it is shown.
with_site_name = lazy(_named, str)
