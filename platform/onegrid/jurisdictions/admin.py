"""Django's admin: reading only. Posts are given over the API, where rules and audit are."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit


class _ReadOnly:
    """Changes go through services: they check, audit and keep the tree whole."""

    def has_add_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(_ReadOnly, admin.ModelAdmin[Person]):
    """Accounts."""

    list_display: ClassVar = ["username", "name", "is_active", "last_login"]
    search_fields: ClassVar = ["username", "name", "name_key"]
    exclude: ClassVar = ["password"]


@admin.register(Division)
class DivisionAdmin(_ReadOnly, admin.ModelAdmin[Division]):
    """Places."""

    list_display: ClassVar = ["code", "name", "level", "is_generated"]
    list_filter: ClassVar = ["level", "is_generated"]
    search_fields: ClassVar = ["code", "name", "name_key"]
    ordering: ClassVar = ["path"]
    raw_id_fields: ClassVar = ["parent"]


@admin.register(Unit)
class UnitAdmin(_ReadOnly, admin.ModelAdmin[Unit]):
    """Centres and departments."""

    list_display: ClassVar = ["code", "name", "kind", "level", "sector"]
    list_filter: ClassVar = ["kind", "level", "sector"]
    search_fields: ClassVar = ["code", "name", "name_key"]
    ordering: ClassVar = ["path"]


@admin.register(Role)
class RoleAdmin(_ReadOnly, admin.ModelAdmin[Role]):
    """Roles."""

    list_display: ClassVar = ["slug", "label_zh", "label_en", "permissions"]


@admin.register(Post)
class PostAdmin(_ReadOnly, admin.ModelAdmin[Post]):
    """Posts."""

    list_display: ClassVar = ["person", "role", "unit", "since", "until"]
    list_filter: ClassVar = ["role"]
    search_fields: ClassVar = ["person__username", "person__name", "unit__code"]
    list_select_related: ClassVar = ["person", "role", "unit"]
