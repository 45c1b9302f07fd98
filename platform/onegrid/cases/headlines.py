"""A case's title when it starts, and the line by which lists show it, as its process declares them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from onegrid.cases.models import Case
from onegrid.engine import headlines
from onegrid.engine.specification import Spec

_LONGEST_TITLE = 200
_LONGEST_SUMMARY = 300
_log = structlog.get_logger(__name__)


def give_title(
    case: Case, spec: Spec, *, data: Mapping[str, Any], context: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Sets the declared title. Where it gives none the reporter's stays; answers what the log is to say of that."""
    if spec.process.title == "case.title":
        return {}
    found = headlines.title_of(spec, data=data, case=context, now=now)
    if not found.text:
        return {"title_kept": {"zh": found.fault_zh or "标题为空", "en": found.fault_en or "the title is empty"}}
    case.title = found.text[:_LONGEST_TITLE]
    return {}


def summary_of(case: Case, spec: Spec, *, context: Mapping[str, Any], now: datetime) -> str:
    """The declared line as the facts stand; empty where the process declares none or a fact is not known yet."""
    found = headlines.summary_of(spec, case=context, now=now)
    if found is None:
        return ""
    if found.text is None:
        _log.info("case_without_summary", case=case.number, reason=found.fault_en)
    return (found.text or "")[:_LONGEST_SUMMARY]
