from evidence.views.downloads import (
    findings_csv,
    findings_json,
    prices_csv,
    prices_json,
    trials_csv,
    trials_json,
    uncounted_csv,
    uncounted_json,
)
from evidence.views.figure import figure_png, figure_svg
from evidence.views.findings import finding_list
from evidence.views.overview import overview
from evidence.views.prices import cost
from evidence.views.product_comparison import compare
from evidence.views.products import approvals, product_detail, product_list
from evidence.views.regulation import jurisdiction_detail, jurisdiction_list
from evidence.views.safety import safety
from evidence.views.trials import trial_detail, trial_list

__all__ = [
    "approvals",
    "compare",
    "figure_png",
    "figure_svg",
    "cost",
    "finding_list",
    "findings_csv",
    "findings_json",
    "jurisdiction_detail",
    "jurisdiction_list",
    "overview",
    "prices_csv",
    "prices_json",
    "product_detail",
    "product_list",
    "safety",
    "trial_detail",
    "trial_list",
    "trials_csv",
    "trials_json",
    "uncounted_csv",
    "uncounted_json",
]
