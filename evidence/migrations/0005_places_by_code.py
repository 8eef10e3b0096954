"""Places by their code, and findings that a rule forbids from now on.

Rows, and the same rows in every version that waits or is kept. What the list of places lacks stays
as it was written. An authorisation step of a product with one disease is about that disease; of
others an editor must say. A finding without a comparison, and one of a single study whose results
disagree, cannot be judged: its words stay.
"""

from django.db import migrations
from django.db.models import Q

from content.places import code_of

UNCOMPARED = Q(direction__in=["benefit", "no_difference", "harm"]) & (
    Q(best_design__in=["single_arm", "case_report", "preclinical"])
    | Q(comparator__istartswith="none")
    | Q(comparator__istartswith="no comparison")
)
ALONE = Q(direction="mixed") & (Q(n_studies__isnull=True) | Q(n_studies__lt=2))


def by_code(apps, schema_editor):
    database = schema_editor.connection.alias
    for step in apps.get_model("evidence", "Authorisation").objects.using(database):
        step.country, step.other_place = split(step.place)
        step.save(update_fields=["country", "other_place"])
    for row in apps.get_model("evidence", "TrialCountry").objects.using(database):
        row.code, row.other_name = split(row.name)
        row.save(update_fields=["code", "other_name"])
    remove_twins(apps.get_model("evidence", "TrialCountry").objects.using(database))
    taken = set()
    for place in apps.get_model("evidence", "Jurisdiction").objects.using(database).order_by("pk"):
        place.country = code_of(place.title)
        if place.country and place.country not in taken:
            taken.add(place.country)
            place.save(update_fields=["country"])
    revisions = apps.get_model("editorial", "Revision").objects.using(database)
    versions(revisions, "trial", "countries", "name", ("code", "other_name"))
    versions(revisions, "product", "authorisations", "place", ("country", "other_place"))


def split(name):
    code = code_of(name)
    return code, "" if code else name


def remove_twins(countries):
    """“Turkey” and “Türkiye” of one trial are one row now."""
    seen = set()
    for row in countries.order_by("pk"):
        key = row.trial_id, row.code, row.other_name
        if key in seen:
            row.delete()
        seen.add(key)


def versions(revisions, model, accessor, old, new):
    of_model = revisions.filter(content_type__app_label="evidence", content_type__model=model)
    for revision in of_model:
        rows = revision.payload.get("rows", {}).get(accessor, [])
        if not any(old in row for row in rows):
            continue
        kept, seen = [], set()
        for row in rows:
            if old in row:
                row |= dict(zip(new, split(row.pop(old)), strict=True))
            key = tuple(row[name] for name in new)
            if accessor != "countries" or key not in seen:
                kept.append(row)
            seen.add(key)
        revision.payload["rows"][accessor] = kept
        revision.save(update_fields=["payload"])


def only_disease(apps, schema_editor):
    database = schema_editor.connection.alias
    step_model = apps.get_model("evidence", "Authorisation")
    link = step_model.diseases.through
    diseases = {}
    for row in apps.get_model("evidence", "Product").diseases.through.objects.using(database):
        diseases.setdefault(row.product_id, []).append(row.disease_id)
    steps = step_model.objects.using(database).filter(what="authorisation")
    link.objects.using(database).bulk_create(
        link(authorisation_id=step.pk, disease_id=diseases[step.product_id][0])
        for step in steps
        if len(diseases.get(step.product_id, ())) == 1
    )


def cannot_be_judged(apps, schema_editor):
    database = schema_editor.connection.alias
    statements = apps.get_model("evidence", "EvidenceStatement").objects.using(database)
    statements.filter(UNCOMPARED | ALONE).update(direction="unclear")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_uses_places_statuses")]

    operations = [
        migrations.RunPython(by_code, migrations.RunPython.noop),
        migrations.RunPython(only_disease, migrations.RunPython.noop),
        migrations.RunPython(cannot_be_judged, migrations.RunPython.noop),
    ]
