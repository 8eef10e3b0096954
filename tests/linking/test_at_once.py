"""Texts and names that are published at the same moment find each other."""

import threading

import pytest
from django.db import connections

from editorial import workflow as editorial
from linking import services
from linking.models import Mention
from tests.factories import make_article, make_disease

PAIRS = 6


@pytest.mark.only_on("postgresql")  # threads share no SQLite in memory
@pytest.mark.django_db(transaction=True)
def test_a_text_and_a_name_published_at_once_are_linked():
    entries = []
    for number in range(PAIRS):
        body = f"<p>{' '.join(f'Illness {n},' for n in range(PAIRS))} {number}.</p>"
        entries += [
            make_disease(title=f"Illness {number}", slug=f"illness-{number}", live=False),
            make_article(title=f"Text {number}", body=body, live=False),
        ]
    gate, failures = threading.Barrier(len(entries)), []

    def publish(entry):
        try:
            gate.wait()
            editorial.publish(entry, by=None)
        except Exception as error:  # told by the test itself
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish, args=[entry]) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Mention.objects.count() == PAIRS * PAIRS
    assert services.check() == services.RelinkTally(seen=2 * PAIRS, changed=0, names=0)
