"""Shared by all tests: the Linter is built once."""

from __future__ import annotations

import pytest

from scopelint.config import Config
from scopelint.engine import Linter


@pytest.fixture(scope="session")
def linter() -> Linter:
    """Return a Linter with the shipped rules and default settings."""
    return Linter(Config())
