"""The rows of the evidence map, of which each has a dozen links: drawn without a template."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.templatetags.badges import mark, shape_only
from content.templatetags.language import lang_of
from content.web import drawn
from evidence.pictures.evidence_map import Findings, MapRow, MapRows

register = template.Library()


@register.simple_tag
def map_rows(rows: MapRows) -> SafeString:
    findings, trials = reverse("evidence:findings"), reverse("evidence:trials")
    labels = [_("Findings, %(label)s:") % {"label": label} for _value, label in rows.directions]
    return format_html_join(
        "\n",
        "<tr>\n{}\n{}\n{}\n{}\n{}\n</tr>",
        (
            (
                format_html(
                    '<th scope="row"><a href="{}#evidence"{}>{}</a></th>',
                    row.disease.evidence_url,
                    lang_of(row.disease),
                    row.disease.title,
                ),
                stated("stage", row.disease.testing_stage, row.disease.get_testing_stage_display()),
                stated(
                    "direction",
                    row.disease.evidence_direction,
                    row.disease.get_evidence_direction_display(),
                ),
                format_html_join(
                    "\n",
                    '<td class="of-findings{}" data-label="{}">{}</td>',
                    (
                        ("" if each.total else " is-zero", label, by_certainty(row, each, findings))
                        for label, each in zip(labels, row.findings, strict=True)
                    ),
                ),
                number_of_trials(row, trials),
            )
            for row in rows.lines
        ),
    )


@drawn.once
def stated(kind: str, value: str, label: str) -> SafeString:
    if not value:
        return format_html("<td>{}</td>", _("Not stated"))
    return format_html("<td>{} {}</td>", shape_only(kind, value), capfirst(label))


def by_certainty(row: MapRow, found: Findings, address: str) -> SafeString:
    """The numbers of findings in one direction, each with a link to its list; no zero."""
    return format_html_join(
        "",
        '<a class="level" href="{}?disease={}&amp;direction={}&amp;certainty={}">{} {}</a>',
        (
            (
                address,
                row.disease.slug,
                found.direction,
                value,
                number,
                mark("certainty", value, label),
            )
            for value, label, number in found.levels
        ),
    )


def number_of_trials(row: MapRow, address: str) -> SafeString:
    number: SafeString | int = 0
    if row.trial_number:
        words = ngettext("trial: %(title)s", "trials: %(title)s", row.trial_number)
        number = format_html(
            '<a href="{}?condition={}">{}<span class="visually-hidden"> {}</span></a>',
            address,
            row.disease.slug,
            row.trial_number,
            words % {"title": row.disease.title},
        )
    return format_html('<td class="of-trials" data-label="{}">{}</td>', _("Trials listed:"), number)
