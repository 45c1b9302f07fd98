"""Where an element stands while its process is compiled, and what its builder may ask for there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dmn import Decisions
from onegrid.engine.normalised import Normalised
from onegrid.engine.problems import ModelError, Problem, Severity
from onegrid.engine.specification import ScopeSpec


@dataclass(frozen=True)
class File:
    """One normalised file; names behind `messageRef` and its kin by id."""

    normalised: Normalised
    decisions: tuple[Decisions, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # id of a message, signal or error -> its name or code


@dataclass(frozen=True)
class Place:
    """One flow node. `name` is that of its spec: the element's id, or marked as the instance of it."""

    node: etree._Element
    scope: ScopeSpec
    file: File
    name: str

    @property
    def id(self) -> str:
        return self.node.get("id") or ""

    @property
    def kind(self) -> str:
        return bpmn.kind(self.node)

    def as_instance(self) -> "Place":
        """The same element as one instance of itself."""
        return replace(self, name=f"{self.id} [instance]")

    def refuse(self, code: str, english: str, chinese: str, mend_en: str, mend_zh: str) -> ModelError:
        """The error that stops compiling at this element."""
        return refusal(self.node, code, english, chinese, mend_en, mend_zh)


def refusal(  # noqa: PLR0917 - the words of a problem, in their order
    node: etree._Element, code: str, english: str, chinese: str, mend_en: str, mend_zh: str
) -> ModelError:
    """A model error at an element."""
    name_en, name_zh = bpmn.words(node)
    return ModelError(
        (
            Problem(
                code,
                Severity.ERROR,
                f"{name_en}: {english}",
                f"{name_zh}:{chinese}",
                mend_en,
                mend_zh,
                node.get("id"),
                bpmn.line_of(node),
            ),
        )
    )


def unsupported(place: Place, what_en: str, what_zh: str) -> ModelError:
    """The refusal of what is legal BPMN but not run yet."""
    return place.refuse(
        "element.unsupported",
        f"{what_en} is not run",
        f"尚不支持{what_zh}",
        "replace it with an element that is supported",
        "请改用受支持的元素",
    )
