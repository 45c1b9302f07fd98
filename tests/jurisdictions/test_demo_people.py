"""The demo's people: who can sign in, that every unit is staffed, tokens for simulations."""

import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, is_password_usable
from django.core.management import CommandError, call_command
from django.db import transaction

from onegrid.common.errors import Invalid
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit
from onegrid.jurisdictions.services.load_demo_people import load_demo_people
from tests.factories.jurisdictions import FIXTURES, load_city

PEOPLE = FIXTURES / "demo_people.yaml"


@pytest.fixture(scope="module")
def loaded_people(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Seconds of work, hence once; every test's own transaction is a savepoint inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_city(with_grids=True)
        load_demo_people(actor=SYSTEM, path=PEOPLE, password="a password for all")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def staffed_city(loaded_people: None, db: None) -> None:
    """Units with all their people."""


@pytest.mark.usefixtures("staffed_city")
def test_the_city_is_staffed() -> None:
    usable = [person for person in Person.objects.all() if is_password_usable(person.password)]
    assert 25 <= len(usable) <= 40
    assert all(check_password("a password for all", person.password) for person in usable[:3])
    assert {post.role.slug for post in Post.objects.filter(person__in=usable).select_related("role")} == set(
        Role.objects.values_list("slug", flat=True)
    ), "one can sign in as each role"
    held = Counter(Post.objects.values_list("unit__code", "role__slug"))
    for unit in Unit.objects.filter(kind="centre"):
        for role in ("intake", "shift_leader", "dispatcher", "checker", "supervisor"):
            assert held[unit.code, role], (unit.code, role)
    for unit in Unit.objects.filter(kind="department"):
        assert held[unit.code, "department_lead"]
        assert held[unit.code, "handler"] >= 2
    for role in ("designer", "operator", "administrator"):
        assert held["C321300", role]


@pytest.mark.usefixtures("staffed_city")
def test_every_grid_has_two_who_may_go_there_from_its_own_township() -> None:
    covering: Counter[str] = Counter()
    for unit, grids in Post.objects.filter(role__slug="grid_staff").values_list("unit__code", "grids"):
        covering.update(grids)
        assert grids
        assert all(f"C{grid[:9]}" == unit for grid in grids)
    codes = Division.objects.filter(level="grid").values_list("code", flat=True)
    assert all(covering[code] >= 2 for code in codes)
    assert set(covering) == set(codes), "nobody lists a grid that does not exist"


@pytest.mark.usefixtures("staffed_city")
def test_no_name_of_a_real_official_and_a_second_load_changes_nothing() -> None:
    assert not Person.objects.filter(name__in=["李龙", "祁耀", "王双爽"]).exists()
    again = load_demo_people(actor=SYSTEM, path=PEOPLE, password="a password for all")
    assert (again.created, again.changed) == (0, 0)
    changed = load_demo_people(actor=SYSTEM, path=PEOPLE, password="another password")
    assert changed.changed == sum(is_password_usable(person.password) for person in Person.objects.all())


@pytest.mark.usefixtures("staffed_city")
def test_tokens_for_simulations_are_genuine() -> None:
    out = StringIO()
    call_command("issue_tokens", "--unit", "C321311002", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {post["unit"] for line in lines for post in line["posts"]} == {"C321311002"}
    assert len(lines) == Person.objects.filter(posts__unit__code="C321311002").distinct().count()
    for line in lines:
        claim = tokens.read(line["token"])
        assert claim is not None
        assert claim.person_id == line["person_id"]


@pytest.mark.django_db
def test_refused_outside_a_demo(settings: Any) -> None:
    settings.ONEGRID_DEMO = False
    with pytest.raises(Invalid):
        load_demo_people(actor=SYSTEM, path=PEOPLE, password="x")
    with pytest.raises(CommandError):
        call_command("issue_tokens")
