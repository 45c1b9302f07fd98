"""The assignments of a script, gathered into one FEEL context whose entries become variables."""

import re

from onegrid.engine.dialects.feel_text import variable_name
from onegrid.engine.dialects.untranslatable import Untranslatable
from onegrid.feel import FeelSyntaxError, compile_expression, free_names

INSTEAD = (
    'Write a FEEL context of assignments: { level: "county" }; what reaches outside becomes a service task.',
    '请改写为 FEEL 赋值：{ level: "county" }；访问外部的部分请改为服务任务。',
)

_FRESH = ("{", "[", "append(", "concatenate(", "context put(", "for ", "split(")


class Assigned:
    """Entries in the order written. An entry sees those before it, and its own name as it was before the script."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def put(self, name: str, value: str) -> None:
        """Assign FEEL text to a variable; a second time only where nothing has read the first value in between."""
        ours = variable_name(name)
        if ours in self.entries:
            first = self.entries[ours]
            if list(self.entries)[-1] != ours:
                raise Untranslatable(
                    f"it assigns {name} twice",
                    f"对 {name} 赋值两次",
                    ("Assign each variable once.", "每个变量只赋值一次。"),
                )
            if ours in _names(value):
                value = f"{{ {ours}: {first}, then: {value} }}.then"
        self.entries[ours] = value

    def shared(self, name: str) -> bool:
        """Whether what the variable holds is also held elsewhere, so that a change of it would be seen there."""
        ours = variable_name(name)
        own = self.entries.get(ours)
        if own is not None and not own.startswith(_FRESH):
            return True
        held = re.compile(rf'(?<![\w."]){re.escape(ours)}(?![\w.\[(:])')
        others = (value for other, value in self.entries.items() if other != ours)
        return any(value.startswith((*_FRESH, ours)) and held.search(value) for value in others)

    def text(self) -> str:
        """The context."""
        inside = ", ".join(f"{name}: {value}" for name, value in self.entries.items())
        return f"{{ {inside} }}" if inside else "{}"


def _names(text: str) -> frozenset[str]:
    try:
        return free_names(compile_expression(text))
    except FeelSyntaxError:
        return frozenset()
