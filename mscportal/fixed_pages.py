"""The pages that are no entry, by the name of their view, with what stands above each."""

from django.utils.translation import gettext_lazy as _

FIXED_PAGES = {
    "home": _("First page"),
    "diseases:list": _("Diseases A to Z"),
    "sold_for:list": _("Conditions that cells are sold for"),
    "evidence:overview": _("Evidence overview"),
    "evidence:findings": _("Findings"),
    "evidence:trials": _("Trials"),
    "evidence:products": _("Products and approvals"),
    "evidence:compare": _("Two products compared"),
    "evidence:approvals": _("Approval steps by date"),
    "evidence:jurisdictions": _("Rules by place"),
    "evidence:cost": _("What stem cell treatment costs"),
    "evidence:safety": _("Safety: before you pay a clinic"),
    "therapy:sources": _("Where the cells come from"),
    "therapy:compare": _("Cell sources compared"),
    "therapy:mechanisms": _("How the cells might act"),
    "articles:list": _("Articles"),
    "resources:list": _("Trusted resources"),
    "resources:glossary": _("Glossary"),
    "resources:questions": _("Questions to ask"),
    "resources:red_flags": _("Warning signs before you pay"),
    "literature:list": _("Publications we cite"),
    "editorial:contributors": _("Authors and reviewers"),
    "editorial:corrections": _("Corrections"),
    "editorial:feedback": _("Feedback on a page"),
    "feeds": _("Feeds"),
}
