"""Acts on a task beside doing it: claim, release, transfer, return, comment, copy, withdraw.

Each shows what it changes, asks why, and says what happened. Which are offered decides the process.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from onegrid.cases.models import WorkItem
from onegrid.cases.people import Colleague, readers_for, takers_of
from onegrid.cases.selectors import case_id_for, work_item_for
from onegrid.cases.services.claim import claim
from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.release import release
from onegrid.cases.services.return_to import preview_return, return_to
from onegrid.cases.services.transfer import transfer
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.asked import uuid_of, whole_number
from onegrid.common.errors import NotFound, OneGridError
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor
from onegrid.web.page import in_words, page
from onegrid.web.queue_asked import asked_of
from onegrid.web.task_shown import revision_of
from onegrid.web.workspace import go_on, task_page, told

MOST_TICKED = 100


def _item(actor: Actor, work_item_id: int, operation: str) -> WorkItem:
    """NotFound where the page would offer no such act: an address typed by hand is no door."""
    view = work_item_for(actor, work_item_id)
    if operation not in view.operations:
        raise NotFound("work_items.not_offered")
    return view.item


def _back(request: HttpRequest, actor: Actor, item: WorkItem, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('work_task', args=[item.pk])}?{asked_of(actor, request.GET).query}")


def _page(
    request: HttpRequest,
    actor: Actor,
    template: str,
    item: WorkItem,
    act: dict[str, Any],
    *,
    error: OneGridError | None = None,
    **more: Any,
) -> HttpResponse:
    asked = asked_of(actor, request.GET)
    shown = {
        "item": item,
        "act": act,
        "query": asked.query,
        "box": asked.box,
        "reason": request.POST.get("reason", ""),
        "error": in_words(error) if error else None,
        **more,
    }
    return render(request, f"web/{template}.html", shown, status=error.status if error else 200)


def _tried(act: Callable[[], Any]) -> OneGridError | None:
    try:
        act()
    except OneGridError as error:
        return error
    return None


@require_POST
@page
def work_claim(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """认领. Who was slower is told who has it, on the task's own page."""
    try:
        item = claim(actor=actor, work_item_id=work_item_id, revision=revision_of(request.POST))
    except OneGridError as error:
        return task_page(request, actor, work_item_id, error=error)
    return _back(request, actor, item, _("The task is yours now."))


