"""A decision's answer as rows: contexts by the outputs' names, also where one output makes it a plain value."""

from dataclasses import dataclass

from onegrid.engine.dmn import model
from onegrid.feel import Value

_LISTS = (model.HitPolicy.RULE_ORDER, model.HitPolicy.OUTPUT_ORDER)


@dataclass(frozen=True, slots=True)
class Rows:
    """`name`: of the one output, empty where the answer is contexts already. `is_list`: one value for each rule hit."""

    name: str
    is_list: bool

    def of(self, answer: Value) -> list[Value]:
        """One row for each rule that answered; none for null."""
        if answer is None:
            return []
        found = answer if self.is_list and isinstance(answer, list) else [answer]
        return [{self.name: value} for value in found] if self.name else list(found)


def rows_of(source: model.Model, decision: str) -> Rows:
    """How the answers of that decision, by id or name, become rows."""
    named = [node for node in source.decisions if decision in (node.id, node.name)]
    node = next((node for node in named if node.id == decision), named[0] if named else None)
    table = None if node is None else node.box
    if node is None or not isinstance(table, model.Table):
        return Rows("" if node is None or isinstance(table, model.ContextBox) else node.name, False)
    is_list = table.policy in _LISTS or (table.policy is model.HitPolicy.COLLECT and table.aggregation is None)
    return Rows(table.outputs[0].name or node.name if len(table.outputs) == 1 else "", is_list)
