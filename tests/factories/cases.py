"""Entries of the official lists, and cases."""

from typing import Any

import factory

from portal.cases.models import Case, Measure, Subject, Term
from tests.factories.organisations import UnitFactory


class TermFactory(factory.django.DjangoModelFactory[Term]):
    """A term of the list of violations; ``parent`` puts it below another."""

    class Meta:
        model = Term

    taxonomy_id = Term.Taxonomy.VIOLATION
    code = factory.Sequence(lambda number: f"test-{number}")
    name = factory.Sequence(lambda number: f"测试问题{number}")
    name_en = factory.Sequence(lambda number: f"Test problem {number}")


class ViolationFactory(TermFactory):
    """A violation."""


class FormFactory(TermFactory):
    """A form of accountability."""

    taxonomy_id = Term.Taxonomy.FORM
    code = factory.Sequence(lambda number: f"form-{number}")
    name = factory.Sequence(lambda number: f"测试形式{number}")
    name_en = factory.Sequence(lambda number: f"Test form {number}")


class CaseFactory(factory.django.DjangoModelFactory[Case]):
    """A case that is approved; ``subjects=[{"name": …, "measures": [{"grade": "pd1"}]}]`` makes its parts as well."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    heading = factory.Sequence(lambda number: f"测试单位原负责人违规收受礼品礼金问题（{number}）")
    unit = factory.SubFactory(UnitFactory)
    facts = "2021年春节期间，违规收受管理服务对象所送礼品。"
    concluded_on = "2026-07-15"
    quarter = "2026Q3"

    @factory.post_generation
    def violations(self: Case, create: bool, extracted: list[Term] | None, **kwargs: Any) -> None:
        """The terms of the list of violations."""
        if create and extracted:
            self.violations.set(extracted)
            self.save()

    @factory.post_generation
    def subjects(self: Case, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        """The persons and organisations with their measures."""
        for subject in extracted or ():
            SubjectFactory(case=self, **subject)


class SubjectFactory(factory.django.DjangoModelFactory[Subject]):
    """A person held to account; ``measures=[{"grade": "pd1"}]``."""

    class Meta:
        model = Subject
        skip_postgeneration_save = True

    case = factory.SubFactory(CaseFactory)
    name = "甄士测"
    post_then = "测试单位原负责人"

    @factory.post_generation
    def measures(self: Subject, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        """What was decided about it; ``grade`` is a code, ``gd1`` when not told."""
        for measure in extracted or ():
            MeasureFactory(subject=self, **measure)


class MeasureFactory(factory.django.DjangoModelFactory[Measure]):
    """A measure of a grade, given by its code or as a term; the scale is that of the grade."""

    class Meta:
        model = Measure

    subject = factory.SubFactory(SubjectFactory)
    grade = "gd1"
    decided_on = "2026-07"

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        grade = kwargs["grade"]
        if isinstance(grade, str):
            grade = Term.objects.exclude(taxonomy__measure_scale="").get(code=grade)
        return {"scale": grade.taxonomy.measure_scale, **kwargs, "grade": grade}
