from django.contrib import messages
from django.utils.translation import gettext as _


class TellsWhatWasRemoved:
    """For a ModelAdmin with rich text: after a save, name the markup that cleaning took out."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for saved in [form, *(inline for formset in formsets for inline in formset.forms)]:
            for name, field in saved.fields.items():
                if getattr(field, "removed", ()):
                    said = _("“%(field)s”: this markup is not allowed and was removed: %(markup)s.")
                    words = {"field": saved[name].label, "markup": ", ".join(field.removed)}
                    self.message_user(request, said % words, messages.WARNING)
