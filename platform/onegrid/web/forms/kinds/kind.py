"""What a kind of field knows: its template, what the template needs, how its answer is read back and said plainly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from onegrid.catalog.forms.schema import Component
from onegrid.web.forms.field import Field


class Absent:
    """Nothing was posted for the field: it did not stand in the page."""


ABSENT: Final = Absent()


def no_facts(_field: Field) -> dict[str, Any]:
    """The field itself is enough."""
    return {}


def nothing(_one: Component, _name: str, _post: QueryDict) -> Any:
    """Of what only shows."""
    return ABSENT


def as_text(field: Field) -> str:
    """The answer as it stands."""
    return "" if field.value is None else str(field.value)


@dataclass(frozen=True, slots=True)
class Kind:
    """grouped: several controls under one legend. holds: drawn inside the frame of label, help and errors."""

    template: str
    facts: Callable[[Field], dict[str, Any]] = no_facts
    read: Callable[[Component, str, QueryDict], Any] = nothing
    plain: Callable[[Field], Any] = as_text
    grouped: bool = False
    holds: bool = True
