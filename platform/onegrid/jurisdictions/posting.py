"""What makes a post sensible: where a role may stand, which sectors and grids it may have."""

from collections.abc import Sequence

from django.db.models import Q

from onegrid.common.errors import Detail, Invalid
from onegrid.jurisdictions import days
from onegrid.jurisdictions.models import Division, Role, Sector, Unit, UnitArea


def check(*, unit: Unit, role: Role, sectors: Sequence[str], grids: Sequence[str]) -> None:
    """Invalid with a Detail for each field that does not hold."""
    found = [*_place(unit, role), *_sectors(unit, sectors), *_grids(unit, role, grids)]
    if found:
        raise Invalid(
            "jurisdictions.post_invalid",
            "This post can not be given so.",
            "岗位信息不符合要求。",
            details=found,
            field=found[0].field,
            mend_en="Change the fields that `details` name and send again.",
            mend_zh="请按所列各项修改后重新提交。",
        )


def _place(unit: Unit, role: Role) -> list[Detail]:
    if not unit.is_active:
        return [
            Detail(
                "jurisdictions.unit_closed",
                f"{unit.code} is closed.",
                f"{unit.name}已停用。",
                field="unit",
                mend_en="Choose the unit that took over its work.",
                mend_zh="请选择承接其职责的单位。",
            )
        ]
    if f"{unit.kind}:{unit.level}" in role.stands_at:
        return []
    return [
        Detail(
            "jurisdictions.role_not_here",
            f"{role.label_en} does not stand at {unit.get_kind_display()} {unit.get_level_display()}.",
            f"“{role.label_zh}”不能设在{unit.name}。",
            field="role",
            mend_en=f"It stands at: {', '.join(role.stands_at)}.",
            mend_zh=f"可设于：{'、'.join(role.stands_at)}。",
        )
    ]


def _sectors(unit: Unit, sectors: Sequence[str]) -> list[Detail]:
    allowed = {unit.sector} if unit.sector else set(Sector.values)
    wrong = sorted(set(sectors) - allowed)
    if not wrong:
        return []
    return [
        Detail(
            "jurisdictions.sector_unknown",
            f"No such sector here: {', '.join(wrong)}.",
            f"该单位没有这些治理领域：{'、'.join(wrong)}。",
            field="sectors",
            mend_en=f"Choose from: {', '.join(sorted(allowed))}; none means all.",
            mend_zh=f"可选：{'、'.join(sorted(allowed))}；不填表示全部。",
        )
    ]


def _grids(unit: Unit, role: Role, grids: Sequence[str]) -> list[Detail]:
    if not grids:
        return []
    if role.slug != "grid_staff":
        return [
            Detail(
                "jurisdictions.grids_not_for_role",
                "Only grid staff list grids.",
                "只有网格员可以登记网格。",
                field="grids",
                mend_en="Leave `grids` out.",
                mend_zh="请去掉 grids。",
            )
        ]
    today = days.today()
    served = list(
        UnitArea.objects.filter(unit=unit, since__lte=today)
        .filter(Q(until__isnull=True) | Q(until__gt=today))
        .values_list("division__code", flat=True)
    )
    known = set(Division.objects.filter(code__in=grids, level__in=["village", "grid"]).values_list("code", flat=True))
    wrong = [code for code in grids if code not in known or not any(code.startswith(area) for area in served)]
    if not wrong:
        return []
    return [
        Detail(
            "jurisdictions.grid_not_served",
            f"Not a grid or village that {unit.code} serves: {', '.join(wrong)}.",
            f"不是{unit.name}服务范围内的网格或村（社区）：{'、'.join(wrong)}。",
            field="grids",
            mend_en="Take codes below the unit's own division.",
            mend_zh="请填写本单位辖区内的网格编码。",
        )
    ]
