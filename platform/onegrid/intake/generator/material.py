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
    """A source system; `prefix` limits it to divisions that begin so (a county's own source), empty = whole city."""

    slug: str
    channel: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that one city offers."""

    categories: tuple[CategoryRow, ...]
    places: tuple[PlaceRow, ...]
    sources: tuple[SourceRow, ...]
