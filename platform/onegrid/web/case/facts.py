"""The facts of a case as rows of words; what is not known yet is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onegrid.cases.models import Case
from onegrid.catalog import selectors as catalog
from onegrid.web import words
from onegrid.web.case.names import Names
from onegrid.web.case.values import category_name, fact_value, score, standard_name
from onegrid.web.language import pick
from onegrid.web.templatetags.onegrid import moment, stored


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands behind it."""

    label: Any
    value: Any


def facts_of(case: Case, names: Names) -> list[Fact]:
    """In the order in which a reader asks."""
    return [Fact(label, value) for label, value in _facts(case, names) if value not in (None, "")]


def _facts(case: Case, names: Names) -> Iterator[tuple[Any, Any]]:
    yield _("Category"), category_name(case.category) if case.category else ""
    yield _("Sector"), words.word(words.SECTOR, case.sector) if case.sector else ""
    yield _("Urgency"), words.word(words.URGENCY, case.urgency)
    yield _("Level"), words.word(words.LEVEL, case.level) if case.level else ""
    yield _("Centre"), stored(case.centre.name) if case.centre else ""
    yield _("Unit in charge"), stored(case.lead_unit.name) if case.lead_unit else ""
    yield _("Units taking part"), names.units(case.co_units) if case.co_units else ""
    yield _("Closing standard"), standard_name(case.standard) if case.standard else ""
    standard = catalog.standard(case.standard) if case.standard else None
    yield _("May be closed when"), stored(standard.closing_condition) if standard else ""
    yield _("Reported at"), moment(case.reported_at)
    yield _("Registered at"), moment(case.registered_at)
    yield _("Registered by"), stored(case.registered_by.name)
    yield _("Filed at"), moment(case.filed_at) if case.filed_at else ""
    yield _("Ended at"), moment(case.finished_at) if case.finished_at else ""
    yield _("Reason for rejection"), stored(case.reject_reason) if case.reject_reason else ""
    yield _("Sent back for rework"), _("%(n)s times") % {"n": case.rework_count} if case.rework_count else ""
    yield _("Returned"), _("%(n)s times") % {"n": case.return_count} if case.return_count else ""
    yield _("Satisfaction"), fact_value("satisfaction", case.satisfaction, names) if case.satisfaction else ""
    yield _("Score"), score(case.score) if case.score is not None else ""
    zh, en, number = catalog.title_of(case.version_id)
    yield _("Process"), stored(f"{pick(zh, en)} v{number}")
