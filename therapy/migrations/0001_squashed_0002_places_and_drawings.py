import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("therapy", "0001_initial"), ("therapy", "0002_places_and_drawings")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("diseases", "0001_initial"),
        ("editorial", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mechanism",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's web address. Change it only before publication.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "plain_summary",
                    models.TextField(
                        blank=True,
                        help_text="At most 120 words that anyone can read. Shown at the top and in lists.",
                        verbose_name="plain summary",
                    ),
                ),
                (
                    "what_it_means",
                    models.CharField(
                        blank=True,
                        help_text="One sentence for a patient: what does this mean for me?",
                        max_length=300,
                        verbose_name="what this means",
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True,
                        help_text="One sentence of 70 to 155 characters. Empty: taken from the summary.",
                        max_length=160,
                        verbose_name="description for search engines",
                    ),
                ),
                (
                    "language",
                    models.CharField(default="en", max_length=10, verbose_name="language"),
                ),
                (
                    "is_live",
                    models.BooleanField(default=False, editable=False, verbose_name="live"),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "last_reviewed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="last medical review"
                    ),
                ),
                (
                    "next_review_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="next review"
                    ),
                ),
                ("how_plain", models.TextField(blank=True, verbose_name="how it might work")),
                (
                    "mediators",
                    models.TextField(
                        blank=True, help_text="One per line.", verbose_name="molecules involved"
                    ),
                ),
                (
                    "support_in_vitro",
                    models.CharField(
                        choices=[
                            ("strong", "strong"),
                            ("moderate", "moderate"),
                            ("weak", "weak"),
                            ("indirect", "indirect"),
                            ("none", "none"),
                            ("not_stated", "not graded"),
                        ],
                        default="not_stated",
                        max_length=10,
                        verbose_name="support in the laboratory",
                    ),
                ),
                (
                    "support_in_vitro_note",
                    models.CharField(blank=True, max_length=150, verbose_name="note"),
                ),
                (
                    "support_animal",
                    models.CharField(
                        choices=[
                            ("strong", "strong"),
                            ("moderate", "moderate"),
                            ("weak", "weak"),
                            ("indirect", "indirect"),
                            ("none", "none"),
                            ("not_stated", "not graded"),
                        ],
                        default="not_stated",
                        max_length=10,
                        verbose_name="support in animals",
                    ),
                ),
                (
                    "support_animal_note",
                    models.CharField(blank=True, max_length=150, verbose_name="note"),
                ),
                (
                    "support_human",
                    models.CharField(
                        choices=[
                            ("strong", "strong"),
                            ("moderate", "moderate"),
                            ("weak", "weak"),
                            ("indirect", "indirect"),
                            ("none", "none"),
                            ("not_stated", "not graded"),
                        ],
                        default="not_stated",
                        max_length=10,
                        verbose_name="support in people",
                    ),
                ),
                (
                    "support_human_note",
                    models.CharField(blank=True, max_length=150, verbose_name="note"),
                ),
                ("limits", models.TextField(blank=True, verbose_name="what it does not prove")),
                ("open_questions", models.TextField(blank=True, verbose_name="open questions")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="facts of this page",
                    ),
                ),
                (
                    "support_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="grades of support",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(app_label)s_%(class)s_written",
                        to="editorial.contributor",
                        verbose_name="authors",
                    ),
                ),
                (
                    "diseases",
                    models.ManyToManyField(
                        blank=True,
                        related_name="mechanisms",
                        to="diseases.disease",
                        verbose_name="diseases where studied",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(app_label)s_%(class)s_owned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible colleague",
                    ),
                ),
                (
                    "drawing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("calm", "immune cells that are calmed"),
                            ("messengers", "messengers between cells"),
                            ("inflammation", "a flame that is lowered"),
                            ("vesicles", "small bubbles"),
                            ("vessels", "a branching blood vessel"),
                            ("shield", "a cell behind a shield"),
                            ("scar", "fibres of a scar"),
                            ("homing", "a way to a target"),
                            ("lineages", "cell types in a dish"),
                            ("power", "power plants of a cell"),
                            ("blood", "young blood cells"),
                            ("microbes", "bacteria"),
                        ],
                        help_text="Stands beside the title. “Cell types in a dish” also puts the tree of bone, cartilage and fat cells on this page and on the list of cell sources.",
                        max_length=12,
                        verbose_name="small drawing",
                    ),
                ),
            ],
            options={
                "verbose_name": "mechanism",
                "verbose_name_plural": "mechanisms",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="therapy_mechanism_live_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("slug", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="therapy_mechanism_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("last_reviewed_on__isnull", True), ("next_review_on__isnull", True)
                            ),
                            ("next_review_on__gt", models.F("last_reviewed_on")),
                            _connector="OR",
                        ),
                        name="therapy_mechanism_review_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(("plain_summary", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="therapy_mechanism_live_has_plain_summary",
                        violation_error_message="Before this entry can be public it needs: plain summary.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MechanismName",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=150, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("synonym", "synonym"),
                            ("abbreviation", "abbreviation"),
                            ("lay", "everyday name"),
                            ("former", "former name"),
                            ("misspelling", "common misspelling"),
                        ],
                        default="synonym",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "is_enabled",
                    models.BooleanField(
                        default=True,
                        help_text="Automatic links may use this name. Misspellings are only searched.",
                        verbose_name="links",
                    ),
                ),
                (
                    "exact_case",
                    models.BooleanField(
                        default=False,
                        help_text="Capital letters must match. Choose this for abbreviations.",
                        verbose_name="exact case",
                    ),
                ),
                (
                    "stands_alone",
                    models.BooleanField(
                        default=True,
                        help_text="May carry a link without the long form in the same text. Never choose this for an abbreviation with other meanings, such as MS.",
                        verbose_name="stands alone",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "mechanism",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="therapy.mechanism",
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "ordering": ["order", "text", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mechanism", "text"), name="therapy_mechanismname_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TissueSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page's web address. Change it only before publication.",
                        max_length=120,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "plain_summary",
                    models.TextField(
                        blank=True,
                        help_text="At most 120 words that anyone can read. Shown at the top and in lists.",
                        verbose_name="plain summary",
                    ),
                ),
                (
                    "what_it_means",
                    models.CharField(
                        blank=True,
                        help_text="One sentence for a patient: what does this mean for me?",
                        max_length=300,
                        verbose_name="what this means",
                    ),
                ),
                (
                    "meta_description",
                    models.CharField(
                        blank=True,
                        help_text="One sentence of 70 to 155 characters. Empty: taken from the summary.",
                        max_length=160,
                        verbose_name="description for search engines",
                    ),
                ),
                (
                    "language",
                    models.CharField(default="en", max_length=10, verbose_name="language"),
                ),
                (
                    "is_live",
                    models.BooleanField(default=False, editable=False, verbose_name="live"),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
                (
                    "last_reviewed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="last medical review"
                    ),
                ),
                (
                    "next_review_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="next review"
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("adult", "adult tissue"),
                            ("perinatal", "birth tissue"),
                            ("engineered", "made from reprogrammed cells"),
                        ],
                        max_length=12,
                        verbose_name="group",
                    ),
                ),
                ("uberon_code", models.CharField(blank=True, max_length=20, verbose_name="UBERON")),
                (
                    "donor",
                    models.CharField(
                        choices=[
                            ("autologous", "own cells"),
                            ("allogeneic", "donor cells"),
                            ("both", "own or donor cells"),
                            ("not_stated", "not stated"),
                        ],
                        default="not_stated",
                        max_length=12,
                        verbose_name="whose cells",
                    ),
                ),
                (
                    "donor_note",
                    models.CharField(blank=True, max_length=150, verbose_name="note on donors"),
                ),
                (
                    "harvest",
                    models.TextField(blank=True, verbose_name="how the cells are obtained"),
                ),
                (
                    "invasiveness",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="burden for the donor"
                    ),
                ),
                ("yield_level", models.CharField(blank=True, max_length=100, verbose_name="yield")),
                (
                    "yield_figures",
                    models.TextField(
                        blank=True,
                        help_text="Figures from different methods must not be compared side by side.",
                        verbose_name="yield figures",
                    ),
                ),
                ("expansion", models.TextField(blank=True, verbose_name="growth in culture")),
                ("advantages", models.TextField(blank=True, verbose_name="points in favour")),
                ("limitations", models.TextField(blank=True, verbose_name="limits")),
                ("typical_uses", models.TextField(blank=True, verbose_name="where it is studied")),
                (
                    "typical_markers",
                    models.CharField(blank=True, max_length=300, verbose_name="typical markers"),
                ),
                (
                    "meaning_for_patients",
                    models.TextField(blank=True, verbose_name="what that means for patients"),
                ),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="facts of this page",
                    ),
                ),
                (
                    "harvest_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="how the cells are obtained",
                    ),
                ),
                (
                    "yield_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="yield",
                    ),
                ),
                (
                    "expansion_verification",
                    models.CharField(
                        choices=[
                            ("memory", "not yet checked"),
                            ("archive", "seen in an archived copy"),
                            ("checked", "checked on the live source"),
                        ],
                        default="memory",
                        max_length=8,
                        verbose_name="growth in culture",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(app_label)s_%(class)s_written",
                        to="editorial.contributor",
                        verbose_name="authors",
                    ),
                ),
                (
                    "diseases",
                    models.ManyToManyField(
                        blank=True,
                        related_name="sources",
                        to="diseases.disease",
                        verbose_name="diseases where studied",
                    ),
                ),
                (
                    "mechanisms",
                    models.ManyToManyField(
                        blank=True,
                        related_name="sources",
                        to="therapy.mechanism",
                        verbose_name="mechanisms",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(app_label)s_%(class)s_owned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible colleague",
                    ),
                ),
                (
                    "body_place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("teeth", "teeth"),
                            ("skin", "skin"),
                            ("vein", "vein of the arm"),
                            ("fat", "fat under the skin"),
                            ("hip", "hip bone"),
                            ("womb", "lining of the womb"),
                            ("muscle", "muscle"),
                            ("joint", "joint, such as the knee"),
                            ("placenta", "placenta"),
                            ("amnion", "amniotic sac"),
                            ("cord", "umbilical cord"),
                        ],
                        help_text="Where the picture of the body marks it. Empty: it is listed beside.",
                        max_length=10,
                        verbose_name="place in the picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "tissue source",
                "verbose_name_plural": "tissue sources",
                "ordering": ["title", "pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="therapy_tissuesource_live_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("slug", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="therapy_tissuesource_live_has_title",
                        violation_error_message="Before this entry can be public it needs: title, slug.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("last_reviewed_on__isnull", True), ("next_review_on__isnull", True)
                            ),
                            ("next_review_on__gt", models.F("last_reviewed_on")),
                            _connector="OR",
                        ),
                        name="therapy_tissuesource_review_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_live", False),
                            models.Q(("harvest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="therapy_tissuesource_live_has_harvest",
                        violation_error_message="Before this entry can be public it needs: harvest.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceName",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=150, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("synonym", "synonym"),
                            ("abbreviation", "abbreviation"),
                            ("lay", "everyday name"),
                            ("former", "former name"),
                            ("misspelling", "common misspelling"),
                        ],
                        default="synonym",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "is_enabled",
                    models.BooleanField(
                        default=True,
                        help_text="Automatic links may use this name. Misspellings are only searched.",
                        verbose_name="links",
                    ),
                ),
                (
                    "exact_case",
                    models.BooleanField(
                        default=False,
                        help_text="Capital letters must match. Choose this for abbreviations.",
                        verbose_name="exact case",
                    ),
                ),
                (
                    "stands_alone",
                    models.BooleanField(
                        default=True,
                        help_text="May carry a link without the long form in the same text. Never choose this for an abbreviation with other meanings, such as MS.",
                        verbose_name="stands alone",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="therapy.tissuesource",
                    ),
                ),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "ordering": ["order", "text", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "text"), name="therapy_sourcename_once"
                    )
                ],
            },
        ),
    ]
