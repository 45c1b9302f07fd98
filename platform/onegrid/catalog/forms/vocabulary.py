"""Which component types there are and which keys each may carry: the tables of docs/reference/forms.md."""

from collections.abc import Mapping

COMMON = frozenset({"type", "id", "conditional", "layout", "properties", "appearance"})
_FIELD = COMMON | {"key", "label", "labelEn", "description", "descriptionEn", "defaultValue", "validate"}
_FIELD |= {"readonly", "disabled", "sensitive"}
_OPTIONS = frozenset({"values", "valuesKey", "valuesExpression"})
_LIST = frozenset({
    "components", "isRepeating", "allowAddRemove", "defaultRepetitions", "showOutline", "disableCollapse",
    "nonCollapsedItems", "verticalAlignment", "rowCount",
})  # fmt: skip

HOLDING: Mapping[str, frozenset[str]] = {
    "textfield": _FIELD,
    "textarea": _FIELD,
    "number": _FIELD | {"decimalDigits", "increment", "serializeToString"},
    "checkbox": _FIELD,
    "checklist": _FIELD | _OPTIONS,
    "taglist": _FIELD | _OPTIONS,
    "radio": _FIELD | _OPTIONS,
    "select": _FIELD | _OPTIONS | {"searchable"},
    "datetime": _FIELD
    | {
        "subtype",
        "disallowPassedDates",
        "timeInterval",
        "use24h",
        "dateLabel",
        "timeLabel",
        "timeSerializingFormat",
    },
    "filepicker": _FIELD | {"multiple", "accept"},
    "dynamiclist": _FIELD | _LIST | {"path"},
    "table": _FIELD | _LIST | {"dataSource", "columns", "columnsExpression"},
    "expression": COMMON | {"key", "label", "labelEn", "expression", "computeOn"},
    "photo": _FIELD | {"shot", "source"},
    "signature": _FIELD,
    "location": _FIELD | {"precision"},
    "unit": _FIELD | {"multiple", "kind", "level", "sector", "role", "within"},
    "person": _FIELD | {"multiple", "role", "unit"},
    "division": _FIELD | {"level", "within"},
    "category": _FIELD | {"kind", "sector"},
    "standard": _FIELD | {"category"},
}
"""Types that hold an answer."""

SHOWING: Mapping[str, frozenset[str]] = {
    "group": COMMON | {"label", "labelEn", "description", "path", "components", "showOutline", "verticalAlignment"},
    "text": COMMON | {"text", "textEn", "label"},
    "html": COMMON | {"content", "label"},
    "image": COMMON | {"source", "alt", "label"},
    "separator": COMMON,
    "spacer": COMMON | {"height"},
    "button": COMMON | {"action", "label", "labelEn", "key"},
    "iframe": COMMON | {"url", "label", "height", "security"},
    "documentPreview": COMMON | {"dataSource", "label", "title", "maxHeight", "endpointKey"},
}
"""Types that only show."""

TYPES: Mapping[str, frozenset[str]] = {**HOLDING, **SHOWING}

_COUNTS = frozenset({"minCount", "maxCount"})
_ALWAYS = frozenset({"required", "requiredWhen", "condition", "message", "messageEn"})
_TEXT = _ALWAYS | {"minLength", "maxLength", "pattern"}
VALIDATE: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(HOLDING, _ALWAYS),
    "textfield": _TEXT | {"validationType"},
    "textarea": _TEXT,
    "number": _ALWAYS | {"min", "max"},
    "datetime": _ALWAYS | {"minDate", "maxDate"},
    **dict.fromkeys(
        ("checklist", "taglist", "filepicker", "dynamiclist", "table", "photo", "unit", "person"), _ALWAYS | _COUNTS
    ),
}
"""Keys of `validate` by type."""

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("datetime", "subtype"): ("date", "time", "datetime"),
    ("datetime", "timeSerializingFormat"): ("utc_offset", "utc_normalized", "no_timezone"),
    ("photo", "shot"): ("near", "far", "reference", "before", "after", "other"),
    ("photo", "source"): ("camera", "any"),
    ("location", "precision"): ("point", "any"),
    ("unit", "kind"): ("centre", "department"),
    ("unit", "level"): ("city", "county", "township"),
    ("division", "level"): ("county", "township", "village", "grid"),
    ("category", "kind"): ("event", "component", "service"),
}
"""Own keys whose value is one of a fixed list."""

FEEL_KEYS: Mapping[str, tuple[str, ...]] = {
    "unit": ("sector", "within"),
    "person": ("unit",),
    "division": ("within",),
    "standard": ("category",),
    "expression": ("expression",),
    "table": ("dataSource", "columnsExpression"),
    **dict.fromkeys(("checklist", "taglist", "radio", "select"), ("valuesExpression",)),
}
"""Own keys that may hold FEEL (after `=`)."""

ALWAYS_FEEL = frozenset({"expression", "valuesExpression", "columnsExpression", "within"})
"""Of these the ones that are FEEL with or without `=`."""

LIVE = frozenset({"expression", "sector", "within", "unit", "category", "valuesExpression"})
"""Of these the ones that the page evaluates too where they name an answer of the form."""

RESERVED = frozenset({"case", "outcome", "result", "item", "source", "loopCounter"})
"""Names that answers may not take (docs/reference/bpmn-extension.md)."""

TOP = frozenset({
    "id", "title", "titleEn", "owner", "description", "descriptionEn", "type", "schemaVersion", "components",
    "exporter", "executionPlatform", "executionPlatformVersion",
})  # fmt: skip
