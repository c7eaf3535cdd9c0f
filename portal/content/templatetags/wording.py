"""Brackets and lists in templates."""

from django import template

from portal.content.wording import in_brackets, listed

register = template.Library()
register.filter("in_brackets", in_brackets)
register.filter("listed", listed)
