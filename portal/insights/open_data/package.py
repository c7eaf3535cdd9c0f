"""The description of all files for programs: a Data Package as frictionlessdata.io has it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from portal.content.addresses import absolute
from portal.insights.open_data.files import Collection, File
from portal.insights.open_data.sets.base import DataSet, data_sets
from portal.insights.open_data.writing import FORMATS

_TYPES = {"integer": "integer", "boolean": "boolean", "string": "string"}


def described(ready: Collection | None) -> dict[str, Any]:
    """The package; with sizes and checksums of what lies ready."""
    with translation.override("en"):
        resources = [_resource(data, name, ready) for data in data_sets() for name in FORMATS]
    return {
        "profile": "data-package",
        "name": "sunlight-open-data",
        "homepage": absolute("/open-data/"),
        "licenses": [{"title": settings.OPEN_DATA_LICENCE, "path": settings.OPEN_DATA_LICENCE_URL}],
        "created": ready.as_of if ready else None,
        # Where to go on in the list of changes after these files were taken.
        "changes": absolute(f"/api/v1/changes?after={ready.cursor}") if ready else absolute("/api/v1/changes"),
        "resources": resources,
    }


def _resource(data: DataSet, name: str, ready: Collection | None) -> dict[str, Any]:
    kind = FORMATS[name]
    file: File | None = ready.files.get(f"{data.code}.{name}") if ready else None
    found: dict[str, Any] = {
        "name": f"{data.code}-{name.replace('.', '-')}",
        "title": str(data.title),
        "description": str(data.summary),
        "path": absolute(f"/open-data/{data.code}.{name}"),
        "format": name.rpartition(".")[2],
        "mediatype": kind.content_type.partition(";")[0],
    }
    if name.endswith("csv"):
        found["encoding"] = "gb18030" if name.startswith("gb18030") else "utf-8"
        found["schema"] = {"fields": _fields(data)}
    if file:
        found |= {"bytes": file.size, "hash": f"sha256:{file.sha256}", "rows": file.rows}
    return found


def _fields(data: DataSet) -> list[dict[str, str]]:
    properties = data.row.model_json_schema()["properties"]
    return [
        {
            "name": name,
            "type": _type(told),
            "title": told.get("title", name),
            "description": told.get("description", ""),
        }
        for name, told in properties.items()
    ]


def _type(told: dict[str, Any]) -> str:
    kinds = [told.get("type"), *(each.get("type") for each in told.get("anyOf", ()))]
    return next((_TYPES[kind] for kind in kinds if kind in _TYPES), "string")
