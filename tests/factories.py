"""`make_*` functions fill in everything except what a test is about; entries are live."""

import datetime
import itertools

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from articles.models import Article, StandingPage, Topic
from content import places
from content.signals import public_content_changed
from diseases.models import Disease, DiseaseCategory, DiseaseName, SoldCondition
from editorial import versions, workflow
from editorial.models import Contributor, Review, Revision
from editorial.workflow import steps
from evidence import statuses
from evidence.models import (
    Authorisation,
    EvidenceStatement,
    Jurisdiction,
    Price,
    Product,
    Regulator,
    SafetyItem,
    Trial,
)
from literature.models import Citation, Publication
from resources.models import GlossaryTerm, QuestionToAsk, RedFlag, TrustedResource
from therapy.models import Mechanism, TissueSource

number = itertools.count(1)


def make_entry(model, *, live=True, names=(), cites=(), m2m=None, **fields):
    """Create a row of any content type and tell the engines when it is live."""
    fields.setdefault("title", f"{model._meta.verbose_name} {next(number)}".capitalize())
    fields.setdefault("slug", slugify(fields["title"])[:100] or f"entry-{next(number)}")
    if live:
        fields.setdefault("is_live", True)
        fields.setdefault("published_at", timezone.now())
    entry = model.objects.create(**fields)
    for text in names:
        entry.names.create(text=text)
    for order, publication in enumerate(cites, 1):
        Citation.objects.create(entry=entry, publication=publication, order=order)
    for relation, rows in (m2m or {}).items():
        getattr(entry, relation).set(rows)
    if live:
        public_content_changed.send(model, entry=entry)
    return entry


def republish(entry, **fields):
    """Change fields of an entry by a draft, and put that on the public site."""
    payload = versions.capture(entry)
    payload["fields"] |= fields
    workflow.save_draft(entry, payload, by=None)
    return workflow.publish(entry, by=None)


def make_user(username=None, *, groups=(), **fields):
    from django.contrib.auth.models import Group

    user = User(username=username or f"user{next(number)}", is_staff=True, **fields)
    user.set_unusable_password()
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_category(**fields):
    return make_entry(DiseaseCategory, **fields)


def make_disease(**fields):
    fields.setdefault("plain_summary", "A disease in which cells were tried.")
    fields.setdefault("what_it_means", "Ask your doctor before you decide.")
    fields.setdefault("risks", "<ul><li>Fever</li></ul>")
    if "category" not in fields:
        fields["category"] = DiseaseCategory.objects.first() or make_category(title="Immune")
    return make_entry(Disease, **fields)


def make_sold_condition(*, searches=(), **fields):
    fields.setdefault("known", SoldCondition.Known.SMALL)
    fields.setdefault("what_is_known", "<p>Two small tests were done.</p>")
    condition = make_entry(SoldCondition, **fields)
    for text in searches:
        condition.asked.create(text=text)
    if searches and condition.is_live:
        public_content_changed.send(SoldCondition, entry=condition)
    return condition


def make_ready_disease(**fields):
    """One in which the publish gate finds nothing, however strict it is."""
    sentence = "People differ, so ask the doctor who treats you what this means for you today."
    for name in "evidence_summary risks uncertainty standard_care without_treatment".split():
        fields.setdefault(name, f"<p>{sentence}</p>")
    for name in "works safe instead now".split():
        fields.setdefault(f"answer_{name}", f"<p>{sentence}</p>")
    fields.setdefault("verdict", "Nobody knows yet what the cells do.")
    return make_disease(**fields)


def make_publication(**fields):
    fields.setdefault("title", f"A study of cells {next(number)}")
    fields.setdefault("slug", f"study{next(number)}")
    fields.setdefault("authors_text", "Smith A, Jones B, et al.")
    fields.setdefault("journal", "Journal of Cells")
    fields.setdefault("year", 2020)
    if not any(fields.get(name) for name in ("doi", "pmid", "url", "note")):
        fields["note"] = "no DOI or PMID seen"
    return make_entry(Publication, **fields)


def make_source(**fields):
    fields.setdefault("group", TissueSource.Group.ADULT)
    fields.setdefault("harvest", "<p>With a needle.</p>")
    return make_entry(TissueSource, **fields)


def make_mechanism(**fields):
    fields.setdefault("plain_summary", "Cells calm other cells.")
    return make_entry(Mechanism, **fields)


