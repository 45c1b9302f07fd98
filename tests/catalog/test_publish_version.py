"""Publishing: happy, refused, repeated, concurrent."""

from onegrid.catalog import selectors
from onegrid.jurisdictions.policy import Actor
from tests.factories.catalog import published


def test_publishes(designer: Actor) -> None:
    version = published(designer)
    assert (version.number, version.workflow.slug, version.workflow.current_version) == (1, "small", version)
    assert selectors.spec_of(version.pk).human_tasks.keys() >= {"one", "two"}
