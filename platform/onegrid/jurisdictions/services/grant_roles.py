"""Brings guardian's rows in line with the roles: one group for each (unit, role), its permissions on its unit."""

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as StoredPermission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from onegrid.common.errors import Invalid
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Role, Unit, UnitPermission, UnitRole


@transaction.atomic
def grant_roles(*, actor: Actor) -> int:  # noqa: ARG001 - what changed is audited by the caller's act
    """Returns how many permissions were given or taken; nothing is written where all stands as it should."""
    made = _make_groups()
    stored = _stored_permissions()
    wanted = {
        (unit_role.group_id, stored[codename], unit_role.unit_id)
        for unit_role in UnitRole.objects.select_related("role")
        for codename in unit_role.role.permissions
    }
    present = {
        (group_id, permission_id, unit_id): pk
        for pk, group_id, permission_id, unit_id in UnitPermission.objects.values_list(
            "pk", "group_id", "permission_id", "content_object_id"
        )
    }
    missing = wanted - present.keys()
    stale = [pk for key, pk in present.items() if key not in wanted]
    UnitPermission.objects.bulk_create(
        [
            UnitPermission(group_id=group_id, permission_id=permission_id, content_object_id=unit_id)
            for group_id, permission_id, unit_id in sorted(missing)
        ],
        batch_size=2000,
    )
    if stale:
        UnitPermission.objects.filter(pk__in=stale).delete()
    return made + len(missing) + len(stale)


def _make_groups() -> int:
    roles = list(Role.objects.order_by("rank"))
    present = set(UnitRole.objects.values_list("unit_id", "role_id"))
    pairs = [
        (unit, role)
        for unit in Unit.objects.order_by("pk")
        for role in roles
        if f"{unit.kind}:{unit.level}" in role.stands_at and (unit.pk, role.pk) not in present
    ]
    if not pairs:
        return 0
    groups = Group.objects.bulk_create([Group(name=f"{unit.code}:{role.slug}") for unit, role in pairs])
    UnitRole.objects.bulk_create(
        UnitRole(unit=unit, role=role, group=group) for (unit, role), group in zip(pairs, groups, strict=True)
    )
    return len(pairs)


def _stored_permissions() -> dict[str, int]:
    stored = dict(
        StoredPermission.objects.filter(content_type=ContentType.objects.get_for_model(Unit)).values_list(
            "codename", "pk"
        )
    )
    unknown = {codename for role in Role.objects.all() for codename in role.permissions if codename not in stored}
    if unknown:
        raise Invalid(
            "jurisdictions.permission_unknown",
            f"Roles name permissions that do not exist: {', '.join(sorted(unknown))}.",
            f"角色引用了不存在的权限：{'、'.join(sorted(unknown))}。",
            mend_en="Take a codename of jurisdictions/permissions.py; if it stands there, run the migrations first.",
            mend_zh="请使用 jurisdictions/permissions.py 中的权限名；若已存在，请先执行数据库迁移。",
        )
    return stored
