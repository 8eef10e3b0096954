from functools import cache

from django.db import models

from content.text.fields import RichTextField
from content.text.signs import tidy


class Tidied(models.Model):
    """Keeps what nobody can see out of its plain texts, whoever writes them.

    In `clean_fields`, so that a form judges what will be stored, and in `save`. Not covered:
    `update` and the writers of many rows at once; who writes that way calls `tidy_texts`.
    """

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.tidy_texts()
        super().save(*args, **kwargs)

    def clean_fields(self, exclude=None):
        self.tidy_texts()
        super().clean_fields(exclude)

    def tidy_texts(self):
        for name, lines in _plain_texts(type(self)):
            # A field that was deferred is as it was stored.
            if isinstance(value := self.__dict__.get(name), str):
                setattr(self, name, tidy(value, lines=lines))


@cache
def _plain_texts(model):
    """(field, whether it may have several lines)"""
    return [
        (field.attname, isinstance(field, models.TextField))
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, RichTextField | models.SlugField)
        and not field.choices
        and not field.remote_field
    ]
