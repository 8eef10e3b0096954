from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mscportal.starter.checks import Clash, clashes
from mscportal.starter.errors import StarterError, StarterErrors
from mscportal.starter.facts import Facts
from mscportal.starter.records import read_document, read_record
from mscportal.starter.schema import (
    diseases,
    evidence,
    library,
    products,
    regulation,
    sold,
    therapy,
)
from mscportal.starter.schema.base import FactRecord
from mscportal.starter.yaml_lines import YamlDocument

FILES: dict[str, type[FactRecord]] = {
    "conditions_sold.yaml": sold.SoldConditionFile,
    "diseases.yaml": diseases.DiseaseFile,
    "evidence_statements.yaml": evidence.StatementFile,
    "glossary.yaml": library.GlossaryFile,
    "mechanisms.yaml": therapy.MechanismFile,
    "outlook.yaml": evidence.OutlookFile,
    "patient_reports.yaml": evidence.PatientReportFile,
    "plain_pages.yaml": diseases.PlainPageFile,
    "prices.yaml": sold.PriceFile,
    "products.yaml": products.ProductFile,
    "references.yaml": library.ReferenceFile,
    "regulation.yaml": regulation.RegulationFile,
    "resources.yaml": library.ResourceFile,
    "tissue_sources.yaml": therapy.TissueSourceFile,
    "trials.yaml": evidence.TrialFile,
}


class ArticleSection(NamedTuple):
    """A list of entries in a file."""

    file: str
    rows: str
    kind: type[FactRecord]


SECTIONS: dict[str, ArticleSection] = {
    "diseases": ArticleSection("diseases.yaml", "diseases", diseases.DiseaseFacts),
    "plain_pages": ArticleSection("plain_pages.yaml", "plain_pages", diseases.PlainPageFacts),
    "tissue_sources": ArticleSection(
        "tissue_sources.yaml", "tissue_sources", therapy.TissueSourceFacts
    ),
    "mechanisms": ArticleSection("mechanisms.yaml", "mechanisms", therapy.MechanismFacts),
    "trials": ArticleSection("trials.yaml", "trials", evidence.TrialFacts),
    "statements": ArticleSection("evidence_statements.yaml", "statements", evidence.Statement),
    "products": ArticleSection("products.yaml", "products", products.ProductFacts),
    "not_authorised": ArticleSection("products.yaml", "not_authorised", products.NotAuthorised),
    "not_msc": ArticleSection("products.yaml", "not_msc", products.NotMsc),
    "references": ArticleSection("references.yaml", "references", library.ReferenceFacts),
    "resources": ArticleSection("resources.yaml", "resources", library.Resource),
    "terms": ArticleSection("glossary.yaml", "terms", library.Term),
    "outlook": ArticleSection("outlook.yaml", "facts", evidence.OutlookFact),
    "patient_reports": ArticleSection("patient_reports.yaml", "facts", evidence.PatientReport),
    "jurisdictions": ArticleSection(
        "regulation.yaml", "jurisdictions", regulation.JurisdictionFacts
    ),
    "conditions_sold": ArticleSection(
        "conditions_sold.yaml", "conditions", sold.SoldConditionFacts
    ),
    "prices": ArticleSection("prices.yaml", "prices", sold.PriceFacts),
    "ethics": ArticleSection("regulation.yaml", "ethics", regulation.TopicFact),
    "documented_harms": ArticleSection("regulation.yaml", "documented_harms", regulation.Harm),
}
NAMED_WORDS = {
    "categories": ("diseases.yaml", "categories"),
    "outlook_topics": ("outlook.yaml", "topics"),
    "patient_report_topics": ("patient_reports.yaml", "topics"),
}


def parse_facts(folder: Path) -> Facts:
    """The facts of the folder, or StarterErrors with everything that is wrong in it."""
    errors: list[StarterError] = []
    documents = {
        file: document
        for file in FILES
        if (document := read_document(folder / file, errors)) is not None
    }
    known = known_keys(documents)
    heads = {
        file: read_record(FILES[file], document, (), known, errors)
        for file, document in documents.items()
    }
    entries = {
        noun: dict(read_entries(section, documents, known, errors))
        for noun, section in SECTIONS.items()
    }
    errors += [at_its_place(clash, documents) for clash in clashes(entries)]
    if errors:
        raise StarterErrors(errors)
    return facts_of(entries, heads)


def known_keys(documents: Mapping[str, YamlDocument]) -> dict[str, set[str]]:
    """Every key that is written down, also of entries that turn out to be wrong.

    A noun is absent when its file cannot be read, so that nothing is blamed for that.
    """
    known: dict[str, set[str]] = {}
    for noun, section in SECTIONS.items():
        rows = documents[section.file].data.get(section.rows) if section.file in documents else None
        if isinstance(rows, list):
            fields = [row.get("id", row.get("key")) for row in rows if isinstance(row, dict)]
            known[noun] = {key for key in fields if isinstance(key, str)}
    for noun, (file, field) in NAMED_WORDS.items():
        words = documents[file].data.get(field) if file in documents else None
        if isinstance(words, dict):
            known[noun] = set(words)
    return known


def read_entries(
    section: ArticleSection,
    documents: Mapping[str, YamlDocument],
    known: Mapping[str, set[str]],
    errors: list[StarterError],
) -> Iterator[tuple[int, FactRecord]]:
    document = documents.get(section.file)
    rows = document.data.get(section.rows) if document else None
    if not isinstance(rows, list):
        return  # the head of the file has been refused for it
    for position in range(len(rows)):
        entry = read_record(section.kind, document, (section.rows, position), known, errors)
        if entry is not None:
            yield position, entry


def at_its_place(clash: Clash, documents: Mapping[str, YamlDocument]) -> StarterError:
    section = SECTIONS[clash.section]
    steps = (int(step) if step.isdigit() else step for step in clash.field.split("."))
    path = (section.rows, clash.position, *steps)
    return documents[section.file].error(path, clash.message)


def facts_of(
    entries: Mapping[str, Mapping[int, FactRecord]], heads: Mapping[str, FactRecord]
) -> Facts:
    disease_file, product_file = heads["diseases.yaml"], heads["products.yaml"]
    statement_file, trial_file = heads["evidence_statements.yaml"], heads["trials.yaml"]
    outlook_file, regulation_file = heads["outlook.yaml"], heads["regulation.yaml"]
    return Facts(
        **{noun: tuple(records.values()) for noun, records in entries.items()},
        quality_control=regulation_file.quality_control,
        informed_consent=regulation_file.informed_consent,
        red_flags=regulation_file.red_flags,
        questions_to_ask=regulation_file.questions_to_ask,
        general_safety=disease_file.general_safety,
        ambiguous_abbreviations=disease_file.cross_linking.ambiguous_abbreviations,
        categories=disease_file.categories,
        evidence_scale=disease_file.evidence_scale,
        direction_scale=disease_file.direction_scale,
        evidence_mapping=statement_file.mapping,
        evidence_scales=statement_file.scales,
        trial_status_scale=trial_file.status_scale,
        trial_outcome_directions=trial_file.outcome_directions,
        products_as_of=product_file.status_as_of,
        outlook_topics=outlook_file.topics,
        outlook_stages=outlook_file.testing_stages,
        patient_report_topics=heads["patient_reports.yaml"].topics,
    )
