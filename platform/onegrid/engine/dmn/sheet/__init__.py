"""Decision tables as spreadsheets and back: people edit rules in xlsx, and nothing of the DMN file is lost.

book = to_sheet(dmn)              one sheet for each table of the file
changed = from_sheet(dmn, book)   the same file with what was changed in the sheets

Tables, columns and rules are known by their ids; a cell that was not changed keeps its element to the byte.
"""

from onegrid.engine.dmn.sheet.merge import from_sheet
from onegrid.engine.dmn.sheet.write import to_sheet

__all__ = ["from_sheet", "to_sheet"]
