"""One component on its place in a page: where its answer is posted, what stands in it, what the server said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onegrid.catalog.forms.schema import Component
from onegrid.web.language import pick

if TYPE_CHECKING:
    from onegrid.web.forms.draw import Drawing

PREFIX = "f."
"""Before every name posted by a form, so that no key meets a name of the page around."""


@dataclass(slots=True)
class Field:
    """name: as posted. path: as `Detail.field` names it. local: what FEEL sees here. errors: in the reader's words."""

    drawing: "Drawing"
    component: Component
    name: str
    path: str
    local: Mapping[str, Any]
    value: Any = None
    hidden: bool = False
    is_plain: bool = False
    required: bool = False
    errors: Sequence[str] = ()
    width: int = 16
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The component's type."""
        return self.component.type

    @property
    def id(self) -> str:
        """Of the control; `-hint`, `-error`, `-field` stand beside it."""
        return self.name.replace(".", "-")

    @property
    def label(self) -> str:
        """In the reader's language where the form has it."""
        return pick(self.component.label, self.component.label_en)

    @property
    def description(self) -> str:
        """The help under the field."""
        return self.own_text("description")

    @property
    def described_by(self) -> str:
        """Ids of what is read aloud after the label."""
        found = [f"{self.id}-error"] if self.errors else []
        return " ".join([*found, *([f"{self.id}-hint"] if self.description else [])])

    @property
    def prefix(self) -> str:
        """What stands before the answer."""
        return self._beside("prefixAdjuster")

    @property
    def suffix(self) -> str:
        """What stands behind it: a unit of measure."""
        return self._beside("suffixAdjuster")

    def _beside(self, name: str) -> str:
        found = self.component.own.get("appearance")
        text = found.get(name) if isinstance(found, dict) else None
        return text if isinstance(text, str) else ""

    def own_text(self, name: str) -> str:
        """An own key and its English sister."""
        zh, en = self.component.own.get(name), self.component.own.get(f"{name}En")
        return pick(zh if isinstance(zh, str) else "", en if isinstance(en, str) else "")
