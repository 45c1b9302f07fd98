"""The table of built-in functions: what they are called, what they take, and which of several forms fits a call.

A parameter is written `name:kinds`: n number, s string, b boolean, d date, t time, D date and time, p days and time
duration, y years and months duration, l list, c context, r range, f function, a anything (null too). `?` after the
kinds: may be left out or null. `*` before the name: all values that are left, a single list among them being that
list; `**`: as given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from onegrid.feel.evaluation import Evaluation
from onegrid.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    FUNCTION,
    LIST,
    MONTHS,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    Function,
    Value,
    kind_of,
)

_LETTERS = {
    "n": NUMBER,
    "s": STRING,
    "b": BOOLEAN,
    "d": DATE,
    "t": TIME,
    "D": DATE_TIME,
    "p": DAYS,
    "y": MONTHS,
    "l": LIST,
    "c": CONTEXT,
    "r": RANGE,
    "f": FUNCTION,
}
_MISFIT = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kinds` None takes anything; `variadic` takes all values that are left, as one list."""

    name: str
    kinds: frozenset[str] | None
    optional: bool = False
    variadic: bool = False
    unwraps: bool = True

    def fit(self, value: Value) -> Value:
        """The value as the body wants it, or the misfit mark."""
        if self.kinds is None:
            return value
        kind = kind_of(value)
        if kind in self.kinds or (value is None and self.optional):
            return value
        if LIST in self.kinds and value is not None:
            return [value]
        if kind == LIST and len(value) == 1 and kind_of(value[0]) in self.kinds:
            return value[0]
        return _MISFIT


@dataclass(frozen=True, slots=True)
class Form:
    """One way to call a function. `body` takes the evaluation first."""

    parameters: tuple[Parameter, ...]
    body: Callable[..., Value]

    @property
    def required(self) -> int:
        return sum(not (p.optional or p.variadic) for p in self.parameters)

    def bind(self, values: tuple[Value, ...]) -> list[Value] | None:
        """The arguments for the body, or None where they do not fit."""
        parameters = self.parameters
        if parameters and parameters[-1].variadic:
            return self._bind_rest(values)
        if not self.required <= len(values) <= len(parameters):
            return None
        return self._fit(values)

    def _fit(self, values: tuple[Value, ...]) -> list[Value] | None:
        bound = []
        for parameter, value in zip(self.parameters, values, strict=False):
            fitted = parameter.fit(value)
            if fitted is _MISFIT:
                return None
            bound.append(fitted)
        return bound

    def _bind_rest(self, values: tuple[Value, ...]) -> list[Value] | None:
        fixed = len(self.parameters) - 1
        if len(values) <= fixed:
            return None
        bound = self._fit(values[:fixed])
        if bound is None:
            return None
        rest = list(values[fixed:])
        if self.parameters[-1].unwraps and len(rest) == 1 and kind_of(rest[0]) == LIST:
            rest = list(rest[0])
        return [*bound, rest]

    def bind_names(self, given: Mapping[str, Value]) -> list[Value] | None:
        """The arguments for the body where they were given by name."""
        known = {parameter.name for parameter in self.parameters}
        if not given.keys() <= known:
            return None
        values: list[Value] = []
        for parameter in self.parameters:
            if parameter.name not in given and not parameter.optional:
                return None
            value = given.get(parameter.name)
            values.append([value] if parameter.variadic and kind_of(value) != LIST else value)
        return self._fit(tuple(values))


class Builtin:
    """A built-in function with all its forms; the first that fits the arguments is taken."""

    __slots__ = ("forms", "name", "value")

    def __init__(self, name: str) -> None:
        self.name = name
        self.forms: list[Form] = []
        self.value = Function(name, (), self.call, self.call_by_name)

    def call(self, ev: Evaluation, *values: Value) -> Value:
        """Null, with the reason, where no form fits."""
        for form in self.forms:
            bound = form.bind(values)
            if bound is not None:
                ev.spend(_weight(bound))
                return form.body(ev, *bound)
        return ev.fail("feel.arguments", function=self.name, given=", ".join(kind_of(v) for v in values))

    def call_by_name(self, ev: Evaluation, given: Mapping[str, Value]) -> Value:
        for form in self.forms:
            bound = form.bind_names(given)
            if bound is not None:
                ev.spend(_weight(bound))
                return form.body(ev, *bound)
        return ev.fail("feel.arguments", function=self.name, given=", ".join(given))


def _weight(values: list[Value]) -> int:
    """Steps that a call costs for the size of what it is given, whatever the function does with it."""
    return sum(len(value) >> 5 for value in values if type(value) is list or type(value) is str)


BUILTINS: dict[str, Builtin] = {}
B = TypeVar("B", bound=Callable[..., Value])


def builtin(name: str, *parameters: str) -> Callable[[B], B]:
    """Enter the function as one form of a built-in."""

    def enter(body: B) -> B:
        entry = BUILTINS.setdefault(name, Builtin(name))
        entry.forms.append(Form(tuple(_parameter(text) for text in parameters), body))
        return body

    return enter


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.lstrip("*").partition(":")
    optional = kinds.endswith("?")
    letters = kinds.rstrip("?")
    wanted = None if letters == "a" else frozenset(_LETTERS[letter] for letter in letters)
    return Parameter(name, wanted, optional, text.startswith("*"), not text.startswith("**"))
