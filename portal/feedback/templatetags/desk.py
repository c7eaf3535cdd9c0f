"""What the templates of the desk use."""

from django import template

from portal.feedback.desk import labels

register = template.Library()
register.filter("accused_facts", labels.accused_facts)
register.filter("contact_facts", labels.contact_facts)
