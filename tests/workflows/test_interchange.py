"""Other tools can open the files: they hold against the standards' own schemas."""

from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from tests.workflows.shipped import SLUGS, WORKFLOWS

_SCHEMAS = Path(str(files("SpiffWorkflow")))
_TABLES = sorted(WORKFLOWS.glob("*/decisions/*.dmn"))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_diagram_holds_against_the_bpmn_schema(slug: str) -> None:
    _holds(WORKFLOWS / slug / "process.bpmn", _SCHEMAS / "bpmn/parser/schema/BPMN20.xsd")


@pytest.mark.parametrize("path", _TABLES, ids=[path.stem for path in _TABLES])
def test_the_table_holds_against_the_dmn_schema(path: Path) -> None:
    _holds(path, _SCHEMAS / "dmn/parser/schema/DMN13.xsd")


@pytest.mark.parametrize("path", _TABLES, ids=[path.stem for path in _TABLES])
def test_every_rule_of_a_table_says_what_it_means(path: Path) -> None:
    dmn = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}
    for rule in etree.parse(path).iterfind(".//d:rule", dmn):
        assert rule.get("id"), path.name
        assert rule.findtext("d:description", namespaces=dmn), rule.get("id")


def _holds(path: Path, schema: Path) -> None:
    standard = etree.XMLSchema(etree.parse(schema))
    standard.validate(etree.parse(path))
    assert [str(one) for one in standard.error_log] == []
