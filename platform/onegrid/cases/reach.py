"""Which cases a person's message reaches: denied unless the person operates the case when it is delivered."""

from django.db.models import QuerySet

from onegrid.cases.acting import acted_on
from onegrid.cases.models import Case
from onegrid.cases.sight import visible_cases
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor, Permission, actor_of


def operated_cases(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor sees and to which a unit that they operate, or one below it, is a party, in the sectors of
    that post."""
    cases = visible_cases(actor)
    return cases if actor.is_system else cases.filter(acted_on(actor, Permission.OPERATE))


def may_send(actor: Actor) -> bool:
    """Whether there is any unit whose cases they could reach."""
    return actor.is_system or bool(actor.person_id is not None and actor.unit_ids_with(Permission.OPERATE))


def sender(person_id: int) -> Actor | None:
    """With the rights of this moment; None where the account is closed."""
    try:
        return actor_of(person_id)
    except NotFound:
        return None
