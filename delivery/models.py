"""Rows that change in the very transaction that changes what visitors see."""

from django.db import models


class StampRow(models.Model):
    """The one row that every change of a public page writes."""

    number = models.BigIntegerField(default=1)
    # Numbers come back when a backup is restored; tokens never do.
    token = models.CharField(max_length=32)
    # Seconds since 1970: the next appointment, if there is one, and the last change.
    due = models.FloatField(null=True)
    moved = models.FloatField()

    kept_from_visitors = True

    class Meta:
        db_table = "delivery_stamp"
        default_permissions = ()

    def __str__(self):
        return f"{self.number}: {self.token}"


class WrittenTable(models.Model):
    """The number of the last change that wrote a table; `*` stands for all of them."""

    name = models.CharField(max_length=100, primary_key=True)
    number = models.BigIntegerField()

    kept_from_visitors = True

    class Meta:
        db_table = "delivery_writtentable"
        default_permissions = ()

    def __str__(self):
        return f"{self.name}: {self.number}"
