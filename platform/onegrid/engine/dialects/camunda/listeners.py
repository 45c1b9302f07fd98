"""Execution and task listeners: not run here, each named with what it runs."""

from lxml import etree

from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import shown
from onegrid.engine.dialects.vendors import CAMUNDA
from onegrid.engine.dialects.words import Words, children_named

_LISTENERS = ("executionListener", "taskListener", "eventListener", "listener")
_RUNS = ("class", "delegateExpression", "expression", "onTransaction", "events", "entityType")


def read_listeners(element: etree._Element, gathered: Gathered) -> None:
    """One finding for each."""
    words = Words(element, CAMUNDA, gathered.problems)
    for listener in words.take_elements(*_LISTENERS):
        event = listener.get("event") or listener.get("events") or listener.get("on") or "?"
        words.note("vendor.listener", listener, event=event, name=shown(_runs(listener)))


def _runs(listener: etree._Element) -> str:
    for name in _RUNS:
        if value := listener.get(name):
            return value
    scripts = children_named(listener, "script")
    return f"{scripts[0].get('scriptFormat') or 'script'}" if scripts else listener.get("implementation") or "?"
