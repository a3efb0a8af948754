"""`make add` writes a dependency where the alphabet puts it."""

from __future__ import annotations

import pytest

from tests.adding import added

PROJECT = """\
dependencies = [
    "babel>=2.18",
    "psycopg[binary]>=3.3",
]

[project.optional-dependencies]
test = [
    "hypothesis>=6.150",
]
"""


def test_a_dependency_comes_where_the_alphabet_puts_it() -> None:
    assert '    "babel>=2.18",\n    "click>=8.2",\n    "psycopg' in added(PROJECT, "click>=8.2")
    assert '3.3",\n    "wtforms>=3.2",\n]' in added(PROJECT, "wtforms>=3.2")


def test_a_dependency_of_the_tests_is_no_dependency_of_the_site() -> None:
    found = added(PROJECT, "aiosmtpd>=1.4", "test")
    assert found == PROJECT.replace("test = [\n", 'test = [\n    "aiosmtpd>=1.4",\n')


def test_a_dependency_that_is_there_is_replaced() -> None:
    found = added(PROJECT, "Psycopg[binary]>=3.4")
    assert '"Psycopg[binary]>=3.4"' in found
    assert ">=3.3" not in found


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no list “tests”"):
        added(PROJECT, "click", "tests")
