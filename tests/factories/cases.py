"""Entries of the official lists."""

import factory

from portal.cases.models import Term


class TermFactory(factory.django.DjangoModelFactory[Term]):
    """A term of the list of violations; ``parent`` puts it below another."""

    class Meta:
        model = Term

    taxonomy = Term.Taxonomy.VIOLATION
    code = factory.Sequence(lambda number: f"test-{number}")
    name = factory.Sequence(lambda number: f"测试问题{number}")
    name_en = factory.Sequence(lambda number: f"Test problem {number}")


class ViolationFactory(TermFactory):
    """A violation."""


class FormFactory(TermFactory):
    """A form of accountability."""

    taxonomy = Term.Taxonomy.FORM
    code = factory.Sequence(lambda number: f"form-{number}")
    name = factory.Sequence(lambda number: f"测试形式{number}")
    name_en = factory.Sequence(lambda number: f"Test form {number}")
