"""How much feedback is taken in an hour, without keeping who sent it.

Tallies are rows of the database, so that they hold for every process. A visitor's address is only
ever turned into one of 4096 buckets, with a key that changes every day: about a million addresses
share a bucket, and last hour's rows are deleted. docs/decisions/0010-feedback.md says more.
"""

import hmac
import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from editorial.models import FeedbackTally

BUCKETS = 4096
EVERYONE = -1
MOST_PER_BUCKET = 20
MOST_IN_ALL = 300


def admit(request: HttpRequest) -> bool:
    """Count one more form; False when this hour has had enough, of this visitor or at all."""
    most = limits(request)
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


def limits(request: HttpRequest) -> dict[int, int]:
    return {EVERYONE: MOST_IN_ALL, bucket_of(client_address(request)): MOST_PER_BUCKET}


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
