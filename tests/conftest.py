"""Shared by all tests: the Linter is built once; `pytest --update` rewrites golden files."""

from __future__ import annotations

import pytest

from scopelint.config import Config
from scopelint.engine import Linter


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files; review their diff")


@pytest.fixture(scope="session")
def linter() -> Linter:
    """Return a Linter with the shipped rules and default settings."""
    return Linter(Config())


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Say whether golden files are to be written anew."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(autouse=True)
def _own_results(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep results of checks in a folder of the test run, never in the user's."""
    monkeypatch.setattr("scopelint.cache.folder", lambda: tmp_path_factory.getbasetemp() / "results")
