"""Decision files as people read them: a table with its columns and rules, anything else as the text that it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from onegrid.catalog.draft import digest, thaw
from onegrid.catalog.kept import Kept
from onegrid.catalog.models import WorkflowVersion
from onegrid.engine.dmn import Model, read_dmn
from onegrid.engine.dmn.model import Box, Cell, Decision, HitPolicy, Literal, Table
from onegrid.engine.problems import ModelError

POLICY: dict[HitPolicy, Any] = {
    HitPolicy.UNIQUE: _("exactly one rule holds"),
    HitPolicy.ANY: _("several rules may hold if they answer the same"),
    HitPolicy.PRIORITY: _("of the rules that hold the one with the most important answer"),
    HitPolicy.FIRST: _("the first rule that holds, from the top"),
    HitPolicy.RULE_ORDER: _("all rules that hold, from the top"),
    HitPolicy.OUTPUT_ORDER: _("all rules that hold, the most important answer first"),
    HitPolicy.COLLECT: _("the answers of all rules that hold"),
}
_models: Kept[str, Model | None] = Kept(64)


@dataclass(frozen=True, slots=True)
class Column:
    """label: what people call it. name: what expressions call it."""

    label: str
    name: str
    values: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`id` is the rule's in the file; a place in the page, too."""

    id: str
    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class Readable:
    """One decision. `text`: of a decision that is no table."""

    id: str
    name: str
    policy: Any = ""
    policy_name: str = ""
    inputs: tuple[Column, ...] = ()
    outputs: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    has_notes: bool = False
    text: str = ""
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class ReadableFile:
    """A decision file; `decisions` is empty where it cannot be read."""

    file: str
    name: str
    decisions: tuple[Readable, ...] = ()


def tables_of(version: WorkflowVersion) -> list[ReadableFile]:
    """All decision files of a version."""
    return read_tables(thaw(version.sources))


def read_tables(files: dict[str, bytes]) -> list[ReadableFile]:
    """All decision files among these, by name."""
    return [_file(name, content) for name, content in sorted(files.items()) if name.startswith("decisions/")]


def _file(name: str, content: bytes) -> ReadableFile:
    model = _models.get(digest(content), lambda: _read(name, content))
    if model is None:
        return ReadableFile(name, name)
    return ReadableFile(name, model.name or name, tuple(_decision(one) for one in reversed(model.decisions)))


def _read(name: str, content: bytes) -> Model | None:
    try:
        return read_dmn(content, file=name)
    except ModelError:
        return None


def _decision(found: Decision) -> Readable:
    box = found.box
    if not isinstance(box, Table):
        return Readable(found.id, found.name or found.id, text=_text(box))
    rows = tuple(
        Row(
            rule.id,
            tuple(cell.text for cell in rule.tests),
            tuple(cell.text for cell in rule.outputs),
            "; ".join(one for one in (rule.description, *rule.annotations) if one),
        )
        for rule in box.rules
    )
    return Readable(
        id=found.id,
        name=found.name or found.id,
        policy=POLICY[box.policy],
        policy_name=" ".join(one for one in (box.policy.value, box.aggregation) if one),
        inputs=tuple(Column(one.label or one.expression, one.expression, _of(one.values)) for one in box.inputs),
        outputs=tuple(
            Column(one.label or one.name or found.name, one.name, _of(one.values), _of(one.default))
            for one in box.outputs
        ),
        rows=rows,
        has_notes=any(row.notes for row in rows),
        is_table=True,
    )


def _of(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _text(box: Box | None) -> str:
    return box.text if isinstance(box, Literal) else ""
