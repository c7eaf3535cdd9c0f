"""The table editor: a text field for every figure, the checker's word beside every row and below every column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString

from portal.cases.statistics.tables import Table
from portal.notices.bulletins.grids import Grid, grid


class FiguresWidget(forms.Widget):
    """Shows the tables; gives back ``{"stamp": moment of compiling, "cells": {(table, row, column): text}}``."""

    template_name = "notices/admin/figures.html"
    #: The cells are named by table, row and column; none of their codes holds this.
    SEPARATOR = "~"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/bulletin_editor.css"]}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The tables, each with its checks."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        figures = value if isinstance(value, Mapping) and "tables" in value else {}
        context["grids"] = [_with_typed(grid(table), figures.get("typed", {})) for table in _tables(figures)]
        context["stamp"] = figures.get("compiled_at", "")
        context["compiled_at"] = parse_datetime(figures["compiled_at"]) if figures.get("compiled_at") else None
        context["query"] = figures.get("query", {})
        context["separator"] = self.SEPARATOR
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """From the templates of the project; Django's own renderer of forms knows those of apps alone."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """What was sent."""
        start = f"{name}{self.SEPARATOR}"
        cells = {}
        for key, text in data.items():
            parts = key.removeprefix(start).split(self.SEPARATOR) if key.startswith(start) else []
            if len(parts) == 3:
                cells[parts[0], parts[1], parts[2]] = str(text)
        return {"stamp": data.get(f"{name}-stamp", ""), "cells": cells}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """The cells have names of their own."""
        return False

    def id_for_label(self, id_: str | None) -> str:
        """A group of fields has no single one to label."""
        return ""


def _tables(figures: Mapping[str, Any]) -> list[Table]:
    try:
        return [Table.from_json(table) for table in figures.get("tables", ())]
    except ValidationError:
        return []


def _with_typed(found: Grid, typed: Mapping[tuple[str, str, str], str]) -> Grid:
    """With the texts of a form that was refused, so that nothing typed is lost."""
    lines = (
        replace(
            line,
            cells=tuple(
                replace(cell, text=typed.get((found.code, line.code, cell.column), cell.text)) for cell in line.cells
            ),
        )
        for line in found.lines
    )
    return replace(found, lines=tuple(lines))
