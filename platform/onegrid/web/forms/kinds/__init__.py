"""One file a kind of field, or a group of kinds that are drawn alike."""

from collections.abc import Mapping

from onegrid.web.forms.kinds import choice, computed, evidence, location, moment, number, picker, rows, shown, text
from onegrid.web.forms.kinds.kind import Kind

KINDS: Mapping[str, Kind] = {
    "textfield": text.LINE,
    "textarea": text.LINES,
    "number": number.NUMBER,
    "checkbox": choice.TICK,
    "checklist": choice.SEVERAL,
    "taglist": choice.TAGS,
    "radio": choice.ONE,
    "select": choice.SELECT,
    "datetime": moment.MOMENT,
    "filepicker": evidence.FILES,
    "photo": evidence.PHOTOS,
    "signature": evidence.SIGNATURE,
    "location": location.LOCATION,
    "unit": picker.UNIT,
    "person": picker.PERSON,
    "division": picker.DIVISION,
    "category": picker.CATEGORY,
    "standard": picker.STANDARD,
    "dynamiclist": rows.LIST,
    "table": rows.TABLE,
    "expression": computed.EXPRESSION,
    "text": shown.TEXT,
    "html": shown.HTML,
    "image": shown.IMAGE,
    "separator": shown.SEPARATOR,
    "spacer": shown.SPACER,
    "button": shown.BUTTON,
    "iframe": shown.IFRAME,
    "documentPreview": shown.DOCUMENTS,
}
"""By component type; groups are drawn by `draw` itself."""
