"""What the web server writes down about its readers: nothing."""

import io
import logging
import runpy
from pathlib import Path

import pytest
from gunicorn.config import Config

CONFIGURATION = runpy.run_path(str(Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"))


def test_there_is_no_access_log() -> None:
    assert CONFIGURATION["accesslog"] is None


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::7", "None"])
def test_a_broken_request_leaves_no_address(address: str) -> None:
    written = io.StringIO()
    logger = CONFIGURATION["logger_class"](Config())
    logger.error_log.handlers = [logging.StreamHandler(written)]
    # As gunicorn.workers.base writes it.
    logger.warning(f"Invalid request from ip={address}: Invalid HTTP request line: 'GET'")
    assert written.getvalue() == "Invalid request: Invalid HTTP request line: 'GET'\n"
