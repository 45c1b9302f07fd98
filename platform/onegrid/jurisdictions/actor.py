"""Who acts: a frozen snapshot of a person's posts in force and of what each allows, units below included."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onegrid.jurisdictions.permissions import Permission

Grants = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class PostView:
    """A post in force. `grants`: permission -> ids of the units where it holds by this post."""

    id: int
    unit_id: int
    unit_code: str
    unit_path: str
    role: str
    sectors: frozenset[str]
    grids: tuple[str, ...]
    grants: Grants = field(default_factory=dict, repr=False, compare=False)

    def allows(self, permission: Permission, unit_id: int) -> bool:
        """Whether this post holds the permission on the unit."""
        return unit_id in self.grants.get(permission, ())

    def in_sector(self, sector: str | None) -> bool:
        """A post without sectors works in all; a case without a sector is everybody's."""
        return not self.sectors or sector is None or sector in self.sectors

    def covers(self, division: str) -> bool:
        """Whether one of the post's grids is the division, lies in it or holds it (codes nest by prefix)."""
        return any(grid.startswith(division) or division.startswith(grid) for grid in self.grids)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one post sees: cases to which one of these units is a party, of these sectors (empty: all)."""

    unit_ids: frozenset[int]
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with every post in force, or the system (`person_id` None). `post_id` says by which post it acts.

    is_recalled: as remembered, not compared with the epoch of rights yet; the act compares it under its own lock.
    """

    person_id: int | None
    post_id: int | None
    name: str
    posts: tuple[PostView, ...] = ()
    epoch: int = 0
    token_serial: int = field(default=0, repr=False)
    is_recalled: bool = False

    @property
    def is_system(self) -> bool:
        """True for SYSTEM alone."""
        return self.person_id is None

    def acting_as(self, post: PostView) -> "Actor":
        """The same person by one of their posts; the audit records it."""
        return replace(self, post_id=post.id or None)

    def posts_with(self, permission: Permission, unit_id: int) -> tuple[PostView, ...]:
        """Posts that hold the permission on the unit, the one already chosen first."""
        found = [post for post in self.posts if post.allows(permission, unit_id)]
        return tuple(sorted(found, key=lambda post: post.id != self.post_id))

    def unit_ids_with(self, permission: Permission) -> frozenset[int]:
        """Units on which any post holds the permission; the system is not asked, it has no list."""
        if self.is_system:
            raise ValueError("the system holds every permission everywhere; ask `is_system` first")
        return frozenset().union(*(post.grants.get(permission, frozenset()) for post in self.posts))

    def sight(self) -> tuple[Sight, ...]:
        """One Sight per distinct set of units and sectors; posts without the right to see cases give none."""
        if self.is_system:
            raise ValueError("the system sees every case; ask `is_system` first")
        views = (Sight(units, post.sectors) for post in self.posts if (units := post.grants.get(Permission.VIEW_CASE)))
        return tuple(dict.fromkeys(views))


SYSTEM = Actor(person_id=None, post_id=None, name="系统 System")
