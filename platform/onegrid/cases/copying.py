"""To whom a case may be copied: deny by default, as everywhere; a copy is sight of the whole case."""

from django.db.models import Q, QuerySet

from onegrid.cases.acting import posts_on
from onegrid.cases.models import Case, CaseParty
from onegrid.jurisdictions.models import Post, Unit
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.jurisdictions.selectors import in_force

COPIES = (Permission.ACT_ON_TASK, Permission.SUPERVISE)  # a post with one of these on the case shows it to others


def posts_in_reach(actor: Actor, case: Case, *, below: bool = True) -> QuerySet[Post]:
    """Posts in force of the units that take part, of the actor's units by which they may copy, and of those above and
    below these.

    So nobody carries a case into another county or to a department beside their own that has no part in it, even where
    they hold a post there too.
    """
    own = {post.unit_path for post in posts_on(actor, case, *COPIES)}
    above = {"/".join(path.split("/")[: at + 1]) for path in own for at in range(path.count("/") + 1)}
    units = Q(path__in=above)
    for path in own if below else ():
        units |= Q(path__startswith=f"{path}/")
    parties = CaseParty.objects.filter(case=case).values("unit_id")
    posts = Post.objects.filter(Q(unit__in=Unit.objects.filter(units)) | Q(unit_id__in=parties))
    return in_force(posts.filter(person__is_active=True))
