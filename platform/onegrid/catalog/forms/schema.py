"""A form as frozen data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onegrid.catalog.forms.vocabulary import HOLDING


@dataclass(frozen=True, slots=True)
class Component:
    """One component. `key` is the name of its answer; None where it holds none of its own.

    hide: FEEL, None = always shown. readonly: True, False or FEEL. own: the remaining keys as written.
    default: the fixed one; computed: FEEL giving it. Never both.
    """

    type: str
    key: str | None = None
    label: str = ""
    label_en: str = ""
    hide: str | None = None
    readonly: bool | str = False
    default: Any = None
    computed: str | None = None
    validate: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)
    components: tuple["Component", ...] = ()
    line: int | None = None

    @property
    def holds(self) -> bool:
        """Whether an answer belongs to it (a table that only shows data holds none)."""
        return self.key is not None and self.type in HOLDING

    @property
    def is_list(self) -> bool:
        """Whether its answer is a list of rows."""
        return self.holds and self.type in ("dynamiclist", "table")


@dataclass(frozen=True, slots=True)
class FormSchema:
    """A whole form, ready to be drawn and to check answers."""

    slug: str
    title: str
    owner: str
    components: tuple[Component, ...]
    title_en: str = ""
    description: str = ""
    description_en: str = ""

    def walk(self) -> Iterator[Component]:
        """Every component, outer before inner, in order."""
        pending = list(reversed(self.components))
        while pending:
            one = pending.pop()
            yield one
            pending.extend(reversed(one.components))

    def computed_defaults(self) -> tuple[Component, ...]:
        """Fields of the top level, those in groups without a path too, whose default is FEEL."""
        return tuple(one for one in _fields(self.components) if one.computed is not None)

    def keys(self) -> frozenset[str]:
        """Names that become process data: the fields of the top level, those in groups without a path too."""
        return frozenset(_names(self.components))

    def has(self, kind: str) -> bool:
        """Whether a component of the type stands anywhere in it."""
        return any(one.type == kind for one in self.walk())


def _names(components: tuple[Component, ...]) -> Iterator[str]:
    return (one.key for one in _fields(components) if one.key is not None)


def _fields(components: tuple[Component, ...]) -> Iterator[Component]:
    for one in components:
        if one.key is not None and one.type != "button":
            yield one
        elif one.type == "group":
            yield from _fields(one.components)
