from evidence.models.prices import Price
from evidence.models.products import Authorisation, Product, ProductName
from evidence.models.regulation import Jurisdiction, Regulator, RuleStatement
from evidence.models.safety import SafetyItem
from evidence.models.statements import EvidenceStatement
from evidence.models.trials import Trial, TrialCountry

__all__ = [
    "Authorisation",
    "EvidenceStatement",
    "Jurisdiction",
    "Price",
    "Product",
    "ProductName",
    "Regulator",
    "RuleStatement",
    "SafetyItem",
    "Trial",
    "TrialCountry",
]
