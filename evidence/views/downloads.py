import csv
import io

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evidence import tables

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@require_safe
def findings_csv(request):
    rows = tables.findings(request.build_absolute_uri("/").rstrip("/"))
    return as_csv("msc-findings.csv", tables.FINDING_COLUMNS, rows)


@require_safe
def trials_csv(request):
    rows = tables.trials(request.build_absolute_uri("/").rstrip("/"))
    return as_csv("msc-trials.csv", tables.TRIAL_COLUMNS, rows)


@require_safe
def findings_json(request):
    rows = list(tables.findings(request.build_absolute_uri("/").rstrip("/")))
    return as_json("msc-findings.json", "findings", rows)


@require_safe
def trials_json(request):
    rows = list(tables.trials(request.build_absolute_uri("/").rstrip("/")))
    return as_json("msc-trials.json", "trials", rows)


def as_csv(name, columns, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[column]) for column in columns])
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    content = "\ufeff" + text.getvalue()
    return download(HttpResponse(content, content_type="text/csv; charset=utf-8"), name)


def cell(value) -> str:
    """Yes, no or nothing for a truth; a leading apostrophe keeps a text from being a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_json(name, kind, rows):
    note = _(
        "These are the published records of this site, which does not hold every study. Certainty, "
        "design, phase and direction are separate facts."
    )
    content = {"note": note, "number": len(rows), kind: rows}
    return download(JsonResponse(content, json_dumps_params={"ensure_ascii": False}), name)


def download(response, name):
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
