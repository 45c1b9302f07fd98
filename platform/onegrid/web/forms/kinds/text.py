"""One line or many."""

from typing import Any

from django.http import QueryDict

from onegrid.catalog.forms.schema import Component
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import ABSENT, Kind

_AS_TYPED = {"email": ("email", "email"), "phone": ("tel", "tel")}
_LONGEST = {"textfield": 200, "textarea": 4000}


def _facts(field: Field) -> dict[str, Any]:
    kind, mode = _AS_TYPED.get(str(field.component.validate.get("validationType")), ("text", ""))
    longest = field.component.validate.get("maxLength", _LONGEST[field.kind])
    return {"kind": kind, "mode": mode, "longest": longest}


def read(_one: Component, name: str, post: QueryDict) -> Any:
    """As typed, with line ends as the rest of the world writes them; empty is null."""
    found = post.get(name)
    if found is None:
        return ABSENT
    return found.replace("\r\n", "\n") or None


LINE = Kind("web/forms/textfield.html", _facts, read)
LINES = Kind("web/forms/textarea.html", _facts, read)
