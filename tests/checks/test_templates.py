"""Every template compiles, the rare ones included."""

import re

from django.template import TemplateSyntaxError
from django.template.loader import get_template

from tests.checks.files import ROOT, project_files

FOLDER = ROOT / "templates"


def test_every_template_compiles() -> None:
    templates = [path for path in project_files(".html", ".txt", ".xml") if FOLDER in path.parents]
    assert templates
    broken = []
    for path in templates:
        try:
            get_template(path.relative_to(FOLDER).as_posix())
        except TemplateSyntaxError as error:
            broken.append(f"{path.relative_to(ROOT)}: {error}")
    assert broken == []


def test_style_sheets_of_a_page_come_after_those_of_all() -> None:
    """The first one says in which order the layers go; a sheet before it would turn them around."""
    early = []
    for path in project_files(".html"):
        text = path.read_text(encoding="utf-8")
        if FOLDER in path.parents and re.search(r'{% extends "(?!wagtail)', text):
            elsewhere = re.sub(r"{% block styles %}.*?{% endblock %}", "", text, flags=re.DOTALL)
            early += [path.name] if 'rel="stylesheet"' in elsewhere else []
    assert early == []
