"""The reference of permissions says what the walk proves."""

from tests.isolation import permissions


def test_the_reference_is_as_the_walk() -> None:
    assert permissions.FILE.read_text(encoding="utf-8") == permissions.text(), "write it anew: make permissions"
