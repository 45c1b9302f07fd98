"""The stock engine in the leanest stack that one could write: its own JSON whole, plain psycopg rows, no checks at all.

A completion locks and reads the case, restores, runs, serialises, writes the case, a row of history, closes the work
item and opens the next. No permission, form, audit, clock, party or call: everything that ours does besides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from bench.closed_loop import TASKS, closed_loop, route_table
from bench.engine import answers, given

_TABLES = """
CREATE TABLE lean_case (id bigserial PRIMARY KEY, state text NOT NULL, status text NOT NULL DEFAULT 'open');
CREATE TABLE lean_item (id bigserial PRIMARY KEY, case_id bigint NOT NULL REFERENCES lean_case, element text NOT NULL,
    status text NOT NULL DEFAULT 'open', done_at timestamptz);
CREATE INDEX ON lean_item (case_id) WHERE status = 'open';
CREATE TABLE lean_history (id bigserial PRIMARY KEY, case_id bigint NOT NULL, element text NOT NULL, data jsonb,
    at timestamptz NOT NULL DEFAULT now());
"""


@dataclass
class Lean:
    """Cases of the closed loop in three tables."""

    connection: psycopg.Connection[Any]
    serialiser: BpmnWorkflowSerializer
    specs: tuple[Any, Any]

    def start(self, count: int) -> list[int]:
        """Cases with their first task open."""
        return [self._start() for _ in range(count)]

    def _start(self) -> int:
        case = BpmnWorkflow(*self.specs)
        case.get_next_task(spec_name="Start").data.update(given(0))
        case.do_engine_steps()
        state = self.serialiser.serialize_json(case)
        row = self.connection.execute("INSERT INTO lean_case (state) VALUES (%s) RETURNING id", (state,)).fetchone()
        if row is None:
            raise AssertionError("no row")
        self.connection.execute("INSERT INTO lean_item (case_id, element) VALUES (%s, %s)", (row[0], TASKS[0]))
        self.connection.commit()
        return int(row[0])

    def complete(self, case_id: int, task: str) -> None:
        """What is measured."""
        sql, values = self.connection, answers(0)(task)
        (text,) = sql.execute("SELECT state FROM lean_case WHERE id = %s FOR UPDATE", (case_id,)).fetchone() or ("",)
        case = self.serialiser.deserialize_json(text)
        found = case.get_tasks(state=TaskState.READY, manual=True)[0]
        found.data.update(values)
        found.run()
        case.do_engine_steps()
        status = "closed" if case.completed else "open"
        sql.execute(
            "UPDATE lean_case SET state = %s, status = %s WHERE id = %s",
            (self.serialiser.serialize_json(case), status, case_id),
        )
        sql.execute(
            "INSERT INTO lean_history (case_id, element, data) VALUES (%s, %s, %s)",
            (case_id, task, psycopg.types.json.Jsonb(values)),
        )
        sql.execute(
            "UPDATE lean_item SET status = 'done', done_at = now() WHERE case_id = %s AND status = 'open'", (case_id,)
        )
        for opened in case.get_tasks(state=TaskState.READY, manual=True):
            sql.execute("INSERT INTO lean_item (case_id, element) VALUES (%s, %s)", (case_id, opened.task_spec.bpmn_id))
        sql.commit()

    def closed(self) -> int:
        """How many cases came to their end."""
        row = self.connection.execute("SELECT count(*) FROM lean_case WHERE status = 'closed'").fetchone()
        self.connection.commit()
        return int(row[0]) if row else 0


@contextmanager
def open_lean(url: str) -> Iterator[Lean]:
    """Its tables lie beside ours in the same server."""
    parser = SpiffBpmnParser(validator=None)
    parser.add_bpmn_xml(etree.fromstring(closed_loop(stock=True)))
    parser.add_dmn_xml(etree.fromstring(route_table()))
    specs = (parser.get_spec("closed_loop"), parser.get_subprocess_specs("closed_loop"))
    serialiser = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    with psycopg.connect(url) as connection:
        connection.execute(_TABLES)
        connection.commit()
        yield Lean(connection, serialiser, specs)
