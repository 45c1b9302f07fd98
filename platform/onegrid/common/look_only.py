"""Django's admin for looking: tables whose writing belongs to services, with headings that people read."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import display_for_value, unquote
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

Column = tuple[str, Any]
EMPTY = SafeString("—")
_YES, _NO = _("yes"), _("no")


class Named(admin.ModelAdmin[Any]):
    """A table with the names that people give to it, its columns and its filters; what is not seen is not found.

    called: what people call the rows. columns: (path, heading) of the list; a path may go through foreign keys by `__`.
    details: further columns of the page of one row, methods of the admin among them.
    """

    called: ClassVar[Any]
    columns: ClassVar[Sequence[Column]] = ()
    details: ClassVar[Sequence[Column]] = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        # Set here, so that a word needs no migration.
        model._meta.verbose_name = model._meta.verbose_name_plural = self.called
        headings = dict((*self.columns, *self.details))
        self.list_display = [self._shown(path, heading) for path, heading in self.columns]
        asked = [str(name) for name in self.list_filter]
        self._asked = {*asked, *([str(self.date_hierarchy)] if self.date_hierarchy else [])}
        # One object a table: the class's names turned into filters of this table.
        filters = [(name, _filter(model._meta.get_field(name), headings[name])) for name in asked]
        self.list_filter = filters  # type: ignore[misc,assignment]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What is not among the rows that the caller sees does not exist (decision 2)."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only by the filters offered: any other column could be guessed letter by letter."""
        return lookup.split("__")[0] in self._asked and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """An empty table says why it may be empty."""
        answer: Any = super().changelist_view(request, extra_context)
        found = getattr(answer, "context_data", None) or {}
        if "cl" in found and not found["cl"].result_count and not request.GET:
            messages.info(request, gettext("There is nothing here that your posts let you see."))
        return answer  # type: ignore[no-any-return]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Headed by the table's name, and below it by the first column of the row."""
        shown: dict[str, Any] = {"title": self.called}
        if object_id is not None:
            row = self.get_object(request, unquote(object_id))
            shown["subtitle"] = str(end_of(row, self.columns[0][0]))
        return super().changeform_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def history_view(self, *_: Any, **__: Any) -> HttpResponse:
        """There is none: what was done here stands in the audit, for those who may read it."""
        raise Http404

    def _shown(self, path: str, heading: Any) -> Callable[[Any], Any]:
        # Of the admin's own class only: Django's has attributes with names of common columns (`form`).
        own: Callable[[Any], Any] | None = getattr(self, path) if path in vars(type(self)) else None

        def show(row: Any) -> Any:
            return own(row) if own is not None else value_at(row, path)

        show.__name__ = path
        return admin.display(description=heading, ordering=None if own is not None else path)(show)


class LookOnly(Named):
    """Nothing is added, changed or deleted here: services check, log and keep what belongs together.

    heavy: columns of the table that are never read here.
    """

    heavy: ClassVar[Sequence[str]] = ()

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self._page = [self._shown(path, heading) for path, heading in (*self.columns, *self.details)]
        self._joined = sorted({found for path, _heading in self.columns if (found := _relation(model, path))})

    def get_fields(self, *_: Any) -> Any:
        """The list's columns, then the details."""
        return self._page

    def get_readonly_fields(self, *_: Any) -> Any:
        """All of them."""
        return self._page

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the heavy columns, with what the list names of other tables."""
        found = super().get_queryset(request).defer(*self.heavy)
        return found.select_related(*self._joined) if self._joined else found

    def has_add_permission(self, *_: Any) -> bool:
        """Through services only."""
        return False

    def has_change_permission(self, *_: Any) -> bool:
        """Through services only."""
        return False

    def has_delete_permission(self, *_: Any) -> bool:
        """Through services only."""
        return False


def stored(value: object) -> SafeString:
    """Marked as what the city keeps, in whatever language it is (as `{% stored %}` of the pages)."""
    return format_html("<span data-stored>{}</span>", value)


def word_of(field: Any, value: object) -> str:
    """Of a fixed choice: its label in Chinese, its name in English. A label in English is looked up by the name."""
    name = str(value).replace("_", " ")
    label = str(dict(field.flatchoices).get(value, name))
    return label if _is_chinese() and not label.isascii() else gettext(name)


def end_of(row: Any, path: str) -> Any:
    """What stands at the end of the path; None where the way breaks off."""
    for part in path.split("__"):
        if row is None:
            return None
        row = getattr(row, part)
    return row


def value_at(row: Any, path: str) -> str | SafeString:
    """The same as people read it."""
    *way, last = path.split("__")
    holder = end_of(row, "__".join(way)) if way else row
    value = None if holder is None else getattr(holder, last)
    if value is None or value == "" or value == []:
        return EMPTY
    if isinstance(value, bool):
        return str(_YES if value else _NO)
    field = _field(type(holder), last)
    if field is not None and field.choices:
        return word_of(field, value)
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        text = json.dumps(value, ensure_ascii=False, indent=2)
        return format_html('<pre tabindex="0" data-stored>{}</pre>', text)
    shown = display_for_value(value, EMPTY)
    is_plain = isinstance(value, (int, float, Decimal, dt.date, dt.time))
    return str(shown) if is_plain else stored(shown)


def in_language(zh: str, en: str) -> str:
    """Of a text that is kept in both the one that is wanted; the other where it is missing."""
    return (zh or en) if _is_chinese() else (en or zh)


def _is_chinese() -> bool:
    return get_language() in (None, "zh-hans")


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _filter(field: Any, heading: Any) -> type[admin.FieldListFilter]:
    """Django's filter for the kind of column, with our heading and with choices in the reader's language."""
    if field.is_relation:
        base: type[admin.FieldListFilter] = admin.RelatedFieldListFilter
    elif field.choices:
        base = admin.ChoicesFieldListFilter
    elif field.get_internal_type() == "BooleanField":
        base = admin.BooleanFieldListFilter
    else:
        base = admin.AllValuesFieldListFilter

    class Headed(base):  # type: ignore[valid-type,misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = heading

        def choices(self, changelist: Any) -> Any:
            for number, one in enumerate(super().choices(changelist)):
                yield {**one, "display": self._said(number, one["display"])}

        def _said(self, number: int, said: Any) -> Any:
            if number == 0 or base is admin.BooleanFieldListFilter:  # "all", and Django's own words
                return said
            if base is not admin.ChoicesFieldListFilter:
                return stored(said) if said else EMPTY
            values = {label: value for value, label in field.flatchoices}
            return word_of(field, values[said]) if said in values else said

    return Headed


def _relation(model: type[Model], path: str) -> str:
    """The part of a path that is a foreign key, to be read along with the row."""
    found: list[str] = []
    at: Any = model
    for part in path.split("__"):
        field = _field(at, part)
        if field is None or not field.is_relation:
            break
        found.append(part)
        at = field.related_model
    return "__".join(found)
