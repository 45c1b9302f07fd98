"""Multi-instance characteristics of an activity."""

from onegrid.engine import bpmn
from onegrid.engine.extension import words
from onegrid.engine.extension.reader import Reader
from onegrid.engine.normalised import Loop


def read_loop(reader: Reader) -> Loop | None:
    """The loop; None where the activity has none. Standard loops have no words of the extension."""
    found = bpmn.named(reader.owner, "multiInstanceLoopCharacteristics")
    if found is None:
        return None
    collection = words.feel(words.attribute(found, "inputCollection"))
    cardinality = words.feel(bpmn.text_of(bpmn.named(found, "loopCardinality")))
    if not collection and not cardinality:
        reader.note("multi.no_input", found)
    if collection and cardinality:
        reader.note("multi.two_inputs", found)
    item = words.attribute(found, "inputElement")
    output = words.attribute(found, "outputCollection")
    output_item = words.feel(words.attribute(found, "outputElement"))
    if (output is None) != (output_item is None):
        reader.note("multi.output_incomplete", found)
    for name in (item, output):
        if name not in (None, "item"):
            reader.is_name(name or "", found)
    return Loop(
        sequential=found.get("isSequential") in ("true", "1"),
        collection=collection,
        cardinality=cardinality,
        item=item or "item",
        output_item=output_item,
        output=output,
        completion=words.feel(bpmn.text_of(bpmn.named(found, "completionCondition"))),
    )
