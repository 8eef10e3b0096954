import pytest


@pytest.fixture(autouse=True)
def with_engines(engines):
    """Public pages show automatic links, and their budgets count them."""
