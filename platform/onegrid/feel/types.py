"""Types as written in FEEL and in item definitions, and whether a value conforms to one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onegrid.feel.temporal import midnight_utc
from onegrid.feel.values import FUNCTION, LIST, NULL, RANGE, Function, Range, Value, kind_of

SIMPLE = frozenset(
    {
        "Any",
        "null",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)
ALIASES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "any": "Any",
    "Null": "null",
}


@dataclass(frozen=True, slots=True)
class Type:
    """Base of types; `check`, where set, is the further condition of an item definition's allowed values."""

    def __str__(self) -> str:
        return "Any"


@dataclass(frozen=True, slots=True)
class SimpleType(Type):
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType(Type):
    item: Type

    def __str__(self) -> str:
        return f"list<{self.item}>"


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    item: Type

    def __str__(self) -> str:
        return f"range<{self.item}>"


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    fields: tuple[tuple[str, Type], ...] = ()

    def __str__(self) -> str:
        return "context<" + ", ".join(f"{name}: {type_}" for name, type_ in self.fields) + ">"


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    parameters: tuple[Type, ...] | None = None
    result: Type | None = None

    def __str__(self) -> str:
        return "function"


@dataclass(frozen=True, slots=True)
class RestrictedType(Type):
    """A named type with allowed values; `allows` is asked only for values that conform to `base`."""

    name: str
    base: Type
    allows: Callable[[Value, "Spend"], bool]

    def __str__(self) -> str:
        return self.name


ANY = SimpleType("Any")


Spend = Callable[[int], None]


def _freely(steps: int) -> None:
    """For values that the caller has bounded."""


def conforms(value: Value, wanted: Type, spend: Spend = _freely) -> bool:
    """Whether the value is an instance of the type; null is one of `Any` and `null` only.

    spend: pays for the size of lists and contexts.
    """
    if isinstance(wanted, SimpleType):
        return wanted.name == "Any" or kind_of(value) == wanted.name
    if isinstance(wanted, RestrictedType):
        return conforms(value, wanted.base, spend) and wanted.allows(value, spend)
    if isinstance(wanted, ListType):
        if kind_of(value) != LIST:
            return False
        spend(len(value))
        return all(_member(item, wanted.item, spend) for item in value)
    if isinstance(wanted, ContextType):
        return _is_context(value, wanted, spend)
    if isinstance(wanted, RangeType):
        return kind_of(value) == RANGE and _range_of(value, wanted.item)
    if isinstance(wanted, FunctionType):
        return kind_of(value) == FUNCTION and _function_fits(value, wanted)
    return True


def without_values(wanted: Type) -> Type:
    """The type as `instance of` sees it: allowed values are no part of it."""
    if isinstance(wanted, RestrictedType):
        return without_values(wanted.base)
    if isinstance(wanted, ListType):
        return ListType(without_values(wanted.item))
    if isinstance(wanted, ContextType):
        return ContextType(tuple((name, without_values(type_)) for name, type_ in wanted.fields))
    return wanted


def _member(value: Value, wanted: Type, spend: Spend) -> bool:
    return value is None or conforms(value, wanted, spend)


def _is_context(value: Value, wanted: ContextType, spend: Spend) -> bool:
    if not isinstance(value, Mapping):
        return False
    spend(len(wanted.fields))
    return all(name in value and _member(value[name], type_, spend) for name, type_ in wanted.fields)


def _range_of(value: Range, item: Type) -> bool:
    ends = [end for end in (value.start, value.end) if end is not None]
    return all(conforms(end, item) for end in ends)


def _function_fits(value: Function, wanted: FunctionType) -> bool:
    if wanted.parameters is None:
        return True
    return len(wanted.parameters) == len(value.parameters)


def coerce(value: Value, wanted: Type, spend: Spend = _freely) -> tuple[Value, bool]:
    """The value made to fit by FEEL's implicit conversions, and whether it fits; null always fits."""
    if value is None or conforms(value, wanted, spend):
        return value, True
    kind = kind_of(value)
    if isinstance(wanted, ListType) and kind not in (LIST, NULL) and conforms([value], wanted, spend):
        return [value], True
    if kind == LIST and len(value) == 1 and conforms(value[0], wanted, spend):
        return value[0], True
    if isinstance(wanted, RestrictedType):
        value, fits = coerce(value, wanted.base, spend)
        return (value, True) if fits and wanted.allows(value, spend) else (None, False)
    if isinstance(wanted, SimpleType) and wanted.name == "date and time" and kind == "date":
        return midnight_utc(value), True
    return None, False
