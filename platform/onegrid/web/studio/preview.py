"""A form as people see it, by the renderer of the tasks; what it shows hangs on the outcome that is being chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from onegrid.catalog.forms.schema import FormSchema
from onegrid.common import clock
from onegrid.web.forms import render
from onegrid.web.language import pick
from onegrid.web.studio.uses import Use


@dataclass(frozen=True, slots=True)
class Preview:
    """html: the fields. outcomes: (id, label) of what a task showing the form can end with. outcome: one of them."""

    html: SafeString
    outcomes: tuple[tuple[str, str], ...]
    outcome: str


def preview_of(request: HttpRequest, schema: FormSchema | None, uses: Iterable[Use]) -> Preview | None:
    """With the outcome that the address names, else the first; None where the form does not hold."""
    if schema is None:
        return None
    found = {one.id: pick(one.label, one.label_en) for use in uses for one in use.outcomes}
    asked = request.GET.get("outcome", "")
    outcome = asked if asked in found else next(iter(found), "")
    html = render(schema, answers={}, scope={"case": {}}, outcome=outcome or None, now=clock.now(), actor=None)
    return Preview(html, tuple(found.items()), outcome)
