"""From what a serializer or a filter's form refused to details that name the field, the fault and the mend."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings

from onegrid.common import sent
from onegrid.common.errors import Detail
from onegrid.common.field_words import words_of


@dataclass(frozen=True, slots=True)
class Place:
    """A field, where it stands, and what was sent to it. `field` is None where a fault came without its shape."""

    path: str = ""
    field: Any = None
    given: Any = sent.NOTHING

    def below(self, key: str) -> "Place":
        """people + 1 > people[1]; people[1] + phone > people[1].phone."""
        path = f"{self.path}[{key}]" if key.isdigit() else f"{self.path}.{key}".strip(".")
        if key == api_settings.NON_FIELD_ERRORS_KEY:
            return Place(path, self.field, self.given)
        return Place(path, self._field(key), sent.below(self.given, key))

    def _field(self, key: str) -> Any:
        child = getattr(self.field, "child", None)
        return child if child is not None else getattr(self.field, "fields", {}).get(key)


def details_of(fault: ValidationError) -> tuple[Detail, ...]:
    """One for each finding; the shape that was asked travels with the fault."""
    shape = getattr(fault.detail, "serializer", None)
    return tuple(_walk(Place(field=shape, given=getattr(shape, "initial_data", sent.NOTHING)), fault.detail))


def details_of_form(form: Any) -> tuple[Detail, ...]:
    """The same of a Django form: the filters of a query."""
    whole = Place(field=form, given=form.data)
    return tuple(
        detail(whole.below(name), one.code or "invalid")
        for name, found in form.errors.as_data().items()
        for one in found
    )


def detail(place: Place, kind: str) -> Detail:
    """One finding in words."""
    words = words_of(kind, place.field, place.given)
    return Detail(
        f"common.field.{kind}",
        words.en,
        words.zh,
        field=place.path or None,
        mend_en=words.mend_en,
        mend_zh=words.mend_zh,
    )


def _walk(place: Place, found: Any) -> Iterator[Detail]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _walk(place.below(str(key)), value)
    elif isinstance(found, list):
        is_flat = all(not isinstance(one, (dict, list)) for one in found)
        for at, one in enumerate(found):
            if one or is_flat:
                yield from _walk(place if is_flat else place.below(str(at)), one)
    else:
        yield detail(place, getattr(found, "code", None) or "invalid")
