import pytest


@pytest.fixture(autouse=True)
def with_engines(engines):
    """Each test of this folder looks at what follows a publication."""
