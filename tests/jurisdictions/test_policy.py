"""Every role at every kind of unit where it may stand, against the roles' own table."""

import pytest
import yaml

from onegrid.common.errors import NotFound, Refused
from onegrid.jurisdictions.models import Role, Unit, UnitPermission, UnitRole
from onegrid.jurisdictions.permissions import LABELS, Permission
from onegrid.jurisdictions.policy import SYSTEM, actor_of, current, post_for, require
from tests.factories.jurisdictions import FIXTURES, PersonFactory, PostFactory, actor_with

pytestmark = pytest.mark.usefixtures("city")

ROLES = {row["id"]: row for row in yaml.safe_load((FIXTURES / "roles.yaml").read_text(encoding="utf-8"))["roles"]}
PLACES = {
    "centre:city": "C321300",
    "centre:county": "C321311",
    "centre:township": "C321311002",
    "department:city": "D-C321300-traffic",
    "department:county": "D-C321311-traffic",
}
CASES = [(slug, place) for slug, row in ROLES.items() for place in row["stands_at"]]


def _id(code: str) -> int:
    return Unit.objects.values_list("pk", flat=True).get(code=code)


def test_the_eleven_roles() -> None:
    assert set(ROLES) == {
        "intake",
        "shift_leader",
        "dispatcher",
        "department_lead",
        "handler",
        "grid_staff",
        "checker",
        "supervisor",
        "designer",
        "operator",
        "administrator",
    }
    assert set(LABELS) == set(Permission)
    given = {permission for row in ROLES.values() for permission in row["permissions"]}
    assert given == set(Permission), "each permission is somebody's"


@pytest.mark.parametrize(("slug", "place"), CASES)
def test_each_role_may_what_the_table_says_there_and_below_and_nowhere_else(slug: str, place: str) -> None:
    unit = Unit.objects.get(code=PLACES[place])
    actor = actor_with((slug, unit.code))
    within = {one.pk for one in Unit.objects.all() if f"{one.path}/".startswith(f"{unit.path}/")}
    for permission in Permission:
        expected = within if permission in ROLES[slug]["permissions"] else set()
        assert actor.unit_ids_with(permission) == expected, permission
        if expected:
            assert require(actor, permission, unit.pk).role == slug
        else:
            with pytest.raises(Refused) as refused:
                require(actor, permission, unit.pk)
            assert refused.value.extra == {"permission": str(permission)}


def test_a_unit_that_is_none_of_ones_business_does_not_exist() -> None:
    actor = actor_with(("dispatcher", "C321311"))
    for other in ("C321302", "C321300", "Z-hubin", "C321311151"):
        with pytest.raises(NotFound):
            require(actor, Permission.DISPATCH, _id(other))


def test_nothing_is_given_to_cases_or_persons() -> None:
    pairs = UnitRole.objects.count()
    expected = sum(len(one.role.permissions) for one in UnitRole.objects.select_related("role"))
    assert UnitPermission.objects.count() == expected
    PostFactory.create_batch(3)
    assert UnitRole.objects.count() == pairs
    assert UnitPermission.objects.count() == expected


def test_guardian_reads_the_same_rows() -> None:
    from guardian.shortcuts import get_groups_with_perms, get_perms

    unit = Unit.objects.get(code="C321311")
    group = UnitRole.objects.get(unit=unit, role__slug="dispatcher").group
    assert set(get_perms(group, unit)) == set(ROLES["dispatcher"]["permissions"])
    assert group in get_groups_with_perms(unit)


def test_the_chosen_post_is_taken_first_where_several_hold_the_right() -> None:
    person = PersonFactory()
    first = PostFactory(person=person, role_slug="intake", unit_code="C321311002")
    second = PostFactory(person=person, role_slug="dispatcher", unit_code="C321311002")
    actor = actor_of(person.pk)
    unit_id = _id("C321311002")
    assert actor.post_id is None
    assert require(actor, Permission.VIEW_CASE, unit_id).id == first.pk
    chosen = actor.acting_as(actor.posts[1])
    assert chosen.post_id == second.pk
    assert require(chosen, Permission.VIEW_CASE, unit_id).id == second.pk
    assert require(chosen, Permission.REGISTER_REPORT, unit_id).id == first.pk, "only that post holds the right"


