"""Expired names that still stand in published documents, though nothing links these to the case.

A mask reaches what is linked to a case (`portal.notices.masking`). Of what remains somebody decides whose name it is:
persons of the same name exist. A job searches the portal's own index, the health page of the editors shows the rest.
"""
