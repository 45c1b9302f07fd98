"""The log in plain words: what each kind of row says. tests/web/cases/test_log.py fails where a kind has no words."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from onegrid.cases.models import EventRecord
from onegrid.catalog.models import HANDLING
from onegrid.common import clock
from onegrid.web import words
from onegrid.web.case.names import Names, wanted_place
from onegrid.web.case.values import fact_value
from onegrid.web.templatetags.onegrid import moment, stored


class Weight(StrEnum):
    """act: somebody did it. step: what followed and readers look for. quiet: what only the platform did."""

    ACT = "act"
    STEP = "step"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a row is shown: its sign, its weight, its sentence (or what chooses it)."""

    icon: str
    weight: Weight
    said: Any  # a lazy text, or a function of the row that gives one


def sentence(row: EventRecord, names: Names) -> SafeString:
    """What happened, without who; an unknown kind is shown by its id."""
    kind = KINDS.get(row.kind)
    if kind is None:
        return format_html("<code data-stored>{}</code>", row.kind)
    text = str(kind.said(row) if callable(kind.said) else kind.said)
    wanted = {name for _literal, name, _spec, _how in Formatter().parse(text) if name}
    if not wanted:
        return conditional_escape(text)
    return format_html(text, **{name: _PIECES[name](row, names) for name in wanted})


def _opened(row: EventRecord) -> Any:
    if row.payload.get("duty_desk_instead_of"):
        return _("Task {element} opened on the duty desk of {unit}: nobody could act as {wanted_role} at {wanted_unit}")
    if row.payload.get("owner"):
        return _("Task {element} opened for {owner}, {unit}")
    return _("Task {element} opened for {role}, {unit}")


def _released(row: EventRecord) -> Any:
    if row.origin == str(row.person_id):
        return _("Put task {element} back into the pool")
    return _("Took task {element} from {origin_person} and put it back into the pool")


def _transferred(row: EventRecord) -> Any:
    if row.origin and row.origin != str(row.person_id):
        return _("Gave task {element} of {origin_person} to {target_person}")
    return _("Gave task {element} to {target_person}")


def _changed(row: EventRecord) -> Any:
    return _("{fact}: {before} → {after}") if row.before not in (None, "", []) else _("{fact}: {after}")


def _called(row: EventRecord) -> Any:
    if row.payload.get("again"):
        return _("The call outside for {element} goes out once more")
    if "parts" in row.payload:
        return _("Answers go out to {parts} sources ({element}); {without_address} sources left no address")
    return _("A call outside went out for {element}")


def _failed(row: EventRecord) -> Any:
    return (
        _("The call outside for {element} failed: {reason}")
        if row.reason
        else _("The call outside for {element} failed")
    )


def _told(row: EventRecord) -> Any:
    return _("Told {role}, {unit}: {text}") if row.target else _("Told {role}: {text}")


