"""Acts on a case as a whole: each a form of its page, then back to the page."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onegrid.cases import selectors
from onegrid.cases.services.comment import comment
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.cases.services.unmask_reporters import unmask_reporters
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.asked import uuid_of
from onegrid.common.errors import Invalid, NotFound, OneGridError
from onegrid.common.parsers import read_json
from onegrid.jurisdictions.policy import Actor
from onegrid.web.case.show import case_page
from onegrid.web.page import page

Act = Callable[..., str]


def act_on_case(act: Act) -> Callable[..., HttpResponse]:
    """`act(request, actor, case_id, ...)` answers what has been done, in words; a fault is shown on the case's page."""

    @require_POST
    @page
    @wraps(act)
    def done(request: HttpRequest, actor: Actor, number: str, **more: Any) -> HttpResponse:
        case_id = selectors.case_id_for(actor, number)
        try:
            said = act(request, actor, case_id, **more)
        except NotFound:
            raise
        except OneGridError as error:
            return case_page(request, actor, number, error=error)
        messages.success(request, said)
        return redirect("cases_case", number)

    return done


@act_on_case
def add_comment(request: HttpRequest, actor: Actor, case_id: int) -> str:
    """沟通 or 批示."""
    is_instruction = request.POST.get("is_instruction") == "yes"
    text, key = request.POST.get("text", ""), uuid_of(request.POST.get("key", ""))
    comment(actor=actor, case_id=case_id, text=text, is_instruction=is_instruction, key=key)
    return _("Your instruction stands in the case.") if is_instruction else _("Your line stands in the case.")


@act_on_case
def withdraw(request: HttpRequest, actor: Actor, case_id: int) -> str:
    """撤销, with a reason."""
    withdraw_case(actor=actor, case_id=case_id, reason=request.POST.get("reason", ""))
    return _("The case has been withdrawn.")


@act_on_case
def retry(request: HttpRequest, actor: Actor, case_id: int, incident: int) -> str:
    """Let a stopped element try again, with variables mended."""
    retry_incident(actor=actor, incident_id=_of_case(actor, case_id, incident), data=_variables(request))
    return _("It was tried again; see below whether it went through.")


@act_on_case
def skip(request: HttpRequest, actor: Actor, case_id: int, incident: int) -> str:
    """Go on behind a stopped element, with a reason."""
    found = _of_case(actor, case_id, incident)
    skip_incident(actor=actor, incident_id=found, reason=request.POST.get("reason", ""), data=_variables(request))
    return _("The case goes on behind it.")


@require_POST
@sensitive_post_parameters()
@page
def unmask(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """查看未脱敏信息: shown in this one answer and kept nowhere."""
    case_id = selectors.case_id_for(actor, number)
    reason = request.POST.get("reason", "").strip()
    try:
        if not reason:
            raise _no_reason()
        reporters = unmask_reporters(actor=actor, case_id=case_id, reason=reason[:500])
    except NotFound:
        raise
    except OneGridError as error:
        return case_page(request, actor, number, error=error)
    return case_page(request, actor, number, reporters=reporters)


def _of_case(actor: Actor, case_id: int, incident: int) -> int:
    """NotFound for an incident of another case."""
    if not selectors.incidents_for(actor).filter(pk=incident, case_id=case_id).exists():
        raise NotFound("incidents.not_found")
    return incident


def _variables(request: HttpRequest) -> Mapping[str, Any]:
    text = request.POST.get("data", "").strip()
    try:
        found = read_json(text.encode()) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid(
            "incident.data",
            "The variables must be one JSON object.",
            "变量应为一个 JSON 对象。",
            field="data",
            mend_en='Write for instance {"amount": 1}, or leave the field empty.',
            mend_zh='例如 {"amount": 1}；不修改变量时请留空。',
        )
    return found


def _no_reason() -> Invalid:
    return Invalid(
        "case.unmask_reason",
        "A reason is needed to see personal data.",
        "查看未脱敏信息须填写理由。",
        field="reason",
        mend_en="Say what you need it for; the reason stays in the log.",
        mend_zh="请说明用途，理由将记入日志。",
    )
