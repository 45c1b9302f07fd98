"""A small city with sources of its county, and a caller by a source's key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from onegrid.catalog import selectors as catalog
from onegrid.intake.models import SourceSystem
from onegrid.intake.services.register_source import register_source
from onegrid.jurisdictions import policy
from onegrid.sla import rules
from tests.factories.cases import COUNTY, City, make_city, publish
from tests.factories.catalog import make_code_set

SECRET = "only-for-tests-0123456789"


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Any, tmp_path: Path) -> None:
    from onegrid.cases import directory

    settings.MEDIA_ROOT = str(tmp_path)
    for forget in (catalog.forget, policy.forget, directory.forget, rules.forget, cache.clear):
        forget()


@pytest.fixture
def city(db: None) -> City:
    """People, units, `three_tasks` published, one code set."""
    return _made()


@pytest.fixture
def committed_city(transactional_db: None) -> City:
    """The same, visible to other connections and processes."""
    return _made()


def _made() -> City:
    made = make_city()
    publish()
    make_code_set()
    return made


MakeSource = Callable[..., SourceSystem]


@pytest.fixture
def make_source() -> MakeSource:
    """A source of the county whose reports become `three_tasks` cases."""

    def make(slug: str = "hotline", *, unit: str = COUNTY, **fields: Any) -> SourceSystem:
        given = {"name": slug, "channel": "hotline", "workflow": "three_tasks", **fields}
        return register_source(actor=policy.SYSTEM, slug=slug, unit_code=unit, secret=SECRET, **given)[0]

    return make


def caller(slug: str = "hotline", secret: str = SECRET) -> APIClient:
    """By the source's key."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Source {slug}.{secret}")
    return client
