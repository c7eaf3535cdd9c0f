from portal.cases.models.terms import Term

__all__ = ["Term"]
