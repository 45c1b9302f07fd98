"""Django's admin for looking: tables whose writing belongs to services, with headings that people read."""

import json
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import display_for_value
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

Column = tuple[str, str]
EMPTY = SafeString("—")


class LookOnly(admin.ModelAdmin[Any]):
    """Nothing is added, changed or deleted here: services check, log and keep what belongs together.

    called: what people call a row.
    columns: (path, heading) of the list; a path may go through foreign keys by `__`. details: further ones of the page
    of one row, methods of the admin among them. heavy: columns of the table that are never read here.
    """

    called: ClassVar[str]
    columns: ClassVar[Sequence[Column]] = ()
    details: ClassVar[Sequence[Column]] = ()
    heavy: ClassVar[Sequence[str]] = ()
    show_full_result_count = False
    list_per_page = 50

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        call(model, self.called)
        self.list_display = [self._shown(path, heading) for path, heading in self.columns]
        self._page = [self._shown(path, heading) for path, heading in (*self.columns, *self.details)]
        self._joined = sorted({found for path, _ in self.columns if (found := _relation(model, path))})

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

    def _shown(self, path: str, heading: str) -> Callable[[Any], Any]:
        # Of the admin's own class only: Django's has attributes with names of common columns (`form`).
        own: Callable[[Any], Any] | None = getattr(self, path) if path in vars(type(self)) else None

        def show(row: Any) -> Any:
            return own(row) if own is not None else value_at(row, path)

        show.__name__ = path
        return admin.display(description=heading, ordering=None if own is not None else path)(show)


def call(model: type[Model], name: str) -> None:
    """What the admin's pages call a row; set here, so that a word needs no migration."""
    model._meta.verbose_name = model._meta.verbose_name_plural = name


def value_at(row: Any, path: str) -> str | SafeString:
    """What stands at the end of the path, as people read it."""
    *way, last = path.split("__")
    for part in way:
        row = getattr(row, part)
        if row is None:
            return EMPTY
    label = getattr(row, f"get_{last}_display", None)
    value = label() if label is not None else getattr(row, last)
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        return format_html("<pre>{}</pre>", json.dumps(value, ensure_ascii=False, indent=2))
    return str(display_for_value(value, EMPTY))


def _relation(model: type[Model], path: str) -> str:
    """The part of a path that is a foreign key, to be read along with the row."""
    found: list[str] = []
    at: Any = model
    for part in path.split("__"):
        try:
            field = at._meta.get_field(part)
        except FieldDoesNotExist:
            break
        if not field.is_relation:
            break
        found.append(part)
        at = field.related_model
    return "__".join(found)
