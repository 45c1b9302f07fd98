"""Other engines' dialects of BPMN, brought into our extension on the copy of a file before it is read.

Each family has a package; what it takes leaves the copy, what it leaves is told word by word. Our own words, where the
designer has written them already, always win.
"""

from lxml import etree

from onegrid.engine.dialects.camunda import translate_camunda
from onegrid.engine.dialects.common import translate_common
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.leftovers import leftovers
from onegrid.engine.dialects.spiff import translate_spiff
from onegrid.engine.dialects.zeebe import translate_zeebe

__all__ = ["Gathered", "translate"]


def translate(root: etree._Element) -> Gathered:
    """Change the copy; answers what was found on the way."""
    gathered = Gathered()
    translate_spiff(root, gathered)
    translate_zeebe(root, gathered)
    translate_camunda(root, gathered)
    translate_common(root, gathered)
    gathered.problems.extend(leftovers(root))
    return gathered
