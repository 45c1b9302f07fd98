"""What a translation of one file gathers beside the changed tree."""

from dataclasses import dataclass, field

from onegrid.engine.problems import Problem


@dataclass(slots=True)
class Gathered:
    """problems: in the order of the file. unsaid: flows whose condition FEEL can't say.

    forms: drawn from declared fields, by id, as form-js components. starters: variables that hold who began.
    """

    problems: list[Problem] = field(default_factory=list)
    forms: dict[str, dict[str, object]] = field(default_factory=dict)
    unsaid: set[str] = field(default_factory=set)
    starters: frozenset[str] = frozenset()
