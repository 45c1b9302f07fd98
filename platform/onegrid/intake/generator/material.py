"""What the generator draws from; plain data, so that it runs without a database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category of the code set: full code, kind, names of major and minor, what may be wrong (conditions)."""

    code: str
    kind: str
    major: str
    minor: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A village or community with its grids; `names` from county down."""

    village: str
    names: tuple[str, ...]
    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source system; `divisions` limits it to codes that begin with one of them, empty = the whole city."""

    slug: str
    channel: str
    divisions: tuple[str, ...] = ()

    def reach(self, village: str) -> int:
        """How exactly it serves the village: digits of the division that holds it, 0 for the whole city, -1 not."""
        if not self.divisions:
            return 0
        return max((len(code) for code in self.divisions if village.startswith(code)), default=-1)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that one city offers."""

    categories: tuple[CategoryRow, ...]
    places: tuple[PlaceRow, ...]
    sources: tuple[SourceRow, ...]
