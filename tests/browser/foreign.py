"""Diagrams as three other tools write them (of our own writing), and a designer who brings them."""

from pathlib import Path

from tests.browser.visitor import Visitor

BROUGHT = Path(__file__).parent / "brought"
LEAVE, EXPENSE, VISITOR = (BROUGHT / name for name in ("leave.bpmn", "expense.bpmn20.xml", "visitor.bpmn"))
ODD = Path(__file__).parent / "brought_odd"
RECORD, ODD_IDS = ODD / "record.bpmn", ODD / "odd_ids.bpmn"  # a listener of the process itself; no XML names
FILES = (LEAVE, EXPENSE, VISITOR)  # Camunda 7; Flowable, without a drawing; a sketch of bpmn.io


def bring(designer: Visitor, *files: Path) -> None:
    """Send them and come to the report."""
    designer.open("/studio/import-files/")
    designer.page.locator("#import-files").set_input_files(files or FILES)
    designer.page.locator("#import-send").click()
    designer.page.wait_for_url("**/studio/import-files/*/")
