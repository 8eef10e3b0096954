from django.db import models

from content import richtext


class RichTextField(models.TextField):
    """Stores only what the allow-list lets through, whoever writes: forms, commands, imports."""

    def clean(self, value, model_instance):
        return super().clean(richtext.clean(value or ""), model_instance)

    def pre_save(self, model_instance, add):
        value = richtext.clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        from content.forms import RichTextFormField

        return super().formfield(**{"form_class": RichTextFormField, **kwargs})

    def deconstruct(self):
        """Migrations see a plain text field and never import the editor."""
        name, path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
