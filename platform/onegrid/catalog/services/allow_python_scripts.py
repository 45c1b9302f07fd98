"""Turn Python scripts of a process on or off: an administrator's act, apart from whoever designs or publishes it."""

from django.db import transaction

from onegrid.catalog import selectors
from onegrid.catalog.models import Workflow
from onegrid.common import audit
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def allow_python_scripts(*, actor: Actor, slug: str, allowed: bool, reason: str = "") -> Workflow:
    """The process. Turned off, scripts of running cases stop at once, each with an incident; on again, they go on."""
    with transaction.atomic():
        workflow = selectors.lock_known_workflow(slug)
        post = require(actor, Permission.ADMINISTER, city_centre_id())
        if workflow.python_scripts != allowed:
            workflow.python_scripts = allowed
            workflow.save(update_fields=["python_scripts"])
            audit.record(
                actor=actor.acting_as(post),
                action="catalog.python_scripts",
                subject_kind="workflow",
                subject_id=slug,
                reason=reason,
                before={"allowed": not allowed},
                after={"allowed": allowed},
            )
    return workflow
