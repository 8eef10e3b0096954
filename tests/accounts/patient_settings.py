"""The site with more patience for its mail server than any test; who waits for it is seen to."""

from mscportal.settings import *  # noqa: F403

EMAIL_TIMEOUT = 3600
