"""What checking one set of answers carries along: scope, moment, and the findings so far."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from onegrid.catalog import expressions
from onegrid.catalog.forms import words
from onegrid.catalog.forms.schema import Component
from onegrid.common import clock
from onegrid.common.errors import Detail


class Nothing:
    """The value of an answer that was refused: nothing more is said about it."""


REFUSED: Final = Nothing()


class Checking:
    """One act of checking. `scope` is `case`, `outcome` and the process data at the task.

    names_of: id of a level's cleaned answers -> all its fields as FEEL saw them, hidden ones null.
    """

    __slots__ = ("found", "names_of", "now", "scope")

    def __init__(self, scope: Mapping[str, Any], now: dt.datetime) -> None:
        self.scope, self.now = scope, now
        self.found: list[Detail] = []
        self.names_of: dict[int, Mapping[str, Any]] = {}

    def refuse(self, code: str, path: str, component: Component | None = None, /, **facts: object) -> Nothing:
        """Record a finding; returns the mark of a refused value."""
        label = component.label if component is not None else ""
        self.found.append(words.detail(code, path, label=label, **facts))
        return REFUSED

    def feel(self, text: str, local: Mapping[str, Any]) -> expressions.Outcome:
        """The value of an expression over scope and answers, with the reason where it is null by a fault."""
        return expressions.evaluate(text, {**self.scope, **local}, now=self.now)

    def today(self) -> dt.date:
        """The business day in the city's zone."""
        return self.now.astimezone(clock.zone()).date()


class Question:
    """One component being asked about: where its answer stands, and what FEEL sees there."""

    __slots__ = ("_checking", "_local", "component", "path")

    def __init__(self, component: Component, path: str, checking: Checking, local: Mapping[str, Any]) -> None:
        self.component, self.path, self._checking, self._local = component, path, checking, local

    @property
    def now(self) -> dt.datetime:
        """The moment of the act."""
        return self._checking.now

    def today(self) -> dt.date:
        """The business day in the city's zone."""
        return self._checking.today()

    def refuse(self, code: str, at: str = "", /, **facts: object) -> Nothing:
        """Record a finding about the answer, or about the part of it at `at`."""
        return self._checking.refuse(code, f"{self.path}{at}", self.component, **facts)

    def scope(self) -> Mapping[str, Any]:
        """All names that FEEL sees here."""
        return {**self._checking.scope, **self._local}

    def feel(self, text: str) -> expressions.Outcome:
        """The value of an expression here."""
        return self._checking.feel(text, self._local)