@require_POST
@page
def work_claim_ticked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Several of the pool, each by itself: what somebody else was quicker for is said, the others are the reader's."""
    sent = [one for one in map(whole_number, request.POST.getlist("item")[:MOST_TICKED]) if one is not None]
    done, lost = 0, 0
    for work_item_id in dict.fromkeys(sent):
        try:
            claim(actor=actor, work_item_id=work_item_id)
        except OneGridError:
            lost += 1
        else:
            done += 1
    if done:
        messages.success(
            request, ngettext("%(n)s task is yours now.", "%(n)s tasks are yours now.", done) % {"n": done}
        )
    if lost:
        said = ngettext(
            "%(n)s task was no longer to be had: somebody else was quicker, or the case has moved on.",
            "%(n)s tasks were no longer to be had: somebody else was quicker, or the cases have moved on.",
            lost,
        )
        messages.warning(request, said % {"n": lost})
    if not sent:
        messages.warning(request, _("Nothing was chosen: tick the tasks that you take."))
    return redirect(f"{reverse('work')}?{asked_of(actor, request.GET).query}")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def work_release(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """释放."""
    item, error = _item(actor, work_item_id, "release"), None
    if request.method == "POST":
        reason, revision = request.POST.get("reason", ""), revision_of(request.POST)
        error = _tried(lambda: release(actor=actor, work_item_id=item.pk, reason=reason, revision=revision))
        if error is None:
            return go_on(request, actor, item, _("The task is back in the pool."))
    act = {
        "word": _("Put back into the pool"),
        "effect": _("Everybody who may do this task can claim it again. A draft stays with it."),
        "button": _("Put it back"),
    }
    return _page(request, actor, "task_act_reason", item, act, error=error)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def work_transfer(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """转办."""
    item, error = _item(actor, work_item_id, "transfer"), None
    people = takers_of(actor, item.pk)
    chosen = _chosen(request, people)
    if request.method == "POST":
        to, reason = chosen[0] if chosen else 0, request.POST.get("reason", "")
        revision = revision_of(request.POST)
        error = _tried(
            lambda: transfer(actor=actor, work_item_id=item.pk, to_person_id=to, reason=reason, revision=revision)
        )
        if error is None:
            name = next(one.name for one in people if one.id == to)
            return go_on(request, actor, item, told(_("The task lies with {name} now."), name=name))
    act = {
        "word": _("Transfer"),
        "effect": _("The task moves to this person for good, with its deadline. Who had it first stays on record."),
        "whom": _("To whom"),
        "reason": _("Reason"),
        "longest": 1000,
        "button": _("Transfer it"),
        "counts": True,
        "nobody": _("Nobody else holds a post that may do this task."),
        "nobody_mend": _("Ask the administrator of the unit."),
    }
    return _page(request, actor, "task_act_people", item, act, error=error, people=people, chosen=chosen)


def _chosen(request: HttpRequest, people: Sequence[Colleague]) -> list[int]:
    """Of those listed alone."""
    listed = {one.id for one in people}
    return [one for one in map(whole_number, request.POST.getlist("person")) if one in listed]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def work_return(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """退回: the step, what would change, why, then it is done."""
    item, error = _item(actor, work_item_id, "return_to"), None
    target = request.POST.get("target") or request.GET.get("target") or None
    if request.method == "POST":
        reason, revision = request.POST.get("reason", ""), revision_of(request.POST)
        error = _tried(
            lambda: return_to(actor=actor, work_item_id=item.pk, target=target or "", reason=reason, revision=revision)
        )
        if error is None:
            return go_on(request, actor, item, _("The case went back."))
    act = {
        "word": _("Return"),
        "effect": _("The case goes back to a step that it has passed; later steps are done anew."),
    }
    found = preview_return(actor=actor, work_item_id=item.pk, target=target)
    if target is None and len(found.targets) == 1:  # nothing to choose
        found = preview_return(actor=actor, work_item_id=item.pk, target=found.targets[0].element)
    ids = [one.person_id for one in found.targets if one.person_id]
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    targets = [
        {"element": one.element, "name": one.name, "person": names.get(one.person_id or 0, "")} for one in found.targets
    ]
    chosen = next((one for one in targets if one["element"] == found.target), None)
    preview = {**chosen, "target": found.target, "withdrawn": found.withdrawn} if chosen else None
    return _page(request, actor, "task_act_return", item, act, error=error, targets=targets, preview=preview)


@require_POST
@page
def work_comment(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """沟通. The same page sent twice writes once."""
    item = _item(actor, work_item_id, "comment")
    text = request.POST.get("text", "")
    try:
        comment(actor=actor, case_id=item.case_id, text=text, key=uuid_of(request.POST.get("key", "")))
    except OneGridError as error:
        return task_page(request, actor, work_item_id, error=error, comment=text)
    return _back(request, actor, item, _("The comment was sent."))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def work_copy(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """抄送."""
    item, error = _item(actor, work_item_id, "copy_to"), None
    who = request.GET.get("who", "")[:40]
    people = readers_for(actor, item.case, search=who)
    chosen = _chosen(request, people)
    if request.method == "POST":
        note = request.POST.get("reason", "")[:500]
        error = _tried(lambda: copy_to(actor=actor, case_id=item.case_id, person_ids=chosen, note=note))
        if error is None:
            names = "、".join(one.name for one in people if one.id in chosen)
            return _back(request, actor, item, told(_("The case was shown to {names}."), names=names))
    act = {
        "word": _("Copy to colleagues"),
        "effect": _("They can read the case from now on; nothing is to be done by them."),
        "whom": _("To whom"),
        "reason": _("Note"),
        "longest": 500,
        "button": _("Copy it"),
        "many": True,
        "searches": True,
        "nobody": _("No colleague found who has no copy yet."),
        "nobody_mend": _(
            "People of the units of the case, of your unit and of those above and below it can be chosen."
        ),
    }
    return _page(request, actor, "task_act_people", item, act, error=error, people=people, chosen=chosen, who=who)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def work_withdraw(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """撤销: the whole case ends."""
    item, error = _item(actor, work_item_id, "withdraw"), None
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        case_id = case_id_for(actor, item.case.number)
        error = _tried(lambda: withdraw_case(actor=actor, case_id=case_id, reason=reason))
        if error is None:
            return go_on(request, actor, item, _("The case was withdrawn."))
    act = {
        "word": _("Withdraw the case"),
        "effect": _("The case ends as withdrawn and counts in no rate. This cannot be undone."),
        "button": _("Withdraw it"),
        "confirm": _("I have checked that this case shall end."),
        "must": True,
        "is_final": True,
    }
    rows = WorkItem.objects.filter(case_id=item.case_id, status=WorkItem.Status.OPEN).order_by("id")
    changes = [{"word": _("Taken back:"), "name": one.name} for one in rows]
    return _page(request, actor, "task_act_reason", item, act, error=error, changes=changes)
