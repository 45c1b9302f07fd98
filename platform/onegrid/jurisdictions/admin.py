"""Django's admin: reading only. Posts are given over the API, where rules and audit are."""

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

    list_display = ("username", "name", "is_active", "last_login")
    search_fields = ("username", "name", "name_key")
    exclude = ("password",)


@admin.register(Division)
class DivisionAdmin(_ReadOnly, admin.ModelAdmin[Division]):
    """Places."""

    list_display = ("code", "name", "level", "is_generated")
    list_filter = ("level", "is_generated")
    search_fields = ("code", "name", "name_key")
    ordering = ("path",)
    raw_id_fields = ("parent",)


@admin.register(Unit)
class UnitAdmin(_ReadOnly, admin.ModelAdmin[Unit]):
    """Centres and departments."""

    list_display = ("code", "name", "kind", "level", "sector")
    list_filter = ("kind", "level", "sector")
    search_fields = ("code", "name", "name_key")
    ordering = ("path",)


@admin.register(Role)
class RoleAdmin(_ReadOnly, admin.ModelAdmin[Role]):
    """Roles."""

    list_display = ("slug", "label_zh", "label_en", "permissions")


@admin.register(Post)
class PostAdmin(_ReadOnly, admin.ModelAdmin[Post]):
    """Posts."""

    list_display = ("person", "role", "unit", "since", "until")
    list_filter = ("role",)
    search_fields = ("person__username", "person__name", "unit__code")
    list_select_related = ("person", "role", "unit")
