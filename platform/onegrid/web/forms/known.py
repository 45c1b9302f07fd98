"""What a drawing asks of the database, asked once however many rows show it: offers of pickers, names, files."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common import keeping
from onegrid.jurisdictions.policy import Actor
from onegrid.web.forms import attachments
from onegrid.web.forms.pickers import offers
from onegrid.web.forms.pickers.asked import Asked

_EVIDENCE = ("photo", "signature", "filepicker")
_Key = tuple[Any, ...]


class Known:
    """All answers of the form are looked up together, at the first question."""

    def __init__(self, form: FormSchema, answers: Mapping[str, Any], actor: Actor | None, today: dt.date) -> None:
        self._actor, self._today = actor, today
        self._given: dict[str, set[Any]] = {}
        for kind, value in _walk(form.components, answers):
            self._given.setdefault("file" if kind in _EVIDENCE else kind, set()).update(_plain(value))
        self._offers: dict[_Key, offers.Offer] = {}
        self._chosen: dict[_Key, tuple[set[Any], dict[str, offers.Choice]]] = {}
        self._files: dict[str, attachments.Shown] | None = None

    def offer(self, asked: Asked) -> offers.Offer:
        """What the picker offers."""
        key = _key(asked)
        if key not in self._offers:
            self._offers[key] = offers.offer(asked, self._actor, self._today)
        return self._offers[key]

    def chosen(self, asked: Asked, values: Sequence[Any]) -> list[offers.Choice]:
        """What stands in the field, by name, in its order; what is not offered is left out."""
        key = _key(asked)
        wanted = _plain(values)
        whole = self._offers.get(key)
        if whole is not None and whole.is_whole:
            by_value = {one.value: one for one in whole.choices}
        else:
            looked, by_value = self._chosen.setdefault(key, (set(), {}))
            if missing := set(wanted) - looked:
                missing |= self._given.get(asked.kind, set()) - looked
                found = offers.chosen(asked, list(missing), self._actor, self._today)
                by_value.update((one.value, one) for one in found)
                looked |= missing
        return [by_value[str(one)] for one in wanted if str(one) in by_value]

    def files(self, ids: Sequence[Any]) -> list[attachments.Shown]:
        """In their order."""
        wanted = [str(one) for one in ids]
        if self._files is None or any(one not in self._files for one in wanted):
            listed = [*wanted, *(str(one) for one in self._given.get("file", ()))]
            self._files = {one.key: one for one in attachments.shown(listed, self._actor)}
        return [self._files[one] for one in wanted]


def _key(asked: Asked) -> _Key:
    return (asked.kind, tuple(sorted(asked.keys.items())), asked.from_page)


def _plain(value: Any) -> list[Any]:
    listed: Iterable[Any] = value if isinstance(value, (list, tuple)) else [value]
    return [
        one
        for one in listed
        if isinstance(one, (str, int)) and not isinstance(one, bool) and keeping.fault_of(one) is None
    ]


def _walk(components: Sequence[Component], answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in components:
        value = answers.get(one.key) if one.key else None
        if one.components:
            rows: Iterable[Any] = value if isinstance(value, list) else [value if one.key else answers]
            for row in rows:
                if isinstance(row, Mapping):
                    yield from _walk(one.components, row)
        elif value is not None:
            yield one.type, value
