"""How these tests ask FEEL: at one fixed moment in one zone."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from onegrid.feel import Evaluation, compile_expression, compile_unary_tests

settings.register_profile("repeatable", database=None, derandomize=True)
settings.load_profile("repeatable")
NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(now=NOW, zone=ZONE)


@pytest.fixture
def feel(evaluation: Evaluation) -> Callable[..., Any]:
    """feel(text, name=value ...) evaluates a text over the names."""

    def ask(text: str, scope: Mapping[str, Any] | None = None, **names: Any) -> Any:
        return compile_expression(text, list(scope) if scope else None).evaluate({**(scope or {}), **names}, evaluation)

    return ask


@pytest.fixture
def passes(evaluation: Evaluation) -> Callable[..., bool | None]:
    """passes(cell, value, name=value ...) applies unary tests."""

    def ask(text: str, value: Any, **names: Any) -> bool | None:
        return compile_unary_tests(text).test(value, names, evaluation)

    return ask
