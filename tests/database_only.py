"""A plugin (``-p tests.database_only``): of the rooms given, only the tests that ask a database."""

import pytest

FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def asks(item: pytest.Item) -> bool:
    """Whether a test may touch the database at all; without leave Django's refuses it."""
    has_mark = item.get_closest_marker("django_db") is not None
    return has_mark or bool(FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not asks(item)]
    items[:] = [item for item in items if asks(item)]
    config.hook.pytest_deselected(items=left_out)
