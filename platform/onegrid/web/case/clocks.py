"""Limits of a case as its page shows them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onegrid.sla.models import Clock, ClockKind, ClockSpan, ClockState
from onegrid.web import words
from onegrid.web.case.names import Names


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One limit: of what, how long, until when, how it stands, and the spans it was counted over."""

    name: SafeString
    limit: str
    clock: Clock
    spans: Sequence[ClockSpan]

    @property
    def light(self) -> str:
        """As the clock's own."""
        return self.clock.light

    @property
    def is_stopped(self) -> bool:
        """It has its verdict, or ended without one."""
        return self.clock.state == ClockState.STOPPED

    @property
    def has_ledger(self) -> bool:
        """More to tell than one stretch from its beginning to its end."""
        return len(self.spans) > 1 or not self.is_stopped

    @property
    def verdict(self) -> str:
        """Of a stopped clock, in words."""
        if self.clock.is_on_time is None:
            return _("ended without a verdict")
        return _("kept") if self.clock.is_on_time else _("missed")

    @property
    def deadline(self) -> dt.datetime | None:
        """None while it stands still."""
        return self.clock.deadline


def shown_clocks(clocks: Sequence[Clock], names: Names) -> list[ShownClock]:
    """Running ones first, then by age."""
    found = [_shown(one, names) for one in clocks]
    return sorted(found, key=lambda one: (one.is_stopped, one.clock.pk))


def _shown(clock: Clock, names: Names) -> ShownClock:
    process, mark, element = clock.subject.partition("/")
    is_task = clock.kind == ClockKind.TASK and bool(mark)
    name: Any = names.element(process, element) if is_task else _("Handling as a whole")
    limit = _("%(n)s %(unit)s") % {"n": clock.limit_value, "unit": words.word(words.LIMIT_UNIT, clock.limit_unit)}
    spans = sorted(clock.spans.all(), key=lambda span: (span.since, span.pk))
    return ShownClock(SafeString(name), limit, clock, spans)
