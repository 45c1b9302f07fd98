"""The small city with every role that the shipped processes need, and all six published."""

import pytest

from onegrid.cases import directory
from onegrid.catalog import selectors as catalog
from onegrid.jurisdictions import policy
from tests.factories.cases import COUNTY, DEPARTMENT, OTHER_DEPARTMENT, TOWNSHIP, City, make_city
from tests.factories.shipped import publish_shipped


@pytest.fixture
def city(db: None) -> City:
    """People for every task."""
    for forget in (catalog.forget, policy.forget, directory.forget):
        forget()
    made = make_city()
    made.hire("township desk", ("intake", TOWNSHIP))
    made.hire("township leader", ("shift_leader", TOWNSHIP))
    made.hire("township dispatcher", ("dispatcher", TOWNSHIP))
    made.hire("township lead", ("department_lead", TOWNSHIP))
    made.hire("township worker", ("handler", TOWNSHIP), ("grid_staff", TOWNSHIP))
    made.hire("grid", ("grid_staff", TOWNSHIP))
    made.hire("lead", ("department_lead", DEPARTMENT))
    made.hire("other lead", ("department_lead", OTHER_DEPARTMENT))
    made.hire("supervisor", ("supervisor", COUNTY))
    publish_shipped()
    return made
