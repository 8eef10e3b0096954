"""On the form of an entry: which names in its text are linked, which are not, and why."""

from collections import Counter
from functools import cached_property
from typing import NamedTuple

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.desk_links import form_address
from content.models import Publishable
from content.reachable import by_key
from editorial.admin.forms import GenericRowFormSet, RowForm, is_key
from editorial.admin.inlines import GenericRowInline
from linking.models import LinkExclusion
from linking.names import linkable_models, target_of
from linking.services import Explained, explain

MOST_SURFACES = 4


class ToldName(NamedTuple):
    """What became of the names of one target, or of one name that several targets share."""

    surfaces: str
    targets: tuple[Publishable, ...]
    results: list[str]
    is_linked: bool  # then the first result says so


def told(entry: Publishable) -> list[ToldName]:
    """By target, in the order of the text; works on a draft that is applied to the rows."""
    groups: dict[tuple, list[Explained]] = {}
    for one in explain(entry):
        key = one.targets if len(one.targets) == 1 else (*one.targets, one.surface.casefold())
        groups.setdefault(key, []).append(one)
    return [_told(group) for group in groups.values()]


def _told(group: list[Explained]) -> ToldName:
    surfaces = list(dict.fromkeys(one.surface for one in group))
    more = ", …" if len(surfaces) > MOST_SURFACES else ""
    group = sorted(group, key=lambda one: not one.is_linked)
    counts = Counter(one.reason for one in group)
    results = [
        capfirst(str(reason)) + (f" × {count}" if count > 1 else "")
        for reason, count in counts.items()
    ]
    return ToldName(
        ", ".join(surfaces[:MOST_SURFACES]) + more,
        group[0].targets,
        results,
        any(one.is_linked for one in group),
    )


class LinkRow(RowForm):
    """A target that shall not be linked from this entry; the row exists while the box is ticked."""

    no_link = forms.BooleanField(required=False, label=_("No link on this page"))

    class Meta:
        model = LinkExclusion
        fields = ["target_type", "target_id"]
        widgets = {"target_type": forms.HiddenInput, "target_id": forms.HiddenInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["no_link"].initial = not self.instance._state.adding

    @cached_property
    def changed_data(self):
        return ["no_link"] if self["no_link"]._has_changed() else []

    def clean(self):
        cleaned = super().clean()
        kind, key = cleaned.get("target_type"), cleaned.get("target_id")
        if kind is None and key is None:
            return cleaned
        if kind is None or key is None or kind.model_class() not in linkable_models():
            raise ValidationError(_("This is nothing that automatic links lead to."))
        if not kind.model_class()._base_manager.filter(pk=key).exists():
            raise ValidationError(_("The entry that the link led to does not exist any more."))
        return cleaned


class LinkRows(GenericRowFormSet):
    """A row for every link that is switched off, then one for every target the text names."""

    def __init__(self, *args, **kwargs):
        entry = kwargs.get("instance")
        self.told = told(entry) if entry is not None and entry.pk else []
        super().__init__(*args, **kwargs)
        off = {(row.target_type_id, row.target_id) for row in self.get_queryset()}
        named = [target_of(one.targets[0]) for one in self.told if len(one.targets) == 1]
        found = [(None, None), *dict.fromkeys(named)]
        self.initial_extra = [
            {"target_type": kind, "target_id": key} for kind, key in found if (kind, key) not in off
        ]
        self.extra = len(self.initial_extra)

    def _should_delete_form(self, form):
        return form.cleaned_data.get("no_link") is False

    @property
    def count_linked(self):
        return sum(one.is_linked for one in self.told)

    @property
    def count_unlinked(self):
        return len(self.told) - self.count_linked

    def lines(self):
        """The switch for all links, the names in the text, then what is off but not named."""
        forms_of = {}
        for form in self.forms:
            forms_of.setdefault(_target(form), form)
        lines = []
        if (None, None) in forms_of:
            lines.append(LinkLine(ToldName("", (), [], False), forms_of.pop((None, None))))
        for one in self.told:
            key = target_of(one.targets[0]) if len(one.targets) == 1 else None
            lines.append(LinkLine(one, forms_of.pop(key, None)))
        kinds = {ContentType.objects.get_for_model(model).pk for model in linkable_models()}
        entries = by_key((kind, key) for kind, key in forms_of if kind in kinds and is_key(key))
        for target, form in forms_of.items():
            targets = (entries[target],) if target in entries else ()
            not_named = gettext("Switched off; the text does not name it now")
            lines.append(LinkLine(ToldName("", targets, [not_named], False), form))
        return lines


class LinkLine(NamedTuple):
    told: ToldName
    form: LinkRow | None  # a name of several targets has no switch

    @property
    def is_for_all(self):
        return not self.told.results

    @property
    def targets(self):
        """(entry, what kind it is, where its names are edited)"""
        return [
            (target, target._meta.verbose_name, form_address(target, target.pk))
            for target in self.told.targets
        ]


def _target(form) -> tuple:
    """Keys of a row as it is stored, offered or sent; what was sent may be nonsense."""
    values = [form[name].value() for name in ("target_type", "target_id")]
    return tuple(int(value) if str(value).isdecimal() else value or None for value in values)


class LinkInline(GenericRowInline):
    model = LinkExclusion
    form = LinkRow
    formset = LinkRows
    template = "admin/_links.html"
    verbose_name_plural = _("automatic links")

    def get_extra(self, request, obj=None, **kwargs):
        return 0  # the formset counts the names itself
