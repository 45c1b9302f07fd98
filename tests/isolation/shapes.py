"""What the table of the walk is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.isolation.city import Scene

Query = Mapping[str, Any]


class Stranger(StrEnum):
    """How an operation answers somebody whom the row does not concern."""

    NOTHING = "404, as if the row did not exist"
    WITHOUT = "the same answer as if the row did not exist"
    REFUSED = "refused: 403 or 404"
    OWN = "only what is the caller's own"
    ALL = "everybody who is signed in"
    OPEN = "anybody"


@dataclass(frozen=True, slots=True)
class Call:
    """How to call an operation about one prepared row.

    `queries`: the query strings to walk, each of which must show the row to its owner. `shows`: texts that the owner's
    answer holds, or a judge of it. `status`: of the owner's answer, where a refusal shows the row best; any 2xx
    otherwise. `hides`: what no answer to a stranger may hold. `owner`, `stranger`: names of
    callers of the scene. `is_lasting`: the stranger stays one also after the owner's
    call.
    """

    path: Mapping[str, Any] = field(default_factory=dict)
    queries: tuple[Query, ...] = ({},)
    body: Any = None
    format: str = "json"
    headers: Mapping[str, str] = field(default_factory=dict)
    shows: tuple[str, ...] | Callable[[Any], bool] = ()
    status: int | None = None
    hides: tuple[str, ...] = ()
    is_lasting: bool = True
    owner: str = "owner"
    stranger: str = "stranger"


@dataclass(frozen=True, slots=True)
class Row:
    """One prepared row. `who`: in words, for the reference; `why`: the reason where everybody may."""

    operation: str
    stranger: Stranger
    who: str
    make: "Callable[[Scene], Call]"
    name: str = ""
    where: str = "cases"  # which pairs it is walked between (pairs.py)
    why: str = ""
