"""Django's admin: reading only. Posts are given over the API, where rules and audit are."""

from django.contrib import admin

from onegrid.common.look_only import LookOnly
from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit


@admin.register(Person)
class PersonAdmin(LookOnly):
    """Accounts; what somebody may do stands in their posts."""

    called = "人员"
    columns = (
        ("username", "账号"),
        ("name", "姓名"),
        ("is_active", "启用"),
        ("is_demo", "演示"),
        ("last_login", "上次登录"),
    )
    heavy = ("password",)
    list_filter = ("is_active", "is_demo")
    search_fields = ("username", "name", "name_key")
    ordering = ("id",)


@admin.register(Division)
class DivisionAdmin(LookOnly):
    """Places."""

    called = "行政区划"
    columns = (("code", "代码"), ("name", "名称"), ("level", "层级"), ("parent", "上级"), ("is_generated", "演示生成"))
    list_filter = ("level", "is_generated")
    search_fields = ("code", "name", "name_key")
    ordering = ("path",)


@admin.register(Unit)
class UnitAdmin(LookOnly):
    """Centres and departments."""

    called = "单位"
    columns = (
        ("code", "代码"),
        ("name", "名称"),
        ("kind", "种类"),
        ("level", "层级"),
        ("sector", "治理领域"),
        ("parent", "上级"),
    )
    list_filter = ("kind", "level", "sector")
    search_fields = ("code", "name", "name_key")
    ordering = ("path",)


@admin.register(Role)
class RoleAdmin(LookOnly):
    """Roles."""

    called = "角色"
    columns = (("slug", "标识"), ("label_zh", "名称"), ("label_en", "Name"), ("permissions", "权限"))


@admin.register(Post)
class PostAdmin(LookOnly):
    """Posts."""

    called = "岗位"
    columns = (("person", "人员"), ("role", "角色"), ("unit", "单位"), ("since", "起"), ("until", "止"))
    details = (("sectors", "治理领域"), ("grids", "网格"))
    list_filter = ("role",)
    search_fields = ("person__username", "person__name", "unit__code")
    ordering = ("id",)
