"""Every template compiles, the rare ones included."""

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
