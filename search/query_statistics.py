"""What visitors ask, counted per day without a word about them; 0025 says what is kept and why.

A search only adds to a dictionary. The sums are written beside the answer, at most once a minute,
and what cannot be written at once is forgotten.
"""

import datetime
import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db import DatabaseError, transaction
from django.db.models import Count, F, QuerySet, Sum
from django.utils import timezone

from content.tasks import task
from search.models import Asked
from search.words import ask

MOST_WORDS, MOST_LETTERS = 6, 60
MOST_WAITING = 1000  # different questions
SECONDS_BETWEEN_WRITES = 60
# A question is shown, and kept for longer, when it was asked so often on so many days.
LEAST_TIMES, LEAST_DAYS = 5, 3
DAYS_KEPT_UNSEEN, DAYS_KEPT = 30, 400

# Addresses, and digits as in telephone, insurance or other numbers of a person.
PERSONAL = re.compile(r"@|://|www\.|(?:\d[\s().+/-]{0,3}){5}")

logger = logging.getLogger(__name__)


class UnwrittenQuestions:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.times: Counter[str] = Counter()
        self.without_result: Counter[str] = Counter()
        self.next_write = time.monotonic() + SECONDS_BETWEEN_WRITES
        self.is_counting = True

    def add(self, words: str, has_result: bool) -> bool:
        """Whether it is time to write."""
        with self.lock:
            if words in self.times or len(self.times) < MOST_WAITING:
                self.times[words] += 1
                self.without_result[words] += not has_result
            if time.monotonic() < self.next_write:
                return False
            self.next_write = time.monotonic() + SECONDS_BETWEEN_WRITES
            return True

    def take(self) -> tuple[Counter[str], Counter[str]]:
        with self.lock:
            taken = self.times, self.without_result
            self.times, self.without_result = Counter(), Counter()
            return taken


waiting = UnwrittenQuestions()


def foldable(query: str) -> str:
    """The question as it is counted: index words without stop words; empty when it looks
    personal or too long to be a question that others ask too."""
    if len(query) > MOST_LETTERS or PERSONAL.search(query):
        return ""
    question = ask(query)
    words = [word.forms[0] for word in question.words]
    return " ".join(words) if len(question.keys) <= MOST_WORDS else ""


def note(query: str, *, has_result: bool) -> None:
    words = foldable(query)
    if words and waiting.is_counting and waiting.add(words, has_result):
        write_later.enqueue()


@task
def write_later() -> None:
    try:
        write()
    except DatabaseError as error:
        logger.warning("Counts of questions were not written: %s", error)


def write() -> None:
    """Add what waits to the table, and forget what is old."""
    times, without_result = waiting.take()
    today = timezone.localdate()
    with transaction.atomic():
        Asked.objects.bulk_create(
            [Asked(words=words, day=today) for words in sorted(times)], ignore_conflicts=True
        )
        for words, number in sorted(times.items()):
            Asked.objects.filter(words=words, day=today).update(
                times=F("times") + number,
                times_without_result=F("times_without_result") + without_result[words],
            )
        forget_old(today)


def forget_old(today: datetime.date) -> None:
    Asked.objects.filter(day__lt=today - datetime.timedelta(days=DAYS_KEPT)).delete()
    old = Asked.objects.filter(day__lt=today - datetime.timedelta(days=DAYS_KEPT_UNSEEN))
    old.exclude(words__in=_often_asked(Asked.objects.all()).values("words")).delete()


class QuestionLine(NamedTuple):
    words: str
    times: int
    times_without_result: int
    days: int


def report(
    days: int = 90, *, without_result: bool = False, most: int = 50
) -> Iterator[QuestionLine]:
    """The questions asked most, or those that most often found nothing, of the last days."""
    since = timezone.localdate() - datetime.timedelta(days=days - 1)
    rows = _often_asked(Asked.objects.filter(day__gte=since))
    if without_result:
        rows = rows.filter(in_vain__gt=0).order_by("-in_vain", "words")
    else:
        rows = rows.order_by("-all_times", "words")
    return map(QuestionLine._make, rows.values_list("words", "all_times", "in_vain", "days")[:most])


def _often_asked(rows: QuerySet[Asked]) -> QuerySet[Any, Mapping[str, Any]]:
    return (
        rows.values("words")
        .annotate(all_times=Sum("times"), in_vain=Sum("times_without_result"), days=Count("day"))
        .filter(all_times__gte=LEAST_TIMES, days__gte=LEAST_DAYS)
    )
