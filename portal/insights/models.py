"""What the counts are kept in. Nothing of it is shown by itself, and nothing of it names anybody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

#: The columns by which sums are kept.
PLACE = ("whole", "facet", "quarter", "unit", "region", "code")
NUMBERS = ("cases", "subjects", "measures")


class Tally(models.Model):
    """A line of the sums: what some cases add in a quarter, unit, region and code. Lines of one place add up."""

    #: For all units and regions together; these lines have no unit or region and are read where nobody narrows.
    whole = models.BooleanField()
    #: Facet of search, and the code in it; both empty: the cases themselves.
    facet = models.CharField(max_length=16)
    quarter = models.CharField(max_length=6)
    #: Primary keys. A unit with cases cannot be deleted; one without has lines that add up to nothing.
    unit = models.BigIntegerField(null=True)
    region = models.BigIntegerField(null=True)
    code = models.CharField(max_length=32)
    cases = models.IntegerField()
    subjects = models.IntegerField()
    measures = models.IntegerField()

    class Meta:
        verbose_name = "tally"
        verbose_name_plural = "tallies"
        # All that is asked is answered from this index alone.
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=[*PLACE, *NUMBERS], name="tally_covering")]

    def __str__(self) -> str:
        return f"{self.quarter} {self.facet}:{self.code} {self.cases}"


class CountedCase(models.Model):
    """What a case adds to the sums at present, to be taken from them when it changes or goes."""

    #: Primary key of the case, which may be gone.
    number = models.BigIntegerField(primary_key=True)
    quarter = models.CharField(max_length=6)
    unit = models.BigIntegerField(null=True)
    region = models.BigIntegerField(null=True)
    #: ``"facet:code"`` to subjects and measures.
    parts = models.JSONField()

    class Meta:
        verbose_name = "counted case"

    def __str__(self) -> str:
        return str(self.number)


class ChangedCase(models.Model):
    """A case that may add something else by now; written in the transaction of the change, gone once it is counted."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = "changed case"

    def __str__(self) -> str:
        return str(self.number)
