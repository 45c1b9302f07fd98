"""Every service call goes to a connector that exists and knows the operation."""

from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem

_SAID: Table = {
    "connector_unknown": (
        "{it} calls the connector `{connector}`, which does not exist here.",
        "{it_zh}调用的连接器“{connector}”不存在。",
        "One of: {known}.",
        "可选：{known}。",
    ),
    "operation_unknown": (
        "{it} asks the connector `{connector}` for `{operation}`, which it does not do.",
        "{it_zh}要求连接器“{connector}”执行“{operation}”，但它没有这一操作。",
        "It does: {known}.",
        "可选操作：{known}。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """One finding for each call; a notice goes to nobody outside."""
    for call in subject.model.calls.values():
        if call.notice or call.process != subject.model.process_id:
            continue
        operations = subject.connectors.get(call.connector)
        if operations is None:
            known = ", ".join(sorted(subject.connectors)) or "-"
            yield subject.tell(_SAID, "connector_unknown", call.element, connector=call.connector, known=known)
        elif call.operation and call.operation not in operations:
            known = ", ".join(sorted(operations)) or "-"
            yield subject.tell(
                _SAID,
                "operation_unknown",
                call.element,
                connector=call.connector,
                operation=call.operation,
                known=known,
            )
