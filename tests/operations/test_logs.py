"""Log lines hold no address of a person, whichever way they are written."""

import json
import logging
import sys

import pytest

from portal.operations.logs import JSONFormatter, LineFormatter, without_addresses


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("refused: citizen.li+x@mail.example.org (550)", "refused: [address] (550)"),
        ("from 203.0.113.7 port 4711", "from [address] port 4711"),
        ("from 2001:db8::7 and fe80::1:2:3", "from [address] and [address]"),
        ("Not Found: /alerts/unsubscribe/eyJzIjo3fQ-abcdefghijk:1vO2aB:k3J9x-Yz_0123456789/", "[token]"),
        ("Elasticsearch 8.19.2 answered at 10:42:17, took 1.5 s", "Elasticsearch 8.19.2 answered at 10:42:17"),
        ("job publish_scheduled failed 3 times", "job publish_scheduled failed 3 times"),
    ],
)
def test_addresses_are_left_out(written: str, kept: str) -> None:
    assert kept in without_addresses(written)


def record(message: str, **values: object) -> logging.LogRecord:
    try:
        raise ValueError("told citizen@example.org")
    except ValueError:
        made = logging.LogRecord("portal", logging.ERROR, "x.py", 1, message, (), sys.exc_info())
    made.__dict__.update(values)
    return made


def test_a_line_of_json_can_be_searched() -> None:
    line = JSONFormatter().format(record("阳光 at 203.0.113.7", status_code=503))
    entry = json.loads(line)
    assert "\n" not in line
    assert (entry["level"], entry["message"], entry["status_code"]) == ("ERROR", "阳光 at [address]", 503)
    assert "ValueError: told [address]" in entry["traceback"]


def test_a_line_of_text_covers_its_traceback() -> None:
    assert "citizen" not in LineFormatter("%(message)s").format(record("broken"))
