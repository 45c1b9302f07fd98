"""Addresses below /api/v1/."""

from django.urls import path

from onegrid.cases.api import attachments, cases, incidents, messages, work_items

urlpatterns = [
    path("cases/", cases.Cases.as_view(), name="cases"),
    path("cases/facets/", cases.CaseFacets.as_view(), name="case-facets"),
    path("cases/<str:number>/", cases.OneCase.as_view(), name="case"),
    path("cases/<str:number>/events/", cases.CaseEvents.as_view(), name="case-events"),
    path("cases/<str:number>/work-items/", cases.CaseWorkItems.as_view(), name="case-work-items"),
    path("cases/<str:number>/comments/", cases.CaseComments.as_view(), name="case-comments"),
    path("cases/<str:number>/copies/", cases.CaseCopies.as_view(), name="case-copies"),
    path("cases/<str:number>/withdraw/", cases.WithdrawCase.as_view(), name="case-withdraw"),
    path("cases/<str:number>/reporters/", cases.CaseReporters.as_view(), name="case-reporters"),
    path("copies/", cases.CopiedCases.as_view(), name="copies"),
    path("counts/", work_items.Counts.as_view(), name="counts"),
    path("work-items/", work_items.Inbox.as_view(), name="work-items"),
    path("work-items/<int:work_item_id>/", work_items.OneWorkItem.as_view(), name="work-item"),
    path("work-items/<int:work_item_id>/claim/", work_items.ClaimWorkItem.as_view(), name="work-item-claim"),
    path("work-items/<int:work_item_id>/release/", work_items.ReleaseWorkItem.as_view(), name="work-item-release"),
    path("work-items/<int:work_item_id>/draft/", work_items.DraftOfWorkItem.as_view(), name="work-item-draft"),
    path("work-items/<int:work_item_id>/complete/", work_items.CompleteWorkItem.as_view(), name="work-item-complete"),
    path("work-items/<int:work_item_id>/transfer/", work_items.TransferWorkItem.as_view(), name="work-item-transfer"),
    path(
        "work-items/<int:work_item_id>/transfer-candidates/",
        work_items.TransferCandidates.as_view(),
        name="work-item-transfer-candidates",
    ),
    path("work-items/<int:work_item_id>/return/", work_items.ReturnWorkItem.as_view(), name="work-item-return"),
    path("attachments/", attachments.Attachments.as_view(), name="attachments"),
    path("attachments/<uuid:key>/", attachments.OneAttachment.as_view(), name="attachment"),
    path("attachments/<uuid:key>/content/", attachments.AttachmentContent.as_view(), name="attachment-content"),
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/<int:message_id>/", messages.OneMessage.as_view(), name="message"),
    path("incidents/", incidents.Incidents.as_view(), name="incidents"),
    path("incidents/<int:incident_id>/retry/", incidents.RetryIncident.as_view(), name="incident-retry"),
    path("incidents/<int:incident_id>/skip/", incidents.SkipIncident.as_view(), name="incident-skip"),
]
