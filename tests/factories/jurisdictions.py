"""People and posts in a city that the fixtures filled."""

import datetime as dt
from pathlib import Path

import factory

from onegrid.jurisdictions.actor import SYSTEM, Actor
from onegrid.jurisdictions.models import Person, Post, Role, Unit
from onegrid.jurisdictions.policy import actor_of
from onegrid.jurisdictions.services.load_divisions import load_divisions
from onegrid.jurisdictions.services.load_roles import load_roles
from onegrid.jurisdictions.services.load_units import load_units

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LONG_AGO = dt.date(2020, 1, 1)


class PersonFactory(factory.django.DjangoModelFactory):
    """An account that can not sign in."""

    class Meta:
        model = Person

    username = factory.Sequence(lambda number: f"person-{number}")
    name = factory.Sequence(lambda number: f"某某{number}")
    password = "!"


class PostFactory(factory.django.DjangoModelFactory):
    """`unit_code` and `role_slug` name what exists; traits: ended, planned."""

    class Meta:
        model = Post
        exclude = ("unit_code", "role_slug")

    class Params:
        ended = factory.Trait(until=dt.date(2021, 1, 1))
        planned = factory.Trait(since=dt.date(2099, 1, 1))

    unit_code = "C321311"
    role_slug = "dispatcher"
    person = factory.SubFactory(PersonFactory)
    unit = factory.LazyAttribute(lambda this: Unit.objects.get(code=this.unit_code))
    role = factory.LazyAttribute(lambda this: Role.objects.get(slug=this.role_slug))
    since = LONG_AGO


def load_city(*, with_grids: bool = False) -> None:
    """The real divisions, all centres and departments, and the roles."""
    load_divisions(actor=SYSTEM, path=FIXTURES / "divisions.csv", with_demo_grids=with_grids)
    load_roles(actor=SYSTEM, path=FIXTURES / "roles.yaml")
    load_units(actor=SYSTEM, path=FIXTURES / "units.yaml")


def actor_with(*posts: tuple[str, str], sectors: list[str] | None = None, grids: list[str] | None = None) -> Actor:
    """A new person with posts (role, unit code) and the rights that they give now."""
    person = PersonFactory()
    for role, unit in posts:
        PostFactory(person=person, role_slug=role, unit_code=unit, sectors=sectors or [], grids=grids or [])
    return actor_of(person.pk)
