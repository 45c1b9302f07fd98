"""Django's admin: reading only. Posts are given over the API, where rules and audit are."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from onegrid.common.look_only import LookOnly, in_language, stored
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit
from onegrid.jurisdictions.selectors import posts_visible_to


@admin.register(Person)
class PersonAdmin(LookOnly):
    """Accounts; what somebody may do stands in their posts."""

    called = _("People")
    columns = (
        ("username", _("Account")),
        ("name", _("Full name")),
        ("is_active", _("Active")),
        ("is_demo", _("Demo")),
        ("last_login", _("Last sign-in")),
    )
    heavy = ("password",)
    list_filter = ("is_active", "is_demo")
    search_fields = ("username", "name", "name_key")
    ordering = ("id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Holders of posts that the caller sees, and the caller: as the API names people."""
        actor = actor_from(request)
        seen = Q(pk__in=posts_visible_to(actor).values("person_id")) | Q(pk=actor.person_id)
        return super().get_queryset(request).filter(seen)


@admin.register(Division)
class DivisionAdmin(LookOnly):
    """Places."""

    called = _("Divisions")
    columns = (
        ("code", _("Code")),
        ("name", _("Name")),
        ("level", _("Level")),
        ("parent", _("Parent")),
        ("is_generated", _("Made for the demo")),
    )
    list_filter = ("level", "is_generated")
    search_fields = ("code", "name", "name_key")
    ordering = ("path",)


@admin.register(Unit)
class UnitAdmin(LookOnly):
    """Centres and departments."""

    called = _("Units")
    columns = (
        ("code", _("Code")),
        ("name", _("Name")),
        ("kind", _("Kind")),
        ("level", _("Level")),
        ("sector", _("Sector")),
        ("parent", _("Parent")),
    )
    list_filter = ("kind", "level", "sector")
    search_fields = ("code", "name", "name_key")
    ordering = ("path",)


@admin.register(Role)
class RoleAdmin(LookOnly):
    """Roles."""

    called = _("Roles")
    columns = (("slug", _("Id")), ("label", _("Name")), ("permissions", _("Permissions")))

    def label(self, role: Role) -> SafeString:
        """In the reader's language."""
        return stored(in_language(role.label_zh, role.label_en))


@admin.register(Post)
class PostAdmin(LookOnly):
    """Posts."""

    called = _("Posts")
    columns = (
        ("person", _("Person")),
        ("role", _("Role")),
        ("unit", _("Unit")),
        ("since", _("From")),
        ("until", _("Until")),
    )
    details = (("sectors", _("Sector")), ("grids", _("Grids")))
    list_filter = ("role",)
    search_fields = ("person__username", "person__name", "unit__code")
    ordering = ("id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """As the API lists them."""
        return super().get_queryset(request).filter(pk__in=posts_visible_to(actor_from(request)).values("pk"))
