"""The lists of findings, trials and prices as files: rows and filters are those of the page.

A file has no place to say what it left out, so an address that asks for something else than a
filter and a value of the list gets a refusal and no file.
"""

import csv
import io
import re
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from content.web import params
from evidence import finding_filters, price_filters, tables, trial_filters
from evidence.filters import Filters
from evidence.models import Price, Trial
from evidence.models.trials import in_use

# A spreadsheet takes a cell that begins with one of these for a formula, unless it is a number.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
# And one such as 1/2 or 2-3 for a day of this year.
DAY = re.compile(r"\d{1,2}[/-]\d{1,2}")
NOT_OF_A_FILE_NAME = re.compile(r"[^A-Za-z0-9_-]+")


def findings_file(request: HttpRequest, name: str, findings: QuerySet) -> HttpResponse:
    findings = findings.filter(disease__is_live=True)
    filters = finding_filters.filters_of(request, finding_filters.used_by(findings))
    if refused := refusal(request, filters):
        return refused
    rows = tables.findings(finding_filters.found(findings, filters), site_of(request))
    note = _(
        "Findings that count are those of the list on the site. Those that do not (a later finding "
        "replaced them, they are about other cells, or nobody took part) are in a file of their "
        "own, with the reason: %(address)s."
    ) % {"address": request.build_absolute_uri(reverse("evidence:uncounted_json"))}
    return file_of(name, filters, tables.FINDING_COLUMNS, rows, f"{about_studies()} {note}")


def trials_file(request: HttpRequest, name: str) -> HttpResponse:
    published = Trial.objects.published()
    filters = trial_filters.filters_of(request, in_use(published.alike()))
    if refused := refusal(request, filters):
        return refused
    rows = tables.trials(trial_filters.found(published, filters), site_of(request))
    note = _(
        "The status is what can be said today; “unknown” is also how an open status ends that grew "
        "old. The status last seen is older, with the date of that look beside it, and no answer "
        "to whether a trial recruits now."
    )
    return file_of(name, filters, tables.TRIAL_COLUMNS, rows, f"{about_studies()} {note}")


def prices_file(request: HttpRequest, name: str) -> HttpResponse:
    published = Price.objects.published()
    filters = price_filters.filters_of(request, price_filters.used_by(published))
    if refused := refusal(request, filters):
        return refused
    rows = tables.prices(price_filters.found(published, filters), site_of(request))
    note = _(
        "Published prices that we found, each with its place, year and source; no list of all. An "
        "amount is a single price or an average. None is adjusted for inflation, and none says "
        "that a treatment helps."
    )
    return file_of(name, filters, tables.PRICE_COLUMNS, rows, note)


def about_studies() -> str:
    return _(
        "These are the published records of this site, which does not hold every study. Certainty, "
        "design, phase and direction are separate facts."
    )


def site_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def refusal(request: HttpRequest, filters: Filters) -> HttpResponse | None:
    """What is wrong with the address, in words that repeat nothing of it; None when it is right."""
    names = [each.name for each in filters]
    wrong = []
    if not request.GET.keys() <= set(names):
        wrong.append(
            _("This file can be narrowed by %(names)s only.") % {"names": ", ".join(names)}
        )
    for each in filters:
        if len(request.GET.getlist(each.name)) > 1:
            wrong.append(_("Name “%(name)s” once only.") % {"name": each.name})
        elif each.is_unknown and not each.known_as:
            values = ", ".join(value for value, _label in each.options)
            wrong.append(
                _("Nothing in this list has this value of “%(name)s”. It has: %(values)s.")
                % {"name": each.name, "values": values}
            )
    if not wrong:
        return None
    text = "\n".join([*wrong, ""])
    refused = HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    return params.kept_nowhere(refused)


def file_of(
    name: str, filters: Filters, columns: list[str], rows: Iterable[dict], note: str
) -> HttpResponse:
    stem, _dot, ending = name.rpartition(".")
    chosen = [f"{key}-{NOT_OF_A_FILE_NAME.sub('-', it)}" for key, it in filters.in_use.items()]
    full_name = f"{'-'.join(['msc', stem, *chosen])}.{ending}"
    if ending == "csv":
        response = as_csv(columns, rows)
    else:
        response = as_json(stem.partition("-")[0], filters, list(rows), note)
    response.headers["Content-Disposition"] = f'attachment; filename="{full_name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return params.kept_nowhere(response) if filters.is_invented else response


def as_csv(columns: list[str], rows: Iterable[dict]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[column], column) for column in columns])
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def cell(value, column: str = "") -> str:
    """Yes, no or nothing for a truth; a leading apostrophe keeps a text from being a formula, and
    the name of its column one from being a day, as in `phase 1/2`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(value)
    text = str(value)
    if DAY.fullmatch(text):
        return f"{column} {text}"
    is_formula = text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def as_json(kind: str, filters: Filters, rows: list[dict], note: str) -> HttpResponse:
    content = {
        "note": note,
        "filters": filters.in_use,
        "number": len(rows),
        kind: rows,
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})