def test_rights_are_those_of_the_moment_at_which_they_are_asked_for() -> None:
    person = PersonFactory()
    first = PostFactory(person=person, role_slug="intake", unit_code="C321311002")
    second = PostFactory(person=person, role_slug="dispatcher", unit_code="C321311002")
    asked = actor_of(person.pk)
    chosen = asked.acting_as(asked.posts[1])
    assert current(chosen) is chosen, "nothing has moved"
    first.until = first.since
    first.save()
    assert (current(chosen).post_id, len(current(chosen).posts)) == (second.pk, 1)
    with pytest.raises(Refused):
        require(asked, Permission.REGISTER_REPORT, _id("C321311002"))
    second.until = second.since
    second.save()
    assert current(chosen).posts == ()
    with pytest.raises(NotFound):
        require(asked, Permission.VIEW_CASE, _id("C321311002"))
    assert current(SYSTEM) is SYSTEM


def test_the_system_may_all() -> None:
    assert require(SYSTEM, Permission.OPERATE, _id("C321300")).id == 0
    assert SYSTEM.acting_as(require(SYSTEM, Permission.OPERATE, _id("C321300"))).post_id is None


def test_superuser_means_nothing_for_casework() -> None:
    person = PersonFactory(is_superuser=True, is_staff=True)
    with pytest.raises(NotFound):
        require(actor_of(person.pk), Permission.VIEW_CASE, _id("C321300"))


def test_a_pool_is_of_exactly_one_unit_and_role() -> None:
    city, county, traffic = _id("C321300"), _id("C321311"), _id("D-C321311-traffic")
    actor = actor_with(("dispatcher", "C321311"), ("handler", "D-C321311-traffic"))
    found = post_for(actor, role="dispatcher", unit_id=county)
    assert found is not None
    assert found.unit_code == "C321311"
    assert post_for(actor, role="checker", unit_id=county) is None
    assert post_for(actor, role="dispatcher", unit_id=city) is None
    assert post_for(actor, role="handler", unit_id=traffic) is not None
    above = actor_with(("dispatcher", "C321300"))
    assert post_for(above, role="dispatcher", unit_id=county) is None, "rights from above are no membership"


def test_a_pool_narrowed_by_sector_and_area() -> None:
    unit_id = _id("C321311002")
    actor = actor_with(("grid_staff", "C321311002"), sectors=["traffic"], grids=["321311002002001"])
    assert post_for(actor, role="grid_staff", unit_id=unit_id, sector="traffic") is not None
    assert post_for(actor, role="grid_staff", unit_id=unit_id, sector="emergency") is None
    assert post_for(actor, role="grid_staff", unit_id=unit_id, sector=None) is not None
    assert post_for(actor, role="grid_staff", unit_id=unit_id, area="321311002002001") is not None
    assert post_for(actor, role="grid_staff", unit_id=unit_id, area="321311002002") is not None, "village of the grid"
    assert post_for(actor, role="grid_staff", unit_id=unit_id, area="321311002002002") is None


def test_a_role_that_loses_its_right_loses_it_everywhere() -> None:
    from onegrid.jurisdictions.services.grant_roles import grant_roles

    actor = actor_with(("dispatcher", "C321311"))
    role = Role.objects.get(slug="dispatcher")
    role.permissions = [one for one in role.permissions if one != "dispatch"]
    role.save()
    assert grant_roles(actor=SYSTEM) == UnitRole.objects.filter(role=role).count()
    with pytest.raises(Refused):
        require(actor_of(actor.person_id or 0), Permission.DISPATCH, _id("C321311"))
