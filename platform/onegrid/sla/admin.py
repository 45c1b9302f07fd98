"""What the city's people edit by hand. Days are changed through the API, which says what changed and why."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onegrid.cases.sight import visible_cases
from onegrid.common import audit
from onegrid.common.look_only import LookOnly, Named, word_of
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.policy import Permission
from onegrid.jurisdictions.selectors import city_centre_id
from onegrid.sla.ladder import Tells
from onegrid.sla.models import CalendarDay, Clock, EscalationStep, OfficeHours
from onegrid.sla.services.renew_edition import renew_edition


class _Recounting(Named):
    """Written by administrators of the city; whatever is saved or deleted here, running clocks are counted anew by it.

    Everybody works by it, so whoever may open the administration reads it.
    """

    # The browser's own; Django's write styles into the page, which the policy of decision 26 refuses.
    formfield_overrides: ClassVar = {
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
        models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As the calendar: a right on the city's centre."""
        return bool(actor_from(request).posts_with(Permission.ADMINISTER, city_centre_id()))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        """The same."""
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        """The same."""
        return self.has_add_permission(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Under the heading of the list."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.label = dict(self.columns)[db_field.name]
            if db_field.choices:
                field.choices = [(value, word_of(db_field, value)) for value, _label in db_field.flatchoices]
        return field

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """With a new edition."""
        with transaction.atomic():
            before = model_to_dict(type(obj)._default_manager.get(pk=obj.pk)) if change else None
            super().save_model(request, obj, form, change)
            self._changed(request, obj, before, model_to_dict(obj))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """With a new edition."""
        with transaction.atomic():
            number, before = obj.pk, model_to_dict(obj)
            super().delete_model(request, obj)
            obj.pk = number
            self._changed(request, obj, before, None)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """With a new edition."""
        with transaction.atomic():
            for row in queryset:
                self.delete_model(request, row)

    def _changed(self, request: HttpRequest, row: Model, before: Any, after: Any) -> None:
        renew_edition()
        actor, kind = actor_from(request), str(row._meta.model_name)
        post = next(iter(actor.posts_with(Permission.ADMINISTER, city_centre_id())))
        shown = [
            None if one is None else {name: _plain(value) for name, value in one.items()} for one in (before, after)
        ]
        audit.record(
            actor=actor.acting_as(post),
            action=f"{kind}.changed",
            subject_kind=kind,
            subject_id=row.pk,
            before=shown[0],
            after=shown[1],
        )


def _plain(value: Any) -> Any:
    return value if isinstance(value, (int, list)) else str(value)


_TELLS = {
    Tells.OWNER: _("whoever has the task"),
    Tells.LEAD: _("who leads the unit"),
    Tells.ABOVE: _("supervisors of the level above"),
}


@admin.register(EscalationStep)
class EscalationStepAdmin(_Recounting):
    """The ladder."""

    called = _("Escalation ladder")
    columns = (("percent", _("Percent of the limit")), ("marks", _("Light")), ("tells", _("Who is told")))

    def tells(self, step: EscalationStep) -> str:
        """In words."""
        return ", ".join(str(_TELLS[Tells(one)]) for one in step.tells if one in set(Tells)) or "—"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Whom it tells is ticked."""
        if db_field.name != "tells":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=_("Who is told"),
            required=False,
            choices=[(str(one), word) for one, word in _TELLS.items()],
            widget=forms.CheckboxSelectMultiple,
        )


@admin.register(OfficeHours)
class OfficeHoursAdmin(_Recounting):
    """Office hours from a date on."""

    called = _("Office hours")
    columns = (("since", _("In force from")), ("opens", _("Opens")), ("closes", _("Closes")))


@admin.register(CalendarDay)
class CalendarDayAdmin(LookOnly):
    """Days; changed over the API."""

    called = _("Working calendar")
    columns = (
        ("date", _("Date")),
        ("is_working", _("Working day")),
        ("is_provisional", _("Provisional")),
        ("name", _("Name")),
        ("source", _("From")),
    )
    list_filter = ("is_provisional", "is_working")
    date_hierarchy = "date"
    ordering = ("date",)


@admin.register(Clock)
class ClockAdmin(LookOnly):
    """Limits that run or ran."""

    called = _("Clocks")
    columns = (
        ("case__number", _("Case number")),
        ("kind", _("Kind")),
        ("subject", _("Subject")),
        ("limit_value", _("Time limit")),
        ("limit_unit", _("Unit")),
        ("state", _("Status")),
        ("deadline_at", _("Due")),
        ("late_at", _("Late at")),
    )
    details = (
        ("standard", _("Closing standard")),
        ("stage", _("Stage")),
        ("started_at", _("Started at")),
        ("first_deadline_at", _("First deadline")),
        ("is_provisional", _("Provisional")),
        ("warned_at", _("Warned at")),
        ("stopped_at", _("Stopped at")),
        ("is_on_time", _("On time")),
    )
    list_filter = ("state", "kind")
    search_fields = ("case__number",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of cases that the caller sees."""
        return super().get_queryset(request).filter(case__in=visible_cases(actor_from(request)).values("pk"))
