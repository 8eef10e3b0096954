"""Products with what each is for, where, and how that stands: rows without a template."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.templatetags.badges import shape_only
from content.templatetags.language import lang_of
from evidence.approvals import Use
from evidence.models import Product
from evidence.templatetags.steps import in_its_language, linked, place_name, source_of

register = template.Library()


@register.simple_tag
def product_table(products: Iterable[Product]) -> SafeString:
    """Of products with `uses` and `in_words`; each has a row for each of its uses and states."""
    heads = (_("Product"), _("For"), _("Where"), _("How it stands"))
    return format_html(
        '<table class="product-table full">\n<thead><tr>{}</tr></thead>\n{}\n</table>',
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        format_html_join("\n", "<tbody>\n{}\n</tbody>", ((rows_of(each),) for each in products)),
    )


def rows_of(product: Product) -> SafeString:
    rows = list(cells(product))
    head = format_html(
        '<th scope="rowgroup" rowspan="{}">{}{}</th>',
        len(rows),
        linked(product),
        format_html(' <span class="finding-note">{}</span>', product.company)
        if product.company
        else "",
    )
    first, *others = rows
    return format_html_join("\n", "<tr>{}{}</tr>", [(head, first), *(("", row) for row in others)])


def cells(product: Product) -> Iterator[SafeString]:
    if not product.uses:
        yield format_html('<td colspan="3">{}</td>', without_a_step(product))
    for (use_for, shape, in_words), uses in groupby(product.uses, key=told_of):
        places = ((in_its_language(use.place, use.place),) for use in uses)
        yield format_html(
            '<td class="use-for">{}</td><td class="use-place">{}</td><td>{} {}</td>',
            use_for,
            format_html_join(", ", "{}", places),
            shape_only("authorisation", shape),
            capfirst(in_words),
        )


def told_of(use: Use) -> tuple[SafeString, str, str]:
    """Uses of which all this is the same stand in one row."""
    return what_for(use), use.shape, use.in_words


def without_a_step(product: Product) -> SafeString:
    if product.kind == Product.Kind.OTHER:
        said = _("Not made of MSC: we list no step of it here and do not count it.")
    else:
        said = _("No approval step known.")
    if not product.in_words:
        return format_html("{}", said)
    return format_html("{} {}", said, in_its_language(capfirst(product.in_words), product))


def what_for(use: Use) -> SafeString:
    """The diseases of the use, and the words of the authority where they say more."""
    named = [str(disease.title) for disease in use.public_diseases]
    diseases = format_html_join(", ", "{}", ((linked(each),) for each in use.public_diseases))
    if not use.wording:
        return diseases or format_html("{}", _("Use not stated"))
    if not named:
        return in_its_language(use.wording, use.product)
    if named == [use.wording]:
        return diseases
    return format_html(
        '{} <span class="finding-note"{}>{}</span>', diseases, lang_of(use.product), use.wording
    )


@register.simple_tag
def uses_with_sources(product: Product) -> SafeString:
    """Each use with its place, its state with dates, whom it is for, and the deciding step's
    source.
    """
    if not product.uses:
        return format_html("<p>{}</p>", without_a_step(product))
    uses = (
        (
            place_name(use.place, use.jurisdiction),
            shape_only("authorisation", use.shape),
            capfirst(use.in_words),
            _("For:"),
            what_for(use),
            source_of(use.decisive),
        )
        for use in product.uses
    )
    return format_html(
        "<ul>{}</ul>",
        format_html_join(
            "\n",
            '<li><strong>{}</strong>: {} {}. {} {} <span class="finding-note">{}</span></li>',
            uses,
        ),
    )
