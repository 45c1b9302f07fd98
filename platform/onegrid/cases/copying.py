"""To whom a case may be copied: deny by default, as everywhere; a copy is sight of the whole case."""

from django.db.models import Q, QuerySet

from onegrid.cases.models import Case, CaseParty
from onegrid.jurisdictions.models import Post, Unit
from onegrid.jurisdictions.policy import Actor
from onegrid.jurisdictions.selectors import in_force


def posts_in_reach(actor: Actor, case: Case, *, below: bool = True) -> QuerySet[Post]:
    """Posts in force of the units that take part, of the actor's own units and of those above and below these.

    So nobody carries a case into another county or to a department beside their own that has no part in it.
    """
    own = {post.unit_path for post in actor.posts}
    above = {"/".join(path.split("/")[: at + 1]) for path in own for at in range(path.count("/") + 1)}
    units = Q(path__in=above)
    for path in own if below else ():
        units |= Q(path__startswith=f"{path}/")
    parties = CaseParty.objects.filter(case=case).values("unit_id")
    posts = Post.objects.filter(Q(unit__in=Unit.objects.filter(units)) | Q(unit_id__in=parties))
    return in_force(posts.filter(person__is_active=True))
