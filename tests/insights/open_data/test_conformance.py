"""What the description promises, the interface keeps: schemathesis asks each operation what nobody would think of."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3 import HTTPResponse

from portal.api import api
from tests.insights.open_data.conftest import Site

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DESCRIPTION: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations()]
#: Few and always the same: a failure is then everybody's.
BOUNDED = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def asked(case: schemathesis.Case) -> requests.Response:
    """The answer of the site, as it would have come over the network."""
    told = case.as_transport_kwargs(base_url="http://testserver")
    request = requests.Request(told["method"], told["url"], params=told.get("params")).prepare()
    answer = Client().generic(request.method or "GET", request.path_url)
    response = requests.Response()
    response.status_code, response.request, response.url = answer.status_code, request, request.url or ""
    headers = dict(answer.items())
    response.headers.update(headers)
    response.raw = HTTPResponse(BytesIO(answer.content), headers, answer.status_code, preload_content=False)
    return response


def test_every_operation_is_described() -> None:
    assert len(OPERATIONS) == len(DESCRIPTION["paths"])
    for path, operation in DESCRIPTION["paths"].items():
        assert operation["get"]["summary"], path
        for parameter in operation["get"]["parameters"]:
            told = parameter.get("description") or parameter["schema"].get("description")
            assert told or parameter["in"] == "path" or path.endswith("/search"), (path, parameter["name"])


def test_the_interface_keeps_what_its_description_promises(site: Site) -> None:
    answered = set()
    for operation in OPERATIONS:

        @seed(8)
        @BOUNDED
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            response = asked(case)
            answered.add(response.status_code)
            case.validate_response(response, checks=CHECKS)

        ask()
    assert {200, 400, 404} <= answered


def test_the_description_is_served_and_asks_for_nothing_of_others(db: None, client: Client) -> None:
    assert json.loads(client.get("/api/v1/openapi.json").content)["openapi"].startswith("3.")
    for address in ("/open-data/", "/open-data/api/", "/en/open-data/", "/en/open-data/api/"):
        response = client.get(address)
        assert response.status_code == 200
        page = response.content.decode()
        assert '<script src="http' not in page
        assert "/api/v1/cases" in page or "/open-data/cases.csv" in page
