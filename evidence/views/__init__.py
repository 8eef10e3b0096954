from evidence.views.overview import overview
from evidence.views.products import approvals, product_detail, product_list
from evidence.views.regulation import jurisdiction_detail, jurisdiction_list
from evidence.views.safety import safety
from evidence.views.trials import trial_detail, trial_list

__all__ = [
    "approvals",
    "jurisdiction_detail",
    "jurisdiction_list",
    "overview",
    "product_detail",
    "product_list",
    "safety",
    "trial_detail",
    "trial_list",
]
