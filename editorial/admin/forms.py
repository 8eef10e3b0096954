"""Forms of the desk: every rule of a row answers with a sentence, never with a failed save."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import URLField
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

# An address typed without a scheme is meant as https.
HTTPS = {URLField: {"assume_scheme": "https"}}


class ShowsEveryError(forms.ModelForm):
    """An error of a field that is not on the form stands above it."""

    def add_error(self, field, error):
        error = error if isinstance(error, ValidationError) else ValidationError(error)
        if field is not None or not hasattr(error, "error_dict"):
            return super().add_error(field, error)
        for name, errors in error.error_dict.items():
            on_form = name in self.fields and name != NON_FIELD_ERRORS
            super().add_error(name if on_form else None, ValidationError(errors))


class EntryForm(ShowsEveryError):
    """Checks the whole draft; what only a live entry needs is the matter of publishing."""

    overtaken = None  # set while the form has to ask; see editorial/admin/conflicts.py
    is_asking = False

    def clean(self):
        cleaned = super().clean()
        if self.is_asking:
            self.add_error(None, overtaken_in_words(self.overtaken))
        return cleaned

    def _get_validation_exclusions(self):
        """Django would skip a rule that names a field which is not on the form."""
        return {name for name in super()._get_validation_exclusions() if name in self.fields}


def overtaken_in_words(overtaken):
    newest = overtaken.newest
    if overtaken.error:
        return ValidationError(
            _("What you chose does not fit together: %s") % overtaken.error, code="stale"
        )
    if newest is None:
        return ValidationError(
            _("This form does not say which version it shows. Compare, and save again."),
            code="stale",
        )
    return ValidationError(
        _(
            "%(who)s saved this entry on %(when)s, after you had opened it. Your text is still "
            "here, and nothing was overwritten. Choose for each part that differs, then save again."
        ),
        code="stale",
        params={
            "who": newest.author or _("A command"),
            "when": date_format(timezone.localtime(newest.created_at), "DATETIME_FORMAT"),
        },
    )


LARGEST_KEY = 2**63 - 1


class DropsNonsense:
    """A look-up that is shown again with something that is no key in it shows nothing there."""

    def value_from_datadict(self, data, files, name):
        """The field refuses words by itself; a number that no key can be is made one."""
        value = super().value_from_datadict(data, files, name)
        if isinstance(value, list):
            return [fitting(one) for one in value]
        return fitting(value)

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if is_key(one)], attr)


def fitting(value):
    return "too large" if str(value).isdecimal() and not is_key(value) else value


def is_key(value) -> bool:
    text = str(value)
    return text.isdecimal() and len(text) < 20 and int(text) <= LARGEST_KEY


class LookUp(DropsNonsense, AutocompleteSelect):
    pass


class LookUpSeveral(DropsNonsense, AutocompleteSelectMultiple):
    pass


class KnownChoice(LookUp):
    """Shows the chosen row from memory, so that fifty rows of a form need no fifty queries."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or [str(chosen) for chosen in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, self.known.pk, str(self.known), True, len(options)))
        return [(None, options, 0)]


class KnownChoices(LookUpSeveral):
    """The same for a row that chooses several."""

    known = None

    def optgroups(self, name, value, attr=None):
        chosen = {str(key) for key in value}
        if self.known is None or chosen != {str(row.pk) for row in self.known}:
            return super().optgroups(name, value, attr)
        options = [
            self.create_option(name, row.pk, str(row), True, number)
            for number, row in enumerate(self.known)
        ]
        return [(None, options, 0)]


class RowForm(ShowsEveryError):
    """Fields in a table have only a column heading, so each says its name itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)  # inside the “add” wrapper
            if field.label and not widget.is_hidden:
                widget.attrs.setdefault("aria-label", field.label)
            if isinstance(widget, KnownChoice):
                relation = self._meta.model._meta.get_field(name)
                widget.known = relation.get_cached_value(self.instance, default=None)
            elif isinstance(widget, KnownChoices):
                read = getattr(self.instance, "_prefetched_objects_cache", {})
                widget.known = read.get(name)


class RowFormSet(forms.BaseInlineFormSet):
    deletion_widget = forms.CheckboxInput(attrs={"aria-label": _("Delete")})


class GenericRowFormSet(BaseGenericInlineFormSet):
    deletion_widget = RowFormSet.deletion_widget


class CitationFormSet(GenericRowFormSet):
    """Django does not check rules that name the content type, so that one is checked here."""

    # Two rows may swap their publications, which are unique for the entry.
    writes_anew = True

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            sent = form.cleaned_data if form.is_valid() else {}
            publication = sent.get("publication")
            if publication is None or sent.get(DELETION_FIELD_NAME):
                continue
            if publication.pk in seen:
                form.add_error("publication", _("This publication is listed above already."))
            seen.add(publication.pk)
