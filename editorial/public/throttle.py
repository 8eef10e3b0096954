"""How many forms are taken in an hour, without keeping who sent them.

Tallies are rows of the database, so that they hold for every process. A visitor's address is only
ever turned into one of 4096 buckets, with a key that changes every day: about a million addresses
share a bucket, and last hour's rows are deleted. docs/decisions/0010-feedback.md says more.
"""

import hmac
import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from editorial.models import FeedbackTally

BUCKETS = 4096


class Limit(NamedTuple):
    """Of one kind of form, in an hour. Each kind has its own tallies, by its place."""

    place: int
    most_per_bucket: int
    most_in_all: int

    @property
    def everyone(self) -> int:
        return -1 - self.place


FEEDBACK = Limit(0, 20, 300)
COMMENTS = Limit(1, 20, 200)  # of outside readers
PASSWORDS = Limit(2, 5, 60)  # that were forgotten


def admit(request: HttpRequest, limit: Limit = FEEDBACK, about: str = "") -> bool:
    """Count one more form; False when this hour has had enough, of this visitor or at all.

    `about`: whom the form is about; there may not be more of it from many visitors together.
    """
    most = limits(limit, client_address(request), *filter(None, [about]))
    found = FeedbackTally.objects.filter(hour=this_hour(), bucket__in=most)
    if any(tally.number >= most[tally.bucket] for tally in found):
        return False  # a flood is turned away without writing
    return all(number <= most[bucket] for bucket, number in counted(most).items())


@transaction.atomic
def counted(buckets: Iterable[int]) -> dict[int, int]:
    """The tallies with one more in each; several processes count one after the other."""
    hour = this_hour()
    FeedbackTally.objects.filter(hour__lt=hour).delete()
    numbers = {}
    for bucket in sorted(buckets):
        tally, _made = FeedbackTally.objects.get_or_create(hour=hour, bucket=bucket)
        FeedbackTally.objects.filter(pk=tally.pk).update(number=F("number") + 1)
        tally.refresh_from_db()
        numbers[bucket] = tally.number
    return numbers


def limits(limit: Limit, *names: str) -> dict[int, int]:
    buckets = [limit.place * BUCKETS + bucket_of(name) for name in names]
    return {limit.everyone: limit.most_in_all} | dict.fromkeys(buckets, limit.most_per_bucket)


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def until_next_hour() -> int:
    """Seconds."""
    return int((this_hour() + timedelta(hours=1) - timezone.now()).total_seconds()) + 1


def bucket_of(address: str) -> int:
    key = f"{settings.SECRET_KEY} feedback {timezone.now():%Y-%m-%d}"
    digest = hmac.digest(key.encode(), address.encode(), "sha256")
    return int.from_bytes(digest[:8]) % BUCKETS


def client_address(request: HttpRequest) -> str:
    """The network of the visitor: an IPv4 address, or the half of an IPv6 address one line has.

    Behind a proxy, what the proxy itself added to the header counts; the rest can be made up.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
