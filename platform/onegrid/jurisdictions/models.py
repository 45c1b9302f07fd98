"""Tables of places, units, people and posts.

Days are the city's own (`days.today()`); a span runs from `since` up to, not including, `until`. Every change of what
decides rights (person's state, units, areas, roles, posts, grants) moves the epoch by a trigger of the database, so
that no writer can forget it (migration 0002).
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from guardian.models import GroupObjectPermissionBase

from onegrid.jurisdictions.permissions import LABELS


class Sector(models.TextChoices):
    """The four governance sectors; ids are fixed, labels may be edited."""

    PUBLIC_ORDER = "public_order", "大综治"
    URBAN_MANAGEMENT = "urban_management", "大城管"
    EMERGENCY = "emergency", "大应急"
    TRAFFIC = "traffic", "大交通"


class Level(models.TextChoices):
    """The five levels of application; units exist on the first three."""

    CITY = "city", "市"
    COUNTY = "county", "县（区）"
    TOWNSHIP = "township", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"
    GRID = "grid", "网格"


# Units exist on the upper three.
UNIT_LEVELS = Level.choices[:3]


class People(BaseUserManager["Person"]):
    """Creates accounts; a person without a usable password acts by token or not at all."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Person":
        """An account; None as password makes it unusable for signing in."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "Person":
        """An account that may open Django's admin; for casework that gives no right at all."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do stands in its posts; `is_superuser` only opens Django's admin."""

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=160, blank=True, db_collation="C")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    # Raised to end every token and session given so far ("sign out everywhere").
    token_serial = models.PositiveIntegerField(default=0)

    objects = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.username})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new password ends every token too, whichever way it was set; sessions end with the password itself."""
        if self.pk is not None and getattr(self, "_password", None) is not None:
            self.token_serial += 1
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "token_serial"}
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """What a session must have begun with to hold: raising the serial ends it, as a new password does."""
        return f"{super().get_session_auth_hash()}.{self.token_serial}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same by the installation's former keys."""
        for former in super().get_session_auth_fallback_hash():
            yield f"{former}.{self.token_serial}"


class Division(models.Model):
    """A statutory place: city > county > township > village > grid, `path` = codes joined by `/`."""

    code = models.CharField(max_length=15, unique=True, db_collation="C")
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=240, db_collation="C")
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=80, unique=True, db_collation="C")
    # True for rows of the demo that no public source names (grids).
    is_generated = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["parent", "name_key"]),
            models.Index(fields=["level", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Unit(models.Model):
    """A command centre or a department; this tree, not the statutory one, decides who sees and does what."""

    class Kind(models.TextChoices):
        """Departments hang under the centre of their level."""

        CENTRE = "centre", "指挥中心"
        DEPARTMENT = "department", "职能部门"

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=8, choices=UNIT_LEVELS)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=240, db_collation="C")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=160, unique=True, db_collation="C")
    sector = models.CharField(max_length=20, choices=Sector.choices, null=True, blank=True)  # noqa: DJ001
    is_active = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [(str(codename), label) for codename, label in LABELS.items()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="centre", sector__isnull=True) | Q(kind="department", sector__isnull=False),
                name="unit_sector_iff_department",
            ),
            models.CheckConstraint(
                condition=Q(kind="centre") | Q(level__in=["city", "county"]), name="unit_department_level"
            ),
            models.UniqueConstraint(
                fields=["parent", "sector"], condition=Q(kind="department"), name="unit_one_department_per_sector"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class _DateRange(Func):
    function = "daterange"


_SPAN = _DateRange(F("since"), F("until"), Value("[)"))


class UnitArea(models.Model):
    """A centre serves a division during a span of days; `level` is the centre's, copied so that overlap is refused."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="areas")
    division = models.ForeignKey(Division, models.PROTECT, related_name="served_by")
    level = models.CharField(max_length=8, choices=UNIT_LEVELS)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    # Demo lists of zones stay marked until the customer confirms them.
    is_confirmed = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="area_span"),
            ExclusionConstraint(
                name="area_one_centre_per_level_and_day",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("division", RangeOperators.EQUAL),
                    (_SPAN, RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Role(models.Model):
    """A kind of post. The slug is fixed; labels, permissions and where it may stand are data (fixtures/roles.yaml)."""

    slug = models.SlugField(max_length=40, unique=True)
    label_zh = models.CharField(max_length=40)
    label_en = models.CharField(max_length=60)
    permissions = ArrayField(models.CharField(max_length=40), default=list)
    # "centre:city", "department:county", ...: kinds and levels of units where a post of this role may stand.
    stands_at = ArrayField(models.CharField(max_length=24), default=list)
    rank = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.label_zh


class UnitRole(models.Model):
    """The group that stands for (unit, role); guardian's object permissions are given to it and to nothing else."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="unit_roles")
    role = models.ForeignKey(Role, models.CASCADE, related_name="unit_roles")
    group = models.OneToOneField(Group, models.CASCADE, related_name="unit_role")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "role"], name="unit_role_once")]


class UnitPermission(GroupObjectPermissionBase):
    """guardian's row for one group, one permission, one unit; a real foreign key instead of a generic one."""

    content_object = models.ForeignKey(Unit, models.CASCADE, related_name="granted")


class Post(models.Model):
    """A person serves at a unit in a role; ended, never deleted. Empty sectors mean all; grids list divisions."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts")
    sectors = ArrayField(models.CharField(max_length=20, choices=Sector.choices), default=list, blank=True)
    grids = ArrayField(models.CharField(max_length=15), default=list, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "role"], name="post_by_unit_and_role"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="post_span"),
            ExclusionConstraint(
                name="post_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (_SPAN, RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Epoch(models.Model):
    """One row (id 1): the number under which rights stand now. Written by triggers only; never repeats."""

    value = models.BigIntegerField()
