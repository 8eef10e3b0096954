from django.db import models

from content.text import richtext
from content.text.forms import RichTextFormField
from content.text.widgets import RichTextWidget


class RichTextField(models.TextField):
    """Stores only what the allow-list lets through, whoever writes: forms, commands, imports.

    Cleaned in `clean`, `save`, `create`, `bulk_create`, `bulk_update`, `QuerySet.update` and
    loaded fixtures. Not covered: SQL expressions (`update(body=Concat(...))`) and raw SQL; whoever
    writes that way calls `content.text.richtext.clean` first.
    """

    def clean(self, value, model_instance):
        return super().clean(richtext.clean(value or ""), model_instance)

    def pre_save(self, model_instance, add):
        """The object in memory shall hold what the row holds."""
        value = richtext.clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        """The last step before the database; updates of many rows pass only here."""
        if isinstance(value, str):
            value = richtext.clean(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        """Always our field and widget: the admin asks for its own text area."""
        return super().formfield(
            **{**kwargs, "form_class": RichTextFormField, "widget": RichTextWidget}
        )

    def deconstruct(self):
        """Migrations see a plain text field and never import the editor."""
        name, path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
