"""What every engine must do, written once: `suite` is inherited by one test class per engine and server version."""

import pytest

pytest.register_assert_rewrite("tests.search.contract.suite")
