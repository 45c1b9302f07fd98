"""Other tools' settings in the file that say nothing about running: one note per tool (engines: `dialects`)."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.vendors import family_of
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_HARMLESS = {
    bpmn.BPMN,
    bpmn.ONEGRID,
    "http://www.omg.org/spec/BPMN/20100524/DI",
    "http://www.omg.org/spec/DD/20100524/DI",
    "http://www.omg.org/spec/DD/20100524/DC",
    "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
    "http://bpmn.io/schema/bpmn/biocolor/1.0",
    "http://bpmn.io/schema/bpmn",
    "http://camunda.org/schema/modeler/1.0",
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/2000/xmlns/",
}


def vendors_settings(root: etree._Element) -> Iterator[Problem]:
    """What of other engines stands in the file, counted by vendor."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, etree._Element]] = {}
    for element in root.iter(etree.Element):
        for name in (element.tag, *element.attrib):
            qualified = etree.QName(str(name))
            if not qualified.namespace or qualified.namespace in _HARMLESS or family_of(qualified.namespace):
                continue
            vendor = qualified.namespace
            counts[vendor] += 1
            first.setdefault(vendor, (qualified.localname, element))
    for vendor, count in counts.items():
        name, element = first[vendor]
        yield problem("vendor.not_read", element, vendor=vendor, count=count, first=name)


def drop_vendors(root: etree._Element) -> None:
    """Remove foreign elements and attributes, wherever they stand."""
    for element in list(root.iter(etree.Element)):
        namespace = etree.QName(str(element.tag)).namespace
        if namespace not in (bpmn.BPMN, bpmn.ONEGRID):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for name in list(element.attrib):
            foreign = etree.QName(str(name)).namespace
            if foreign and foreign != bpmn.ONEGRID:
                del element.attrib[name]
