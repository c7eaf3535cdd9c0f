"""What other apps show on the page of a unit. They register it in `AppConfig.ready`."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.utils.safestring import SafeString

from portal.organisations.models import Unit

#: Gives the HTML of a section for a reader, from its heading on; empty where there is nothing to show.
RenderSection = Callable[[HttpRequest, Unit], SafeString]

_sections: dict[str, tuple[int, RenderSection]] = {}


def register_section(name: str, render: RenderSection, *, order: int = 100) -> None:
    """Show a section on the page of every unit; lower orders come first. A name may be taken only once."""
    if _sections.get(name, (order, render))[1] is not render:
        raise ValueError(f"section {name!r} is registered already")
    _sections[name] = (order, render)


def render_sections(request: HttpRequest, unit: Unit) -> Iterator[SafeString]:
    """The sections that have something to show, in their order."""
    for _name, (_order, render) in sorted(_sections.items(), key=lambda item: (item[1][0], item[0])):
        if html := render(request, unit):
            yield html
