"""Django's admin site: its names, the audit, and what does not belong there."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from onegrid.common.look_only import LookOnly
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.models import Post
from onegrid.jurisdictions.policy import Permission
from onegrid.jurisdictions.selectors import city_centre_id

# Groups stand for (unit, role) and carry the grants; roles are edited where that is kept true.
admin.site.unregister(Group)
# Secrets of people: nobody reads or writes another's (manage.py end_second_factor mends a lost device).
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)

admin.site.site_header = _("OneGrid administration")
admin.site.site_title = _("OneGrid administration")
admin.site.index_title = _("To look at: cases and rights are written by their services")
admin.site.enable_nav_sidebar = False

# What Django's own pages say and its Chinese catalogue lacks.
_DJANGOS = (_("Model name"), _("Add link"), _("Change or view list link"))


@admin.register(AuditRecord)
class AuditRecordAdmin(LookOnly):
    """Who changed what outside cases. Here, because sight of it follows posts, of which `common` knows nothing."""

    called = _("Audit")
    columns = (
        ("at", _("Time")),
        ("action", _("Operation")),
        ("subject_kind", _("Kind of subject")),
        ("subject_id", _("Subject")),
        ("person_id", _("Person no.")),
        ("reason", _("Reason")),
    )
    details = (("post_id", _("Post no.")), ("before", _("Before")), ("after", _("After")))
    search_fields = ("action", "subject_id")
    list_filter = ("subject_kind", "action")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Done by posts of units that the caller administers, or by the caller; by programs: for the city's."""
        actor = actor_from(request)
        units = actor.unit_ids_with(Permission.ADMINISTER)
        seen = Q(post_id__in=Post.objects.filter(unit_id__in=units).values("pk")) | Q(person_id=actor.person_id)
        if actor.posts_with(Permission.ADMINISTER, city_centre_id()):
            seen |= Q(post_id=None)
        return super().get_queryset(request).filter(seen)
