"""Databases of a release as text, from which the upgrade to the next one is tested.

    MSC_TEST_DATABASE_URL=postgres://... python -m tests.mscportal.make_upgrade_dump v1.2.0

Run it at each release, with the code of that release. It needs pg_dump and a user who may create
databases, and makes one file for SQLite and one for PostgreSQL in tests/mscportal/data/upgrade/.
"""

import datetime
import gzip
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "upgrade"
FAR_AWAY = datetime.datetime(2999, 1, 1, 12, tzinfo=datetime.UTC)
# Commands of psql, which are no SQL.
OF_PSQL = re.compile(r"^\\(?:un)?restrict .*\n", re.MULTILINE)


def main(release):
    from tests.delivery.small_site import own_database

    server = os.environ.pop("MSC_TEST_DATABASE_URL", None)
    if not server:
        sys.exit("MSC_TEST_DATABASE_URL must name a PostgreSQL server.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, url, dump in (("sqlite", "", dump_sqlite), ("postgresql", server, dump_postgresql)):
        os.environ["MSC_DATABASE_URL"] = url
        with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as variables:
            command = [sys.executable, "-m", "tests.mscportal.make_upgrade_dump", "--fill"]
            subprocess.run(command, env=variables, check=True)
            path = FOLDER / f"{release}.{kind}.sql.gz"
            path.write_bytes(gzip.compress(dump(variables).encode(), mtime=0))
            print(f"{path}: {path.stat().st_size // 1024} KB")


def dump_sqlite(variables):
    """As `.dump` of the SQLite shell does, which is not part of Python."""
    path = Path(variables["MSC_DATA_DIR"]) / "portal.sqlite3"
    connection = sqlite3.connect(path)
    objects = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " ORDER BY type = 'table' DESC, rowid"
    ).fetchall()
    words = [name for name, sql in objects if sql.startswith("CREATE VIRTUAL TABLE")]
    inner = re.compile(rf"(?:{'|'.join(words)})_(?:data|idx|content|docsize|config)")
    lines = []
    for name, sql in objects:
        if inner.fullmatch(name):
            continue
        lines.append(f"{sql};")
        if sql.startswith("CREATE TABLE") or name in words:
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            columns = ["rowid", *columns] if name in words else columns
            values = " || ', ' || ".join(f'quote("{column}")' for column in columns)
            listed = ", ".join(f'"{column}"' for column in columns)
            rows = connection.execute(f'SELECT {values} FROM "{name}" ORDER BY rowid')
            lines += [f'INSERT INTO "{name}" ({listed}) VALUES ({row});' for (row,) in rows]
    lines.append("DELETE FROM sqlite_sequence;")
    for name, number in connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name"):
        lines.append(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', {number});")
    connection.close()
    return "\n".join(["BEGIN;", *lines, "COMMIT;", ""])


def dump_postgresql(variables):
    command = ["pg_dump", "--column-inserts", "--no-owner", "--no-privileges"]
    command.append(variables["MSC_DATABASE_URL"])
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return OF_PSQL.sub("", text)


def fill():
    """A few entries of every type, in every state that an entry can have."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)

    from accounts.models import User
    from editorial import workflow
    from editorial.models import Feedback, Revision
    from tests import factories
    from tests.content.picture_files import make_image
    from tests.editorial.moments import draft_of

    chief = factories.make_user("chief", is_superuser=True, first_name="Ada")
    reviewer = factories.make_user("reviewer", groups=["Medical reviewer"], first_name="Rosa")
    contributor = factories.make_contributor(title="Rosa Example", slug="rosa", user=reviewer)
    study = factories.make_publication(title="Cells in knees", slug="study1", doi="10.1000/1")
    disease = factories.make_disease(
        title="Osteoarthritis", slug="osteoarthritis", names=["Worn joints"], cites=[study]
    )
    lupus = factories.make_disease(title="Lupus", slug="lupus")
    disease.related.add(lupus)
    image = make_image(title="A cell")
    body = (
        "<h2>Joints</h2><p>Many people with osteoarthritis ask about cells [@study1].</p>"
        f'<figure class="image"><img src="{image.file.url}" alt="Cells"></figure>'
    )
    article = factories.make_article(title="Cells and joints", slug="first-name", body=body)
    factories.republish(article, slug="cells-and-joints")
    draft_of(article, chief, title="The draft of cells and joints", body=f"{body}<p>Unseen.</p>")
    workflow.share(article, by=chief, reader="Dr Outside")

    reviewed = factories.make_article(title="A reviewed text", slug="reviewed", live=False)
    draft_of(reviewed, chief, title="A reviewed text")
    workflow.submit(reviewed, by=chief, reviewer=reviewer)
    workflow.approve(reviewed, by=reviewer, note="Right.")
    workflow.publish(reviewed, by=chief, warnings_read=True)

    unseen = factories.make_article(title="Never public", slug="never-public", live=False)
    draft_of(unseen, chief, title="Never public")
    later = factories.make_article(title="Public later", slug="later", live=False)
    draft_of(later, chief, title="Public later")
    workflow.schedule(later, FAR_AWAY, by=chief, reason="A test.", warnings_read=True)
    ending = factories.make_article(title="Public for a while", slug="ending")
    workflow.plan_withdrawal(ending, FAR_AWAY, by=chief)
    withdrawn = factories.make_article(title="Taken back", slug="withdrawn")
    workflow.withdraw(withdrawn, by=chief, reason="It was wrong.")
    workflow.trash(factories.make_article(title="In the trash", slug="trashed"), by=chief)

    factories.make_statement(disease=disease, title="Pain in osteoarthritis", slug="pain")
    factories.make_trial(title="A trial of cells", slug="nct00000001", registry_id="NCT00000001")
    product = factories.make_product(title="Cellstem", slug="cellstem")
    factories.make_authorisation(product)
    regulator = {"name": "PMDA"}
    factories.make_jurisdiction(title="Japan", slug="japan", regulator=regulator)
    factories.make_source(title="Bone marrow", slug="bone-marrow")
    factories.make_mechanism(title="Calming", slug="calming")
    factories.make_term(title="Stroma", slug="stroma")
    factories.make_page(title="About", slug="about")
    factories.make_sold_condition(names=["baldness"], searches=["cells for hair"])
    for make in (
        factories.make_safety_item,
        factories.make_resource,
        factories.make_question,
        factories.make_red_flag,
        factories.make_price,
    ):
        make()
    factories.make_review(disease, reviewer=contributor)
    Feedback.objects.create(kind="helpful", is_helpful=True, page="/articles/cells-and-joints/")
    assert User.objects.count() == 2 and Revision.objects.filter(publish_at=FAR_AWAY).exists()
    factories.make_statement(disease=disease, title="Function in osteoarthritis", slug="function")
    factories.make_term(title="Marrow", slug="marrow")
    fill_small_tables(chief, disease, study, contributor)
    fill_relations()
    assert not tables_left_empty(), tables_left_empty()


def fill_small_tables(chief, disease, study, contributor):
    """Rows that hang on entries, and what the desk and the engines remember."""
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from accounts.models import OutgoingMail
    from content.models import ImportRecord
    from editorial.models import (
        Correction,
        FeedbackTally,
        OpenQuestion,
        OutsideComment,
        OutsideLink,
        Recovery,
        SentDigest,
        SiteDetails,
    )
    from evidence.models import Jurisdiction, Product, RuleStatement, Trial
    from linking.models import LinkExclusion
    from resources.models import GlossaryTerm, LinkCheck
    from search.models import Asked
    from therapy.models import Mechanism, TissueSource

    of_disease = ContentType.objects.get_for_model(disease)
    today = timezone.localdate()
    chief.user_permissions.add(Permission.objects.get(codename="change_article"))
    disease.codes.create(system="mesh", code="D010003")
    contributor.roles.create(role="author")
    for model in (GlossaryTerm, Mechanism, Product, TissueSource):
        model.objects.first().names.create(text="Another name")
    RuleStatement.objects.create(jurisdiction=Jurisdiction.objects.first(), text="<p>A rule.</p>")
    Trial.objects.first().countries.create(code="ES")
    Correction.objects.create(entry=disease, what_was="Wrong.", what_is="Right.")
    SiteDetails.objects.create(owner="An owner")
    OutgoingMail.objects.create(
        recipient="chief@example.org", subject="A step", body="Done.", tried_until=timezone.now()
    )
    OpenQuestion.objects.create(entry=disease, text="Which codes?", source="test")
    SentDigest.objects.create(colleague=chief, sent_on=today, digest="d" * 64)
    FeedbackTally.objects.create(hour=timezone.now(), bucket=1, number=1)
    OutsideComment.objects.create(link=OutsideLink.objects.get(), name="Outside", text="Good.")
    Recovery.objects.create(user=chief, content_type=of_disease, data={"title": "Typed"})
    LinkCheck.objects.create(url="https://example.org/")
    LinkExclusion.objects.create(content_type=of_disease, object_id=disease.pk)
    Asked.objects.create(words="knees", day=today, times=1)
    ImportRecord.objects.create(
        entry=study, source="test", key="study1", digest="d" * 64, source_digest="s" * 64
    )


def fill_relations():
    """One row in each table that joins entries."""
    from content.registry import entry_models

    for model in entry_models():
        for relation in model._meta.many_to_many:
            targets = relation.related_model._base_manager.order_by("-pk")
            getattr(model._base_manager.order_by("pk").first(), relation.name).add(targets[0])


def tables_left_empty():
    from django.apps import apps

    from tests.test_architecture import HOUSE

    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in HOUSE and not model._base_manager.exists()
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["--fill"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"
        import django

        django.setup()
        fill()
    else:
        main(*sys.argv[1:])
