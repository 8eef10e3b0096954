"""Steps of products and uses, of which pages hold many: drawn without a template of their own."""

from collections.abc import Iterable

from django import template
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.templatetags.badges import badge, shape_only
from content.templatetags.facts import partial_date
from content.templatetags.language import lang_of
from evidence.answers import PlaceAnswer
from evidence.approvals import Use
from evidence.models import Authorisation, Jurisdiction, Product

register = template.Library()


def in_its_language(text: str, entry) -> SafeString:
    return format_html("<span{}>{}</span>", lang_of(entry), text)


def linked(entry, text: str = "") -> SafeString:
    address = entry.get_absolute_url()
    return format_html('<a href="{}"{}>{}</a>', address, lang_of(entry), text or entry.title)


@register.simple_tag
def approval_step(step: Authorisation, decisive: Authorisation | None = None) -> SafeString:
    """`decisive` is the step that decides about its use, where the page shows the use."""
    return format_html(
        '{}:\n{}{}\n<span class="step-note">{}</span>\n<span class="step-note">{}</span>',
        when(step),
        of_what(step),
        badge("authorisation", step.kind, step.get_kind_display()),
        what_for(step, decisive),
        source_of(step),
    )


@register.simple_tag
def step_heading(step: Authorisation) -> SafeString:
    """The product and the place of a step in a list of all."""
    product = linked(step.product)
    if step.product.kind == Product.Kind.OTHER:
        product = format_html("{} ({})", product, _("not MSC"))
    return format_html("{}, {}", product, place_name(step.place, step.jurisdiction))


def when(step: Authorisation) -> SafeString:
    date = partial_date(step.occurred_on, step.occurred_precision)
    if step.has_date and step.date_is:
        date = format_html("{}, {}", date, step.get_date_is_display())
    if step.ends_on:
        date = format_html("{} {} {}", date, _("until"), partial_date(step.ends_on, "day"))
    return date


def of_what(step: Authorisation) -> str:
    if step.what == Authorisation.What.APPLICATION and step.kind != Authorisation.Kind.APPLIED:
        return _("Application:") + " "
    if step.what == Authorisation.What.AUTHORISATION and step.kind not in Authorisation.IN_FORCE:
        return _("Authorisation:") + " "
    return ""


def what_for(step: Authorisation, decisive: Authorisation | None) -> SafeString:
    is_in_doubt = step.is_grant and step.is_present_state_unknown and decisive in (None, step)
    return format_html(
        "{}. {} {}{}.{}",
        in_its_language(step.authority, step.product),
        _("Use:"),
        in_its_language(step.indication, step.product) if step.indication else _("not stated"),
        format_html(". {} {}", _("Note:"), in_its_language(step.note, step.product))
        if step.note
        else "",
        " " + _("Whether it still holds we do not know.") if is_in_doubt else "",
    )


def source_of(step: Authorisation) -> SafeString:
    said = SafeString()
    if step.publication_id and step.publication.is_live:
        said = format_html("{} {}", _("Source:"), linked(step.publication))
    elif step.address:
        said = format_html('<a class="outside" href="{}">{}</a>', step.address, _("Source"))
    if step.address and step.checked_on:
        said = format_html(
            '{}, {} <time datetime="{}">{}</time>',
            said,
            _("checked on"),
            step.checked_on.isoformat(),
            formats.date_format(step.checked_on),
        )
    if said:
        said = format_html("{}. ", said)
    if step.has_official_source:
        return said
    return format_html(
        "{}<strong>{}</strong> {}",
        said,
        _("Official source to be confirmed."),
        _("We have no page of the authority itself (%(authority)s) that says so.")
        % {"authority": step.authority},
    )


def place_name(name: str, rules: Jurisdiction | None) -> SafeString:
    """The name leads to the rules of the place where they are public."""
    if rules is None or not rules.is_live:
        return in_its_language(name, name)
    return format_html('<a href="{}"{}>{}</a>', rules.get_absolute_url(), lang_of(name), name)


@register.simple_tag
def use_in_place(use: Use, level: str, product: Product | None = None) -> SafeString:
    """The steps of a use below a heading, with the product where the page is not its own."""
    return format_html(
        '<div class="in-place">\n<{level}>{product}{place}{wording}</{level}>\n<p>{in_words}.</p>\n'
        '<ol class="timeline">\n{steps}</ol>\n</div>',
        level=level,
        product=format_html("{}, ", linked(product)) if product else "",
        place=place_name(use.place, use.jurisdiction),
        wording=format_html(": {}", in_its_language(use.wording, use.product))
        if use.is_one_of_several and use.wording
        else "",
        in_words=capfirst(use.in_words),
        steps=format_html_join(
            "", "<li>\n{}</li>\n", ((approval_step(step, use.decisive),) for step in use.steps)
        ),
    )


@register.simple_tag
def lane_name(use: Use, with_product: bool = False) -> SafeString:
    names = [in_its_language(use.place, use.place)]
    if with_product:
        product = in_its_language(use.product.title, use.product)
        if use.product.kind == Product.Kind.OTHER:
            product = format_html("{} ({})", product, _("not MSC"))
        names.insert(0, product)
    if use.is_one_of_several and use.wording:
        names.append(in_its_language(use.wording, use.product))
    return format_html_join(", ", "{}", ((name,) for name in names))


@register.simple_tag
def answers_by_place(answers: Iterable[PlaceAnswer]) -> SafeString:
    rows = ((place_name(each.place, each.jurisdiction), told(each)) for each in answers)
    lines = format_html_join("", "<div><dt>{}</dt>\n<dd>{}</dd></div>\n", rows)
    return format_html('<dl class="record">\n{}</dl>', lines)


@register.simple_tag
def plain_places(answers: Iterable[PlaceAnswer]) -> SafeString:
    """The same in short: without notes, uses and days of the last look."""
    rows = (
        (
            in_its_language(each.place, each.place),
            format_html_join(
                " ",
                "{}",
                ((plain_use(use),) for use in [*each.granted, *each.applications]),
            ),
        )
        for each in answers
    )
    return format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>\n", rows)


def plain_use(use: Use) -> SafeString:
    doubt = "" if use.decisive.has_official_source else _("not confirmed by the authority")
    return format_html(
        "{} {}: {}{}.",
        shape_only("authorisation", use.shape),
        linked(use.product),
        use.in_words,
        format_html(" ({})", doubt) if doubt else "",
    )


def told(answer: PlaceAnswer) -> SafeString:
    found = [
        format_html("{} {}", shape_only("authorisation", use.shape), told_use(use, use.note))
        for use in answer.granted
    ]
    if not found:
        last_look = (
            _("Last looked up: %(day)s.") % {"day": answer.last_look}
            if answer.last_look
            else _("The day of the last look is not recorded.")
        )
        found = [format_html("{} {}", _("None known to us."), last_look)]
    found += [told_use(use) for use in answer.applications]
    return format_html_join("", "{} ", ((each,) for each in found))


@register.simple_tag
def for_use(use: Use) -> SafeString | str:
    """As it is worded, else its diseases."""
    if use.wording:
        return in_its_language(use.wording, use.product)
    diseases = [(in_its_language(each.title, each),) for each in use.public_diseases]
    return format_html_join(", ", "{}", diseases) or _("use not stated")


def told_use(use: Use, note: str = "") -> SafeString:
    return format_html(
        "{} ({}, {} {}{}).",
        capfirst(use.in_words),
        linked(use.product),
        _("for:"),
        for_use(use),
        format_html("; {}", in_its_language(note, use.product)) if note else "",
    )
