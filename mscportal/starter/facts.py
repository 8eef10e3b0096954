from collections.abc import Mapping
from dataclasses import dataclass

from mscportal.starter.dates import PartialDate
from mscportal.starter.schema import (
    diseases,
    evidence,
    library,
    products,
    regulation,
    sold,
    therapy,
)


@dataclass(frozen=True)
class Facts:
    """The medical facts of the starter content, in the order of their files."""

    diseases: tuple[diseases.DiseaseFacts, ...]
    plain_pages: tuple[diseases.PlainPageFacts, ...]
    tissue_sources: tuple[therapy.TissueSourceFacts, ...]
    mechanisms: tuple[therapy.MechanismFacts, ...]
    trials: tuple[evidence.TrialFacts, ...]
    statements: tuple[evidence.Statement, ...]
    products: tuple[products.ProductFacts, ...]
    not_authorised: tuple[products.NotAuthorised, ...]
    not_msc: tuple[products.NotMsc, ...]
    references: tuple[library.ReferenceFacts, ...]
    resources: tuple[library.Resource, ...]
    terms: tuple[library.Term, ...]
    outlook: tuple[evidence.OutlookFact, ...]
    patient_reports: tuple[evidence.PatientReport, ...]
    jurisdictions: tuple[regulation.JurisdictionFacts, ...]
    conditions_sold: tuple[sold.SoldConditionFacts, ...]
    prices: tuple[sold.PriceFacts, ...]
    ethics: tuple[regulation.TopicFact, ...]
    documented_harms: tuple[regulation.Harm, ...]
    quality_control: regulation.QualityControl
    informed_consent: regulation.Points
    red_flags: regulation.GroupedPoints
    questions_to_ask: regulation.GroupedPoints
    general_safety: diseases.GeneralSafety
    ambiguous_abbreviations: tuple[str, ...]
    categories: Mapping[str, str]
    evidence_scale: Mapping[str, str]
    direction_scale: Mapping[str, str]
    evidence_mapping: evidence.EvidenceMapping
    evidence_scales: evidence.EvidenceScales
    trial_status_scale: Mapping[str, str]
    trial_outcome_directions: Mapping[str, str]
    products_as_of: PartialDate
    outlook_topics: Mapping[str, str]
    outlook_stages: Mapping[str, str]
    patient_report_topics: Mapping[str, str]