ACT, STEP, QUIET = Weight
KINDS: Mapping[str, Kind] = {
    "case.registered": Kind("edit", ACT, _("Registered the case at {unit}")),
    "case.finished": Kind("flag", STEP, _("The case ended: {status}")),
    "case.withdrawn": Kind("undo", ACT, _("Withdrew the case")),
    "case.commented": Kind("message", ACT, _("Wrote: {text}")),
    "case.instructed": Kind("signature", ACT, _("Instructed: {text}")),
    "case.copied": Kind("copy", ACT, _("Copied the case to {persons}")),
    "case.unmasked": Kind("eye", ACT, _("Looked at the reporter's personal data")),
    "task.opened": Kind("plus", STEP, _opened),
    "task.claimed": Kind("checklist", ACT, _("Took task {element}")),
    "task.released": Kind("arrow-back", ACT, _released),
    "task.drafted": Kind("edit", QUIET, _("Saved a draft of {element}")),
    "task.completed": Kind("check", ACT, _("Completed {element}: {outcome}")),
    "task.returned": Kind("arrow-back", ACT, _("Sent the case back from {origin_element} to {target_element}")),
    "task.transferred": Kind("swap", ACT, _transferred),
    "task.withdrawn": Kind("minus", STEP, _("Task {element} was taken back")),
    "milestone": Kind("flag", STEP, _("Milestone reached: {milestone}")),
    "fact.changed": Kind("info", STEP, _changed),
    "call.requested": Kind("external", QUIET, _called),
    "call.answered": Kind("external", QUIET, _("A call was settled at once")),
    "call.done": Kind("external", QUIET, _("The call outside for {element} was answered")),
    "call.failed": Kind("alert", STEP, _failed),
    "call.dropped": Kind("external", QUIET, _("A call outside is no longer needed")),
    "notice.requested": Kind("bell", QUIET, _told),
    "incident.raised": Kind("alert", STEP, _("{element} could not go on: {reason}")),
    "incident.retried": Kind("refresh", ACT, _("Let {element} try again")),
    "incident.skipped": Kind("chevron", ACT, _("Let the case go on behind {element}")),
    "message.thrown": Kind("send", QUIET, _("The message {target} went out")),
    "message.delivered": Kind("inbox", QUIET, _("The message {target} came in")),
    "signal.thrown": Kind("send", QUIET, _("The signal {target} went out")),
    "signal.delivered": Kind("inbox", QUIET, _("The signal {target} came in")),
    "timer.fired": Kind("clock", QUIET, _("A set moment came and the case went on")),
    "clock.warned": Kind("hourglass", STEP, _("{subject} is soon late: {percent} % of the limit is used")),
    "clock.late": Kind("alert", STEP, _("{subject} is late; it was due {deadline}")),
    "clock.pressed": Kind("alert", STEP, _("{subject} is long overdue: {percent} % of the limit is used")),
    "clock.paused": Kind("pause", STEP, _("The limit of {subject} stands still")),
    "clock.resumed": Kind("play", STEP, _("The limit of {subject} goes on; due {deadline}")),
    "deadline.recounted": Kind(
        "calendar", QUIET, _("{subject} was counted anew by the calendar: {before_due} → {deadline}")
    ),
}


def _text(row: EventRecord, _names: Names) -> SafeString:
    return stored(row.payload.get("text", ""))


def _status(row: EventRecord, _names: Names) -> Any:
    return words.word(words.CASE_STATUS, row.target)


def _subject(row: EventRecord, names: Names) -> Any:
    process, mark, element = str(row.payload.get("subject") or "").partition("/")
    if row.payload.get("subject"):
        process, element = (process, element) if mark else ("", process)
    else:
        process, element = row.process, row.element
    if not process and element == HANDLING:
        return _("Handling as a whole")
    return names.element(process, element)


def _moment_in(value: Any) -> Any:
    text = value.get("deadline_at") if isinstance(value, Mapping) else value
    try:
        return moment(dt.datetime.fromisoformat(str(text)).astimezone(clock.zone()))
    except ValueError:
        return stored(text)


def _deadline(row: EventRecord, _names: Names) -> Any:
    return _moment_in(row.after if isinstance(row.after, Mapping) else row.payload.get("deadline_at"))


_PIECES: Mapping[str, Callable[[EventRecord, Names], Any]] = {
    "element": lambda row, names: names.element(row.process, row.element),
    "origin_element": lambda row, names: names.element(row.process, row.origin),
    "target_element": lambda row, names: names.element(row.process, row.target),
    "unit": lambda row, names: names.unit(row.target),
    "role": lambda row, names: names.role(row.payload.get("role") or ""),
    "owner": lambda row, names: names.person(row.payload.get("owner")),
    "wanted_role": lambda row, names: names.role(wanted_place(row)[0]),
    "wanted_unit": lambda row, names: names.unit(wanted_place(row)[1]),
    "origin_person": lambda row, names: names.person(row.origin),
    "target_person": lambda row, names: names.person(row.target),
    "persons": lambda row, names: names.people(row.payload.get("persons", ())),
    "outcome": lambda row, names: names.outcome(row.process, row.element, row.target),
    "target": lambda row, _names: stored(row.target),
    "reason": lambda row, _names: stored(row.reason),
    "text": _text,
    "status": _status,
    "milestone": lambda row, _names: words.word(words.MILESTONE, row.milestone),
    "fact": lambda row, _names: words.word(words.FACT, row.target),
    "before": lambda row, names: fact_value(row.target, row.before, names),
    "after": lambda row, names: fact_value(row.target, row.after, names),
    "parts": lambda row, _names: row.payload.get("parts", 0),
    "without_address": lambda row, _names: row.payload.get("without_address", 0),
    "percent": lambda row, _names: row.payload.get("percent", ""),
    "subject": _subject,
    "deadline": _deadline,
    "before_due": lambda row, _names: _moment_in(row.before),
}
