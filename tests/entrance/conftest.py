"""Every test of the doors begins without anybody's failed tries."""

import pytest

from weitblick.entrance import throttle


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    throttle.forget_all()
