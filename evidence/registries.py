"""Trial registries: how their numbers look and where a record is found."""

from urllib.parse import quote

from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

DIGIT = "[0-9]"


class Registry(models.TextChoices):
    CLINICALTRIALS = "nct", "ClinicalTrials.gov"
    CTIS = "ctis", _("EU Clinical Trials (CTIS)")
    EUDRACT = "eudract", _("EU Clinical Trials Register (EudraCT)")
    ISRCTN = "isrctn", "ISRCTN"
    ANZCTR = "actrn", "ANZCTR"
    CHICTR = "chictr", "ChiCTR"
    JRCT = "jrct", "jRCT"
    UMIN = "umin", "UMIN-CTR"
    CTRI = "ctri", "CTRI (India)"
    DRKS = "drks", "DRKS"
    KCT = "kct", "CRIS (Korea)"
    IRCT = "irct", _("IRCT (Iran)")
    TCTR = "tctr", _("TCTR (Thailand)")
    PACTR = "pactr", _("PACTR (Africa)")
    REBEC = "rebec", _("ReBec (Brazil)")
    SLCTR = "slctr", _("SLCTR (Sri Lanka)")
    RPCEC = "rpcec", _("RPCEC (Cuba)")


# Literal characters and bracket classes only, so that one pattern serves as SQLite GLOB and as a
# PostgreSQL regular expression.
PATTERNS = {
    Registry.CLINICALTRIALS: ["NCT" + DIGIT * 8],
    Registry.CTIS: ["20" + DIGIT * 2 + "-5" + DIGIT * 5 + "-" + DIGIT * 2 + "-" + DIGIT * 2],
    Registry.EUDRACT: [DIGIT * 4 + "-" + DIGIT * 6 + "-" + DIGIT * 2],
    Registry.ISRCTN: ["ISRCTN" + DIGIT * 8],
    Registry.ANZCTR: ["ACTRN" + DIGIT * 14],
    Registry.CHICTR: ["ChiCTR" + DIGIT * 10, "ChiCTR-[A-Z][A-Z][A-Z]-" + DIGIT * 8],
    Registry.JRCT: ["jRCT" + DIGIT * 10, "jRCTs" + DIGIT * 9, "jRCTa" + DIGIT * 9],
    Registry.UMIN: ["UMIN" + DIGIT * 9, "C" + DIGIT * 9],
    # Until 2009 with a code of the state between year and number.
    Registry.CTRI: ["CTRI/" + DIGIT * 4 + "/" + DIGIT * n + "/" + DIGIT * 6 for n in (2, 3)],
    Registry.DRKS: ["DRKS" + DIGIT * 8],
    Registry.KCT: ["KCT" + DIGIT * 7],
    # A day, a number of the researcher, and which trial of that researcher it is.
    Registry.IRCT: ["IRCT" + DIGIT * n + "N" + DIGIT * m for n in range(11, 15) for m in (1, 2, 3)],
    Registry.TCTR: ["TCTR" + DIGIT * 11],
    Registry.PACTR: ["PACTR" + DIGIT * n for n in (15, 16)],
    Registry.REBEC: ["RBR-" + "[0-9a-z]" * n for n in range(5, 9)],
    Registry.SLCTR: ["SLCTR/" + DIGIT * 4 + "/" + DIGIT * 3],
    Registry.RPCEC: ["RPCEC" + DIGIT * 8],
}
# As their registries write them; people write them in any case.
PREFIXES = (
    "NCT ISRCTN ACTRN ChiCTR jRCTs jRCTa jRCT UMIN CTRI/ DRKS KCT IRCT TCTR PACTR RBR- SLCTR/ RPCEC"
).split()

ADDRESSES = {
    Registry.CLINICALTRIALS: "https://clinicaltrials.gov/study/{}",
    Registry.CTIS: "https://euclinicaltrials.eu/ctis-public/view/{}",
    Registry.ISRCTN: "https://www.isrctn.com/{}",
    Registry.ANZCTR: "https://anzctr.org.au/{}.aspx",
    Registry.DRKS: "https://drks.de/search/en/trial/{}",
    Registry.EUDRACT: "https://www.clinicaltrialsregister.eu/ctr-search/search?query={}",
}
# Their own addresses of records hold no number; the World Health Organization shows the same
# records by it, those of Japan under a prefix.
WHO_ADDRESS = "https://trialsearch.who.int/Trial2.aspx?TrialID={}"
PREFIXES_AT_WHO = {
    Registry.CTRI: "",
    Registry.CHICTR: "",
    Registry.KCT: "",
    Registry.IRCT: "",
    Registry.TCTR: "",
    Registry.PACTR: "",
    Registry.REBEC: "",
    Registry.SLCTR: "",
    Registry.RPCEC: "",
    Registry.JRCT: "JPRN-",
    Registry.UMIN: "JPRN-",
}


def as_registered(number: str) -> str:
    """A number without blanks, with the letters as its registry writes them."""
    number = "".join(number.split())
    for prefix in PREFIXES:
        if number.lower().startswith(prefix.lower()):
            rest = number[len(prefix) :]
            return prefix + (rest.lower() if prefix == "RBR-" else rest.upper())
    return number


def address(registry: str, number: str) -> str:
    """Of the public record; numbers of some registries hold slashes."""
    if registry in PREFIXES_AT_WHO:
        number = f"{PREFIXES_AT_WHO[Registry(registry)]}{number}"
        return WHO_ADDRESS.format(quote(number, safe=""))
    if registry in ADDRESSES:
        return ADDRESSES[Registry(registry)].format(quote(number, safe=""))
    return ""


def place_of_records(registry: str) -> str:
    """Name of the site that `address` leads to."""
    if registry in PREFIXES_AT_WHO:
        return str(_("the trial search of the WHO"))
    return str(Registry(registry).label)


class Matches(Func):
    """Whether a column has the form of a pattern, on both databases and in CHECK constraints.

    Django's REGEXP for SQLite is a Python function that other tools, such as the sqlite3 shell,
    lack: the table could not be written there. GLOB is built in.
    """

    output_field = BooleanField()
    conditional = True
    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, arg_joiner=" GLOB ", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        column, pattern = self.source_expressions
        anchored = Matches(column, Value(f"^{pattern.value}$"))
        return anchored.as_sql(compiler, connection, arg_joiner=" ~ ", **extra)


def well_formed_id():
    """Constraint: a registry id has the form of its registry."""
    condition = Q()
    for registry, patterns in PATTERNS.items():
        has_form = Q()
        for pattern in patterns:
            has_form |= Q(Matches(F("registry_id"), Value(pattern)))
        condition |= Q(registry=registry) & has_form
    return models.CheckConstraint(
        condition=condition,
        name="evidence_trial_registry_id_well_formed",
        violation_error_message=_("This is not how a number of the chosen registry looks."),
    )
