"""Everything that hangs on one case, as its page shows it: the selectors' own reads, each worded once."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from onegrid.cases import selectors
from onegrid.cases.models import Attachment, Case, CaseParty, CaseSource, Comment, Copy, EventRecord, WorkItem
from onegrid.common.compiled import models_of, reading_of, worded

M = TypeVar("M", bound=Model)
_CASE = Case(pk=-7_130_001)  # stands in the kept wordings; no case has this key


def log_of(case: Case, most: int | None) -> list[EventRecord]:
    """The newest rows, oldest first; all of them where no limit is given."""
    rows = _read("log", most, lambda: selectors.events_of(_CASE).order_by("-seq")[:most], case)
    return rows[::-1]


def visits_of(case: Case) -> list[WorkItem]:
    """All visits of human tasks, first to last."""
    return _read("visits", None, lambda: selectors.work_items_of(_CASE), case)


def reports_of(case: Case) -> list[CaseSource]:
    """The reports behind it; personal data unmasked."""
    return _read("sources", None, lambda: selectors.sources_of(_CASE), case)


def parties_of(case: Case) -> list[CaseParty]:
    """The units that take part."""
    return _read("parties", None, lambda: selectors.parties_of(_CASE), case)


def copies_of(case: Case) -> list[Copy]:
    """To whom it was shown."""
    return _read("copies", None, lambda: selectors.copies_of(_CASE).order_by("id"), case)


def comments_of(case: Case) -> list[Comment]:
    """The thread."""
    return _read("comments", None, lambda: selectors.comments_of(_CASE).order_by("id"), case)


def files_of(case: Case) -> list[Attachment]:
    """In the order in which they came."""
    return _read("files", None, lambda: selectors.attachments_of(_CASE), case)


def _read(name: str, most: int | None, make: Callable[[], QuerySet[M]], case: Case) -> list[M]:
    return models_of(worded(("whole case", name, most), lambda: reading_of(make())), {_CASE.pk: case.pk})
