"""What can be kept, and what is refused before it reaches the database."""

from decimal import Decimal
from typing import Any

import pytest

from onegrid.common import keeping


def _deep(levels: int) -> Any:
    found: Any = 1
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"a": "\x00"}, ("character", "a")),
        ({"a": [{"b": "x\ud800"}]}, ("character", "a[0].b")),
        ({"x\x00": 1}, ("character", "")),
        ({"a": Decimal("1e9999999")}, ("number", "a")),
        ({"a": Decimal("1e-9999999")}, ("number", "a")),
        ({"a": Decimal("NaN")}, ("number", "a")),
        ({"a": 10**5000}, ("number", "a")),
        ({"a": "好\n😀", "b": [Decimal("1.5"), 3, None, True, 2.5], "c": Decimal(0)}, None),
    ],
)
def test_what_cannot_be_kept(value: Any, fault: tuple[str, str] | None) -> None:
    assert keeping.fault_of(value) == fault


def test_depth_has_an_end() -> None:
    assert keeping.fault_of(_deep(30)) is None
    found = keeping.fault_of(_deep(100_000))
    assert found is not None
    assert found[0] == "depth"


def test_stripping() -> None:
    assert keeping.without_unkept("a\x00b\udc00 好😀") == "ab 好😀"
