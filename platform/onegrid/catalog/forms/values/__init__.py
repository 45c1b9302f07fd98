"""One file for each family of answers. `check(ask, value)` gives the cleaned value.

`value` is never null, empty text or an empty list: those are no answer and are dealt with before.
`ask` knows the component, its path, and the answers of the form and row for FEEL.
"""

from collections.abc import Callable, Mapping
from typing import Any

from onegrid.catalog.forms.checking import Question
from onegrid.catalog.forms.values import choice, evidence, location, moment, number, picker, text

Check = Callable[[Question, Any], Any]

CHECKS: Mapping[str, Check] = {
    "textfield": text.check,
    "textarea": text.check,
    "number": number.check,
    "checkbox": choice.check_truth,
    "radio": choice.check_one,
    "select": choice.check_one,
    "checklist": choice.check_several,
    "taglist": choice.check_several,
    "datetime": moment.check,
    "filepicker": evidence.check_several,
    "photo": evidence.check_several,
    "signature": evidence.check_one,
    "location": location.check,
    "unit": picker.check_unit,
    "person": picker.check_person,
    "division": picker.check_division,
    "category": picker.check_category,
    "standard": picker.check_standard,
}
