"""The pages' tests play in the small city of the cases' tests."""

from tests.cases.conftest import _nothing_remembered, city, committed_city
from tests.jurisdictions.conftest import person

__all__ = ["_nothing_remembered", "city", "committed_city", "person"]
