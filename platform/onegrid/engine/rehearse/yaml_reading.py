"""YAML to plain values with the lines of mappings: no duplicate keys, no floats, nothing that grows when expanded."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from onegrid.engine.findings import problem
from onegrid.engine.problems import ModelError

MAX_BYTES = 1024 * 1024
MAX_NODES = 100_000
MAX_DEPTH = 40


class Marked(dict[str, Any]):
    """A mapping that knows its line."""

    line: int = 0


class _Loader(yaml.SafeLoader):
    """Safe loading with lines. Depth is counted while composing: the library would take minutes to run out of stack."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """One node with all inside it."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, f"nested deeper than {MAX_DEPTH} levels", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def load(data: bytes) -> Any:
    """The document; raises ModelError with the line of what is wrong."""
    if len(data) > MAX_BYTES:
        raise _unreadable(1, f"{len(data)} > {MAX_BYTES} bytes")
    try:
        loader = _Loader(data)
        try:
            node = loader.get_single_node()
            if node is not None and sum(1 for _ in _expanded(node)) > MAX_NODES:
                raise _unreadable(1, f"more than {MAX_NODES} values")
            return None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise _unreadable(line, fault.problem or str(fault)) from fault
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        raise _unreadable(1, str(fault)) from fault


def _expanded(root: yaml.Node) -> Iterator[yaml.Node]:
    """Every node, those behind aliases as often as they are used; stops soon after the limit."""
    waiting, count = [root], 0
    while waiting and count <= MAX_NODES:
        node = waiting.pop()
        count += 1
        yield node
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in node.value for part in pair)


def _unreadable(line: int, reason: str) -> ModelError:
    return ModelError((problem("examples.syntax", line=line, reason=reason),))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Marked]:
    found = Marked()
    found.line = node.start_mark.line + 1
    yield found
    loader.flatten_mapping(node)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            mark = key_node.start_mark
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is no text", mark)
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)


def _number(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node)).replace("_", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise yaml.constructor.ConstructorError(None, None, f"{text} is no finite number", node.start_mark)
    return number


def _moment(loader: _Loader, node: yaml.ScalarNode) -> dt.date:
    try:
        value: dt.date = loader.construct_yaml_timestamp(node)
    except ValueError as fault:
        raise yaml.constructor.ConstructorError(None, None, str(fault), node.start_mark) from fault
    return value


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _moment)
