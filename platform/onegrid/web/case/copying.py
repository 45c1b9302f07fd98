"""抄送: choosing colleagues who may read a case from now on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onegrid.cases import selectors
from onegrid.cases.people import readers_for
from onegrid.cases.possible import acts_on
from onegrid.cases.services.copy_to import copy_to
from onegrid.common.asked import whole_number
from onegrid.common.errors import NotFound, OneGridError
from onegrid.jurisdictions.policy import Actor
from onegrid.web.language import pick
from onegrid.web.page import in_words, page

LONGEST_SEARCH = 60


@require_http_methods(["GET", "HEAD", "POST"])
@page
def copy(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Colleagues of the units that take part, of one's own and of those above; searched by name."""
    found = selectors.case_for(actor, number)
    sent = map(whole_number, request.POST.getlist("person"))
    chosen = [one for one in sent if one is not None]
    error: OneGridError | None = None
    if request.method == "POST":
        try:
            rows = copy_to(actor=actor, case_id=found.pk, person_ids=chosen, note=request.POST.get("note", "")[:500])
        except NotFound:
            raise
        except OneGridError as fault:
            error = fault
        else:
            messages.success(request, _("%(n)s colleagues may read the case now.") % {"n": len(rows)})
            return redirect("cases_case", number)
    parties = {one.unit_id for one in selectors.parties_of(found)}
    search = (request.POST or request.GET).get("search", "")[:LONGEST_SEARCH].strip()
    people = readers_for(actor, found, search=search, most=200) if "copy" in acts_on(actor, found, parties) else []
    colleagues = [(one, pick(one.role, one.role_en)) for one in people]
    context = {
        "case": found,
        "colleagues": colleagues,
        "search": search,
        "chosen": chosen,
        "note": request.POST.get("note", ""),
        "error": in_words(error) if error else None,
    }
    return render(request, "web/case/copy.html", context, status=error.status if error else 200)