def make_trial(**fields):
    serial = next(number)
    fields.setdefault("registry", "nct")
    fields.setdefault("registry_id", f"NCT{serial:08d}")
    fields.setdefault("slug", fields["registry_id"].lower())
    fields.setdefault("sponsor", "University hospital")
    if fields.get("status") in statuses.OPEN and not {"facts_as_of_on", "status_as_of_on"} & set(
        fields
    ):
        fields |= {"facts_as_of_on": timezone.localdate(), "facts_as_of_precision": "day"}
    return make_entry(Trial, **fields)


def make_statement(**fields):
    fields.setdefault("outcome_name", "Pain after one year")
    fields.setdefault("outcome_kind", "efficacy")
    fields.setdefault("population", "Adults")
    fields.setdefault("comparator", "placebo")
    fields.setdefault("direction", "no_difference")
    fields.setdefault("best_design", "rct")
    fields.setdefault("effect_plain", "21 of 60 with cells, 20 of 60 with placebo.")
    fields.setdefault("as_of_on", datetime.date(2024, 1, 1))
    fields.setdefault("as_of_precision", "year")
    if "disease" not in fields:
        fields["disease"] = make_disease()
    return make_entry(EvidenceStatement, **fields)


def make_product(**fields):
    fields.setdefault("note", "A product made of cells.")
    return make_entry(Product, **fields)


def make_price(**fields):
    fields.setdefault("kind", Price.Kind.CLINIC)
    fields.setdefault("country", "US")
    fields.setdefault("year", 2020)
    if not fields.keys() & {"amount", "low", "high"}:
        fields["amount"] = 5000
    fields.setdefault("currency", "USD")
    fields.setdefault("per", "one injection")
    return make_entry(Price, **fields)


def make_authorisation(product, *, place="Japan", diseases=(), **fields):
    fields.setdefault("kind", "authorised")
    fields.setdefault("occurred_on", datetime.date(2020, 5, 1))
    fields.setdefault("occurred_precision", "month")
    fields.setdefault("authority", "PMDA")
    if not fields.keys() & {"country", "other_place"}:
        fields["country"] = places.code_of(place)
        fields["other_place"] = "" if fields["country"] else place
    step = Authorisation.objects.create(product=product, **fields)
    step.diseases.set(diseases)
    return step


def make_jurisdiction(*, regulator=None, **fields):
    fields.setdefault("country", places.code_of(fields.get("title", "")))
    place = make_entry(Jurisdiction, **fields)
    if regulator:
        Regulator.objects.create(jurisdiction=place, **regulator)
    return place


def make_safety_item(**fields):
    fields.setdefault("description", "<p>Three people lost sight.</p>")
    fields.setdefault("setting", "unregulated")
    return make_entry(SafetyItem, **fields)


def make_resource(**fields):
    fields.setdefault("url", f"https://resource{next(number)}.example.org/")
    fields.setdefault("kind", "regulator")
    fields.setdefault("what_one_finds", "Plain information")
    return make_entry(TrustedResource, **fields)


def make_term(**fields):
    fields.setdefault("definition", "A word explained.")
    return make_entry(GlossaryTerm, **fields)


def make_question(**fields):
    fields.setdefault("group", "treatment")
    return make_entry(QuestionToAsk, **fields)


def make_red_flag(**fields):
    fields.setdefault("group", "evidence")
    return make_entry(RedFlag, **fields)


def make_topic(**fields):
    return make_entry(Topic, **fields)


def make_article(**fields):
    fields.setdefault("plain_summary", "What this article says.")
    fields.setdefault("body", "<h2>Heading</h2><p>Text.</p>")
    if "topic" not in fields:
        fields["topic"] = Topic.objects.first() or make_topic(title="The basics")
    return make_entry(Article, **fields)


def make_page(**fields):
    fields.setdefault("body", "<p>Text.</p>")
    return make_entry(StandingPage, **fields)


def make_contributor(**fields):
    fields.setdefault("credentials", "MD")
    return make_entry(Contributor, **fields)


def make_review(entry, reviewer=None, **fields):
    """A medical review that approved what is live."""
    version = Revision.objects.live_number(entry) or steps.first_version(entry).number
    fields.setdefault("made_on", entry.last_reviewed_on or timezone.localdate())
    return Review.objects.create(
        entry=entry,
        version=version,
        is_public=True,
        kind=Review.Kind.CLINICAL,
        reviewer=reviewer or make_contributor(),
        decision=Review.Decision.APPROVE,
        **fields,
    )


def disease_name(disease, text, **fields):
    return DiseaseName.objects.create(disease=disease, text=text, **fields)
